import { Replayer } from 'rrweb';
import { serveAgent } from './agent.ts';
import { parameters, upstream } from './recorder.ts';

serveAgent((root) => {
  // As its guide to live mode has it, without a buffer.
  const replayer = new Replayer([], { root, liveMode: true, showWarning: false });
  replayer.startLive();
  const socket = new WebSocket(`ws://${upstream}/?role=replayer&room=${parameters.get('room')}`);
  socket.addEventListener('message', ({ data }) => replayer.addEvent(JSON.parse(data as string) as Parameters<Replayer['addEvent']>[0]));
});
