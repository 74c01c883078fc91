/** What `page.ts` puts into each page that it opens, in one file: a page of its own loads it anew for every test. */
export { startRecorder } from '../../src/capture/recorder.ts';
export { createPrivacy } from '../../src/capture/privacy.ts';
export { systemClock } from '../../src/core/clock.ts';
export { createTasks } from '../../src/core/tasks.ts';
export { createStream } from '../../src/session/stream.ts';
export { createLog } from '../../src/wire/log.ts';
