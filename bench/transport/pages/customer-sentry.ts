import { serve } from './harness.ts';
import { upstream } from './recorder.ts';

let replay: ReturnType<typeof import('@sentry/browser').replayIntegration> | undefined;

serve({
  async start() {
    const { init, replayIntegration } = await import('@sentry/browser');
    if (!replay) {
      // Texts and pictures are sent and fields are masked, as with ours.
      replay = replayIntegration({ maskAllText: false, blockAllMedia: false, maskAllInputs: true, minReplayDuration: 0 });
      // The replay alone: neither errors nor performance.
      init({ dsn: `http://key@${upstream}/1`, defaultIntegrations: false, integrations: [replay], tracesSampleRate: 0 });
    }
    replay.start();
  },
  // Otherwise it sends every five seconds.
  flush: async () => replay?.flush(),
  stop: async () => replay?.stop(),
});
