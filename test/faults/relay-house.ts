import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createRelay, createSignatures, type Relay, type RelayEvent } from 'cobrowse-widget/relay';
import { reset } from './reset.ts';

const PATH = '/ws/cobrowse/1';

/** A relay that can be killed and started again; what it knew of rooms is gone with it, as with its process. */
export interface RelayHouse {
  readonly relay: Relay | undefined;
  /** What the relays have told, in order. */
  readonly told: readonly RelayEvent[];
  /** A fresh signature, as the contact centre would hand out. */
  sign(member: { roomId: string; role: 'recorder' | 'replayer'; id: string; name: string }): string;
  /** Ends it as its process would be ended, without a word to anybody. */
  kill(): Promise<void>;
  /** Starts one unless one runs; returns its port. */
  start(): Promise<number>;
  /** Kills it for good: whoever starts it afterwards, as a schedule that was given up may, fails. */
  close(): Promise<void>;
}

/** The path and query of a relay's socket, for whatever port leads to it. */
export const socketUrl = (port: number): string => `ws://127.0.0.1:${port}${PATH}`;

export function createRelayHouse(): RelayHouse {
  const signatures = createSignatures({ secret: 'of this test run alone, with more than 32 bytes' });
  const told: RelayEvent[] = [];
  let running: { relay: Relay; server: Server; sockets: Set<Socket> } | undefined;
  // Two restarts of a schedule may overlap: one thing after the other, or a relay would be started that nobody ends.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(action: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(action);
    last = turn.catch(() => {});
    return turn;
  };
  let isClosed = false;
  const kill = async (): Promise<void> => {
    if (!running) return;
    const { server, relay, sockets } = running;
    running = undefined;
    for (const socket of sockets) reset(socket);
    await relay.close();
    await new Promise<void>((resolve) => void server.close(() => resolve()));
  };
  return {
    get relay() {
      return running?.relay;
    },
    told,
    sign: (member) => signatures.issue(member),
    kill: () => inTurn(kill),
    close: () =>
      inTurn(() => {
        isClosed = true;
        return kill();
      }),
    start: () =>
      inTurn(async () => {
        if (isClosed) throw new Error('The relay is closed.');
        if (running) return (running.server.address() as AddressInfo).port;
        const sockets = new Set<Socket>();
        const server = createServer((_, response) => void response.writeHead(404).end());
        server.on('connection', (socket) => {
          sockets.add(socket);
          socket.on('close', () => sockets.delete(socket));
        });
        const onEvent = (event: RelayEvent): void => void (event.type !== 'forwarded' && told.push(event));
        const relay = createRelay({ server, path: PATH, verify: signatures.verify, onEvent });
        await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
        running = { relay, server, sockets };
        return (server.address() as AddressInfo).port;
      }),
  };
}
