import { createContactCentreEmulator } from './contact-centre/emulator.ts';
import type { Centre } from './centre.ts';
import type { SignatureClaims } from './expiring-signatures.ts';

type Emulator = ReturnType<typeof createContactCentreEmulator>;
export type CentreFault = Parameters<Emulator['faults']['next']>[0];

/** The emulator's faults that the QA page offers. */
export const CENTRE_FAULTS: readonly CentreFault[] = ['401', '403', '404', '500', 'refused', 'not-json', 'slow', 'hang'];

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
