import { init, replayIntegration } from '@sentry/browser';
import { serve } from './harness.ts';
import { upstream } from './recorder.ts';

// Texts and pictures are sent and fields are masked, as with ours.
const replay = replayIntegration({ maskAllText: false, blockAllMedia: false, maskAllInputs: true, minReplayDuration: 0 });
let isSet = false;

serve({
  async start() {
    // The replay alone: neither errors nor performance.
    if (!isSet) init({ dsn: `http://key@${upstream}/1`, defaultIntegrations: false, integrations: [replay], tracesSampleRate: 0 });
    isSet = true;
    replay.start();
  },
  // Otherwise it sends every five seconds.
  flush: () => replay.flush(),
  stop: () => replay.stop(),
});
