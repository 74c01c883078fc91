import { type ContactCentreEmulator, createContactCentreEmulator } from '../../src/testing/contact-centre/emulator.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { type Heard, startLoopbackServer } from './loopback-server.ts';

/** Unlike anything else, so that a search of what was emitted finds them. */
export const ACCOUNT = {
  appKey: 'MARKER-app-key',
  appSecret: 'MARKER-app-secret-0123456789',
  tenantSpaceId: 'tenant-space-1',
};

export const TOKEN_PATH = '/apigovernance/api/oauth/tokenByAkSk';
export const INFO_PATH = '/apiaccess/api/cobrowse/getConnectionInfo';

export interface EmulatedCentre {
  readonly origin: string;
  readonly emulator: ContactCentreEmulator;
  readonly clock: ManualClock;
  /** Members that signatures were issued for. */
  readonly signed: { roomId: string; role: string; id: string; name: string }[];
  readonly released: string[];
  /** What the merchant's half sent, in order. */
  readonly heard: Heard[];
  /** Options for the merchant's half that reach this centre, and note down what is sent. */
  readonly options: typeof ACCOUNT & { domain: string; clock: ManualClock; fetch: typeof fetch };
  stop(): Promise<void>;
}

/** The emulator on a real port, with a clock of the test's own. */
export async function startEmulatedCentre(): Promise<EmulatedCentre> {
  const clock = createManualClock();
  const signed: EmulatedCentre['signed'] = [];
  const released: string[] = [];
  const heard: Heard[] = [];
  const emulator = createContactCentreEmulator({
    ...ACCOUNT,
    signatures: {
      issue(member) {
        signed.push(member);
        return `MARKER-signature-${signed.length}`;
      },
    },
    socketUrl: (request) => `ws://${request.headers.host}/ws/cobrowse/1`,
    internalSocketUrl: 'wss://10.0.0.1:9443/ws/cobrowse/1',
    releaseRoom: (roomId) => released.push(roomId),
    siteUrl: 'https://www.shop.example/start',
    clock,
  });
  const server = await startLoopbackServer((request, response) => {
    void emulator.handle(request, response).then((mine) => mine || response.writeHead(418).end());
  });
  const recording: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input));
    const headers = Object.fromEntries(new Headers(init?.headers));
    heard.push({ method: init?.method ?? '', path: pathname, headers, body: String(init?.body) });
    return await fetch(input, init);
  };
  return {
    origin: server.origin,
    emulator,
    clock,
    signed,
    released,
    heard,
    options: { ...ACCOUNT, domain: server.origin, clock, fetch: recording },
    async stop() {
      emulator.faults.clear();
      await server.stop();
    },
  };
}

/** Requests to that path, of those noted down. */
export const to = (heard: readonly Heard[], path: string): Heard[] => heard.filter((one) => one.path === path);
