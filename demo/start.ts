import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { randomBytes } from 'node:crypto';
import type { PrivacyRule } from 'cobrowse-widget/backend';
import { createRelay, createSignatures } from 'cobrowse-widget/relay';
import { stopBrowserCode } from './browser-code.ts';
import { type Centre, chooseCentre } from './centre.ts';
import { CENTRE_FAULTS, createContactCentre, failCentre } from './emulated-centre.ts';
import { createExpiringSignatures } from './expiring-signatures.ts';
import { sendText } from './http.ts';
import { createMerchantBackend } from './merchant-backend.ts';
import { createNetwork } from './qa/network.ts';
import { createPageFaults } from './qa/page-faults.ts';
import { createSlowSocket } from './qa/slow-socket.ts';
import { createRoomBook } from './room-book.ts';
import { createRoutes } from './routes.ts';
import { createMounts } from './sites.ts';
import { createStaticFiles } from './static-files.ts';

const SOCKET_PATH = '/ws/cobrowse/1';

/** Long enough for a page that is opened on a slow line, short enough to be of no use to whoever finds it in a log. */
const SIGNATURE_TTL_MS = 60_000;

export interface DemoOptions {
  /** Default 4600; 0 takes any free port. */
  readonly port?: number;
  /** Where the real contact centre's four variables are looked up; by default nowhere, so that tests stay on this machine. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface Demo {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly url: string;
  readonly centre: Centre['kind'];
  readonly relay: ReturnType<typeof createRelay>;
  /** Absent with a real contact centre. */
  readonly emulator: ReturnType<typeof createContactCentre> | undefined;
  /** What the shop's administrator hides, from the next connection info on. None at the start. */
  setPrivacyRules(rules: readonly PrivacyRule[]): void;
  /** Ends every connection, timer and child process; resolves when nothing is left. */
  close(): Promise<void>;
}

/** Starts shop, merchant backend, contact centre, relay, console and QA page on one port of 127.0.0.1. */
export async function startDemo({ port = 4_600, environment = {} }: DemoOptions = {}): Promise<Demo> {
  let handle: (req: IncomingMessage, res: ServerResponse) => Promise<void> = async (_, res) => sendText(res, 503, 'Starting.');
  const server = createServer((req, res) => {
    handle(req, res).catch((error: unknown) => {
      console.error(error);
      if (!res.headersSent) sendText(res, 500, 'The demo failed; its terminal says why.');
      else res.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = `http://${host}`;

  let privacyRules: readonly PrivacyRule[] = [];

  try {
    const centre = chooseCentre(environment, url);
    const secret = randomBytes(32).toString('hex');
    const sound = createSignatures({ secret, ttlMs: SIGNATURE_TTL_MS });
    const signatures = createExpiringSignatures(sound, createSignatures({ secret, ttlMs: 1 }));
    const relay = createRelay({
      path: SOCKET_PATH,
      verify: sound.verify,
      onEvent: ({ type, roomId }) => {
        if (type === 'joined' && roomId) rooms.note(roomId);
      },
    });
    const rooms = createRoomBook(() => relay.rooms());
    const release = (roomId: string): void => {
      rooms.forget(roomId);
      relay.closeRoom(roomId);
    };
    const network = createNetwork();
    server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (req.url?.split('?', 1)[0] !== SOCKET_PATH) return void socket.destroy();
      relay.handleUpgrade(req, createSlowSocket(socket, network.conditions), head);
    });

    const emulator =
      centre.kind === 'emulator'
        ? createContactCentre({ ...centre, signatures, socketUrl: `ws://${host}${SOCKET_PATH}`, releaseRoom: release })
        : undefined;
    const pageFaults = createPageFaults();
    const backend = createMerchantBackend(centre, rooms, () => privacyRules);
    handle = createRoutes({
      centreKind: centre.kind,
      staticFiles: createStaticFiles(createMounts(socketSources(centre, host))),
      merchant: { customer: pageFaults.guard('customer', backend.customer), agent: pageFaults.guard('agent', backend.agent) },
      rooms,
      switches: {
        pageFaults,
        network,
        rooms,
        disconnect: (roomId, role) => relay.disconnect(roomId, { role }),
        release,
        centreFaults: emulator ? CENTRE_FAULTS : [],
        failCentre: (name) => emulator && failCentre(emulator, name),
        clearCentre: () => emulator?.faults.clear(),
        expireNextSignature: signatures.expireNext,
      },
      ...(emulator ? { emulator } : {}),
    });

    return {
      url,
      centre: centre.kind,
      relay,
      emulator,
      setPrivacyRules: (rules) => void (privacyRules = rules),
      async close() {
        emulator?.faults.clear();
        await relay.close();
        await stop(server);
        await stopBrowserCode();
      },
    };
  } catch (error) {
    await stop(server);
    throw error;
  }
}

/** What the console's policy lets it connect to: a contact centre names its relay only with every answer. */
function socketSources({ kind, domain }: Centre, host: string): string {
  if (kind === 'emulator') return `ws://${host}`;
  // One that is addressed by plain HTTP is on this machine, and so is its relay.
  return domain.startsWith('http:') ? 'ws://127.0.0.1:* ws://localhost:*' : 'wss:';
}

function stop(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
