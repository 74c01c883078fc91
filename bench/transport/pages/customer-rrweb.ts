import { serve } from './harness.ts';
import { parameters, upstream } from './recorder.ts';

/** The usual way: again after a second, and with a new snapshot. */
const RECONNECT_MS = 1_000;

let record: typeof import('rrweb').record;
let socket: WebSocket | undefined;
let stopRecording: (() => void) | undefined;
let isOver = false;

function connect(onOpen: () => void): void {
  socket = new WebSocket(`ws://${upstream}/?role=recorder&room=${parameters.get('room')}`);
  socket.addEventListener('open', onOpen);
  socket.addEventListener('message', () => record.takeFullSnapshot());
  socket.addEventListener('close', () => {
    if (!isOver) setTimeout(() => connect(() => record.takeFullSnapshot()), RECONNECT_MS);
  });
}

serve({
  async start() {
    ({ record } = await import('rrweb'));
    await new Promise<void>((resolve) => connect(resolve));
    stopRecording = record({
      emit(event) {
        if (socket!.readyState === WebSocket.OPEN) socket!.send(JSON.stringify(event));
      },
      // As ours does unless told otherwise.
      maskAllInputs: true,
    });
  },
  async stop() {
    isOver = true;
    stopRecording?.();
    socket?.close();
  },
});
