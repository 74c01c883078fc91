import { createCobrowse } from 'cobrowse-widget';
import { serve } from './harness.ts';
import { parameters } from './recorder.ts';

const roomId = parameters.get('room')!;
const cobrowse = createCobrowse({
  connectionInfo: async ({ signal }) => (await fetch(`/info?role=recorder&room=${roomId}&port=${parameters.get('port')}`, { signal })).json(),
  consent: { view: () => true },
});
cobrowse.on('error', ({ code, message }) => console.error(code, message));

serve({
  start: async () => void (await cobrowse.start({ roomId })),
  async stop() {
    await cobrowse.end();
    await cobrowse.dispose();
  },
});
