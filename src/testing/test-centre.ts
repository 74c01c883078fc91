import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRelay, createSignatures, type Relay } from '../relay/relay.ts';
import { type ContactCentreEmulator, createContactCentreEmulator, type Faults } from './contact-centre/emulator.ts';
import { send } from './contact-centre/http.ts';
import { joinAsTestAgent, type TestAgent } from './test-agent.ts';

export interface TestCentreOptions {
  /** Port on 127.0.0.1. Default 0: any that is free. */
  readonly port?: number;
  /** The longest that `waitForCustomer` and an agent's waits take before they fail. Default 10,000 ms. */
  readonly timeoutMs?: number;
}

/** A contact centre and its relay on this machine, for tests and for trying things out without an account. */
export interface TestCentre {
  /** `http://127.0.0.1:PORT`: what the merchant backend is given as `domain`. */
  readonly url: string;
  /** The relay's address, as connection info names it. */
  readonly socketUrl: string;
  /** What the merchant backend is given; of no value anywhere else. */
  readonly appKey: string;
  readonly appSecret: string;
  readonly tenantSpaceId: string;
  readonly relay: Relay;
  readonly emulator: ContactCentreEmulator;
  /** Makes the contact centre's next answers fail. */
  readonly faults: Faults;
  /** Settles with the room of a customer who is there; rejects after `timeoutMs`. */
  waitForCustomer(): Promise<string>;
  /** An agent in that room. Settles when it is in the room; the customer is asked next. */
  joinAsAgent(roomId: string, agent?: { readonly id?: string; readonly name?: string }): Promise<TestAgent>;
  /** Ends every connection; settles when nothing is left. */
  close(): Promise<void>;
}

const SOCKET_PATH = '/ws/cobrowse/1';
/** 32 bytes: the least that a relay takes as its secret. */
const SECRET_BYTES = 32;
/** Between two looks at the relay's rooms: too short to be felt in a test, too long to keep a core busy. */
const LOOK_MS = 20;

/** Starts contact centre and relay on one port of 127.0.0.1, with keys of its own. */
export async function startTestCentre({ port = 0, timeoutMs = 10_000 }: TestCentreOptions = {}): Promise<TestCentre> {
  const account = {
    appKey: 'test-app-key',
    appSecret: randomBytes(SECRET_BYTES).toString('hex'),
    tenantSpaceId: 'test-tenant-space',
  };
  const signatures = createSignatures({ secret: randomBytes(SECRET_BYTES) });
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const socketUrl = `ws://${host}${SOCKET_PATH}`;
  const relay = createRelay({ server, path: SOCKET_PATH, verify: signatures.verify });
  const emulator = createContactCentreEmulator({
    ...account,
    signatures,
    socketUrl: () => socketUrl,
    // No browser reaches it: whoever uses the internal address by mistake notices here already.
    internalSocketUrl: 'wss://10.0.0.1:443/ws/cobrowse/1',
    releaseRoom: relay.closeRoom,
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!(await emulator.handle(request, response))) send(response, 404, 'text/plain', 'Not found');
  }

  return {
    ...account,
    url: `http://${host}`,
    socketUrl,
    relay,
    emulator,
    faults: emulator.faults,
    async waitForCustomer() {
      for (const untilMs = Date.now() + timeoutMs; Date.now() < untilMs; ) {
        const room = relay.rooms().reverse().find(({ recorder }) => recorder !== null);
        if (room) return room.roomId;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
      throw new Error(`No customer joined a room within ${timeoutMs} ms.`);
    },
    joinAsAgent(roomId, { name = 'Test agent', id = name } = {}) {
      const connectParam = signatures.issue({ roomId, role: 'replayer', id, name });
      return joinAsTestAgent({ url: `${socketUrl}?connectParam=${encodeURIComponent(connectParam)}`, timeoutMs });
    },
    async close() {
      emulator.faults.clear();
      await relay.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
