import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRelay, createSignatures } from 'cobrowse-widget/relay';
import { type WebSocket, WebSocketServer } from 'ws';

/** Where the recorders of one set-up send to. */
export interface Upstream {
  readonly port: number;
  /** A signature for our own relay; others let everybody in. */
  sign(member: { roomId: string; role: 'recorder' | 'replayer'; id: string }): string;
  close(): Promise<void>;
}

export const RELAY_PATH = '/ws/cobrowse/1';

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
const end = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Ours, as it is built. */
export async function openOurRelay(): Promise<Upstream> {
  const server = createServer((_, response) => void response.writeHead(404).end());
  const signatures = createSignatures({ secret: 'of this run of the bench alone, with more than 32 bytes' });
  const relay = createRelay({ server, path: RELAY_PATH, verify: signatures.verify });
  const port = await listen(server);
  return {
    port,
    sign: ({ roomId, role, id }) => signatures.issue({ roomId, role, id, name: id }),
    async close() {
      await relay.close();
      await end(server);
    },
  };
}

/**
 * The least that rrweb events can be forwarded by: what the recorder of a room sends goes to its replayers as it is, and the
 * recorder is told of each that joins, so that it takes a snapshot.
 */
export async function openPlainRelay(perMessageDeflate: boolean): Promise<Upstream> {
  const server = createServer((_, response) => void response.writeHead(404).end());
  const rooms = new Map<string, { recorder?: WebSocket; replayers: Set<WebSocket> }>();
  const sockets = new WebSocketServer({ server, perMessageDeflate });
  sockets.on('connection', (socket, request) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://relay');
    const roomId = searchParams.get('room')!;
    const room = rooms.get(roomId) ?? { replayers: new Set<WebSocket>() };
    rooms.set(roomId, room);
    socket.on('error', () => socket.terminate());
    if (searchParams.get('role') === 'recorder') {
      room.recorder = socket;
      socket.on('message', (data) => {
        for (const replayer of room.replayers) replayer.send(data, { binary: false });
      });
      return;
    }
    room.replayers.add(socket);
    socket.on('close', () => room.replayers.delete(socket));
    room.recorder?.send('joined');
  });
  const port = await listen(server);
  return {
    port,
    sign: () => '',
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      await end(server);
    },
  };
}

/** What OpenReplay's backend answers to the start of a session, with the sizes that its tracker has by default. */
const OPENREPLAY_SESSION = { token: 'token', userUUID: 'user', projectID: '1', sessionID: '1', delay: 0, beaconSizeLimit: 1_000_000, compressionThreshold: 24_000, tags: [] };

/** Takes in what Sentry's replay and OpenReplay's tracker upload, and throws it away. */
export async function openIngest(): Promise<Upstream> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      // As their backends do it; one preflight is then enough for a session.
      const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*, authorization', 'access-control-max-age': '600' };
      response.writeHead(200, { ...cors, 'content-type': 'application/json' }).end(request.url?.startsWith('/v1/web/') ? JSON.stringify(OPENREPLAY_SESSION) : '{}');
    });
  });
  const port = await listen(server);
  return { port, sign: () => '', close: () => end(server) };
}
