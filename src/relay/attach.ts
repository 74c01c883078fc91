import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** The path of the contact centre's own addresses. */
export const DEFAULT_PATH = '/ws/cobrowse/1';

export type HandleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Passes a server's upgrades of one path on; returns its undo. */
export function attachToServer(server: Server, path: string, handle: HandleUpgrade): () => void {
  const listener: HandleUpgrade = (request, socket, head) => {
    const [pathname] = (request.url ?? '').split('?', 1);
    if (pathname === path) handle(request, socket, head);
    // Nobody else would answer, and Node.js leaves a socket that was upgraded to whoever listens.
    else if (server.listenerCount('upgrade') === 1) refuse(socket);
  };
  server.on('upgrade', listener);
  return () => {
    server.off('upgrade', listener);
  };
}

function refuse(socket: Duplex): void {
  // Without a listener, a peer that resets the connection meanwhile would end the process.
  socket.on('error', () => {});
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n', () => socket.destroy());
}
