import type Tracker from '@openreplay/tracker/class';
import { serve } from './harness.ts';
import { upstream } from './recorder.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
let tracker: Tracker | undefined;

serve({
  async start() {
    const { default: Tracker } = await import('@openreplay/tracker/class');
    // Texts are sent and fields are masked, as with ours; a page without TLS is no customer's, and has to be allowed.
    tracker = new Tracker({ projectKey: 'bench', ingestPoint: `http://${upstream}`, __DISABLE_SECURE_MODE: true, obscureTextEmails: false, respectDoNotTrack: false });
    const started = await tracker.start();
    if (!started.success) throw new Error(started.reason);
  },
  // Otherwise it sends every thirty seconds. Its worker gets messages with a timer, and does not say when it has sent them.
  async flush() {
    await wait(200);
    tracker!.forceFlushBatch();
    await wait(1_000);
  },
  stop: async () => void tracker!.stop(),
});
