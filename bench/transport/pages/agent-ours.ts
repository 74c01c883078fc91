import { createReplayer } from 'cobrowse-widget/replayer';
import { serveAgent } from './agent.ts';

const parameters = new URLSearchParams(location.search);
const [roomId, id, port] = ['room', 'id', 'port'].map((name) => parameters.get(name)!);

serveAgent((container) => {
  const replayer = createReplayer({
    container,
    connectionInfo: async ({ signal }) => (await fetch(`/info?role=replayer&room=${roomId}&id=${id}&port=${port}`, { signal })).json(),
    roomId: roomId!,
  });
  replayer.on('error', ({ code, message }) => console.error(code, message));
});
