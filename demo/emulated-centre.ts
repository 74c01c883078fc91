import { createContactCentreEmulator } from 'cobrowse-widget/testing';
import type { Centre } from './centre.ts';
import type { SignatureClaims } from './expiring-signatures.ts';

type Emulator = ReturnType<typeof createContactCentreEmulator>;
type Strike = Parameters<Emulator['faults']['next']>;

/** Late enough to see the page wait, early enough that the merchant backend has not given up. */
const SLOW_MS = 3_000;

const STRIKES: Readonly<Record<string, Strike>> = {
  '401': [{ kind: 'status', status: 401 }],
  '403 expired token': [{ kind: 'expired-token' }],
  '404': [{ kind: 'status', status: 404 }],
  '500': [{ kind: 'status', status: 500 }],
  'success: false': [{ kind: 'refused', errorCode: 1001, errorReason: 'injected: no such contact' }],
  'not JSON': [{ kind: 'not-json' }],
  slow: [{ kind: 'slow', delayMs: SLOW_MS }],
  'no answer': [{ kind: 'hang' }],
  'connection reset': [{ kind: 'reset' }],
  'tokenByAkSk 401': [{ kind: 'status', status: 401 }, 'tokenByAkSk'],
};

/** The emulator's faults that the QA page offers, by name. */
export const CENTRE_FAULTS: readonly string[] = Object.keys(STRIKES);

/** Arms one of {@link CENTRE_FAULTS} for the next call; does nothing for another name. */
export function failCentre(emulator: Emulator, name: string): void {
  const strike = STRIKES[name];
  if (strike) emulator.faults.next(...strike);
}

export interface EmulatedCentreOptions extends Centre {
  readonly signatures: { issue(claims: SignatureClaims): string };
  /** Where the browser of this machine reaches the relay. */
  readonly socketUrl: string;
  readonly releaseRoom: (roomId: string) => void;
}

/** The emulator with the demo's relay behind it. */
export function createContactCentre(options: EmulatedCentreOptions): Emulator {
  const { appKey, appSecret, tenantSpaceId, signatures, socketUrl, releaseRoom } = options;
  return createContactCentreEmulator({
    appKey,
    appSecret,
    tenantSpaceId,
    signatures,
    socketUrl: () => socketUrl,
    // An address that no browser reaches, as in the published example; whoever uses it by mistake notices.
    internalSocketUrl: 'wss://10.0.0.1:443/ws/cobrowse/1',
    releaseRoom,
  });
}
