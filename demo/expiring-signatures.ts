/** What a signature says; the shape that the emulator asks to have signed. */
export interface SignatureClaims {
  readonly roomId: string;
  readonly role: 'recorder' | 'replayer';
  readonly id: string;
  readonly name: string;
}

interface Issuer {
  issue(claims: SignatureClaims): string;
}

/** An issuer of which the QA page can spoil one signature. */
export interface ExpiringSignatures extends Issuer {
  expireNext(): void;
}

/**
 * `spoilt` signs with the same secret for so short a time that the signature is over when it arrives: the relay then
 * refuses it for its age, which a forged one would not show.
 */
export function createExpiringSignatures(sound: Issuer, spoilt: Issuer): ExpiringSignatures {
  let next = sound;
  return {
    issue(claims) {
      const issuer = next;
      next = sound;
      return issuer.issue(claims);
    },
    expireNext() {
      next = spoilt;
    },
  };
}
