import type { Socket } from 'node:net';

/**
 * Resets a connection. One whose end is still on its way out is closed instead: there a reset fails and leaves the socket
 * open for ever, and Node, which would close it as the process exits, goes round in a loop without end. libuv forbids the
 * two together: https://github.com/libuv/libuv/pull/2425.
 */
export function reset(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}
