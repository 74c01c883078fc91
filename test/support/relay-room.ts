import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClientOptions, WebSocket } from 'ws';
import { createRelay, createSignatures, type Relay, type RelayEvent, type RelayOptions } from '../../src/relay/relay.ts';
import { createFrameReader } from '../../src/wire/binary-frame.ts';
import { decodeTextFrame, encodeTextFrame } from '../../src/wire/frame.ts';
import { createHeader, type FrameKind, type Header } from '../../src/wire/header.ts';

const PATH = '/ws/cobrowse/1';
export const SECRET = 'of this test run alone, with more than 32 bytes';

export interface Received {
  readonly header: Header;
  /** Of a binary frame, a character for each byte. */
  readonly payload: string;
  /** The whole message as it arrived. */
  readonly bytes: Buffer;
}

/** A member as a test has it: a real ws client that keeps what it receives in order. */
export interface TestMember {
  readonly ws: WebSocket;
  /** The next frame that arrives, or has arrived and was not asked for yet. */
  next(): Promise<Received>;
  /** The next frame, which must be of that kind; its payload read as JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into payloads of every kind
  expect(kind: FrameKind): Promise<Received & { message: any }>;
  /** How many frames have arrived that were not asked for. */
  readonly waiting: number;
  send(kind: FrameKind, fields?: Partial<Header>, payload?: string): void;
  /** Settles with the close code and its reason. */
  readonly closed: Promise<{ code: number; reason: string }>;
}

export interface TestRelay {
  readonly relay: Relay;
  readonly events: RelayEvent[];
  readonly url: string;
  readonly port: number;
  sign(claims?: { roomId?: string; role?: string; id?: string; name?: string }): string;
  /** Opens a socket with that query, or none. */
  open(query?: string, options?: ClientOptions): TestMember;
  /** Opens a socket with a fresh signature; settles when it was welcomed. */
  join(role: 'recorder' | 'replayer', claims?: { roomId?: string; id?: string; name?: string }): Promise<TestMember & { id: string }>;
  /** Settles when such an event was told. */
  told(type: RelayEvent['type']): Promise<RelayEvent>;
  stop(): Promise<void>;
}

/** A real relay on a free port of this machine. */
export async function startTestRelay(options: Partial<RelayOptions> = {}): Promise<TestRelay> {
  const server = createServer((_, response) => void response.writeHead(404).end());
  const signatures = createSignatures({ secret: SECRET });
  const events: RelayEvent[] = [];
  const waiters = new Set<() => void>();
  const relay = createRelay({
    server,
    path: PATH,
    verify: signatures.verify,
    ...options,
    onEvent(event) {
      events.push(event);
      for (const wake of waiters) wake();
      options.onEvent?.(event);
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `ws://127.0.0.1:${port}${PATH}`;
  const clients = new Set<WebSocket>();

  const sign: TestRelay['sign'] = ({ roomId = 'room', role = 'recorder', id = `${role} id`, name = `${role} name` } = {}) =>
    signatures.issue({ roomId, role: role as 'recorder', id, name });

  const open: TestRelay['open'] = (query = '', clientOptions) => {
    const ws = new WebSocket(`${url}${query}`, clientOptions);
    clients.add(ws);
    return createTestMember(ws);
  };

  return {
    relay,
    events,
    url,
    port,
    sign,
    open,
    async join(role, claims) {
      const member = open(`?connectParam=${sign({ role, ...claims })}`);
      const { message } = await member.expect('welcome');
      return Object.assign(member, { id: message.memberId as string });
    },
    async told(type) {
      for (;;) {
        const event = events.find((one) => one.type === type);
        if (event) return event;
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiters.delete(wake);
            resolve();
          };
          waiters.add(wake);
        });
      }
    },
    async stop() {
      for (const ws of clients) ws.terminate();
      await relay.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

function createTestMember(ws: WebSocket): TestMember {
  const inbox: Received[] = [];
  const reader = createFrameReader();
  let wake = (): void => {};
  ws.on('message', (data, isBinary) => {
    const bytes = data as Buffer;
    const { header, payload } = isBinary ? reader.read(bytes) : decodeTextFrame(bytes.toString());
    // Beats come whenever they come; tests of them look at the socket.
    if (header.kind === 'beat') return;
    inbox.push({ header, payload: typeof payload === 'string' ? payload : Buffer.from(payload).toString('latin1'), bytes });
    wake();
  });
  ws.on('error', () => {});
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.on('close', (code, reason) => {
      resolve({ code, reason: reason.toString() });
      wake();
    });
  });

  const next: TestMember['next'] = async () => {
    while (inbox.length === 0) {
      if (ws.readyState === ws.CLOSED) throw new Error(`The socket closed (${JSON.stringify(await closed)}).`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return inbox.shift()!;
  };

  return {
    ws,
    closed,
    next,
    async expect(kind) {
      const frame = await next();
      if (frame.header.kind !== kind) throw new Error(`Expected ${kind}, received ${frame.header.kind}.`);
      return { ...frame, message: JSON.parse(frame.payload) };
    },
    get waiting() {
      return inbox.length;
    },
    send(kind, fields = {}, payload = '{}') {
      ws.send(encodeTextFrame(createHeader(kind, fields), payload));
    },
  };
}
