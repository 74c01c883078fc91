import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Clock, systemClock } from '../core/clock.ts';
import { CobrowseError } from '../core/errors.ts';
import { type Claims, findFault, type Refusal } from './claims.ts';
import { createUsedNonces } from './used-nonces.ts';

export interface SignaturesOptions {
  /** At least 32 bytes, shared by whoever issues and the relay; it never leaves the servers. */
  readonly secret: string | Uint8Array;
  /** Milliseconds that a signature may be presented; default 60 s, which is time enough to open a page on a slow line. */
  readonly ttlMs?: number;
  readonly clock?: Pick<Clock, 'now'>;
}

export interface Signatures {
  /** A `connectParam`, safe in a URL. Throws `relay/invalid-signature` for claims that no relay would take. */
  issue(claims: Claims): string;
  /** Reads one; each is good for one call. */
  verify(connectParam: string): Claims | { readonly refusal: Refusal };
}

/** HMAC-SHA-256 is as strong as its key is long, up to the 32 bytes of its output (RFC 2104, section 3). */
const MIN_SECRET_BYTES = 32;
/** 128 bits: two signatures never carry the same. */
const NONCE_BYTES = 16;
/** A day: whoever wants it longer wants a password. */
const MAX_TTL_MS = 24 * 60 * 60 * 1_000;
/** Signed along, so that the same secret used elsewhere for another purpose makes no signature of ours. */
const PURPOSE = 'cobrowse-widget/relay/1';

/**
 * Short-lived signatures for one use, as a contact centre hands them out: base64url of the claims as JSON, a full stop,
 * base64url of their HMAC-SHA-256. What was used is remembered in this process, until it expires.
 * Throws `relay/invalid-option` for a secret that is too short.
 */
export function createSignatures({ secret, ttlMs = 60_000, clock = systemClock }: SignaturesOptions): Signatures {
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array)) throw invalid('secret must be a text or bytes.');
  const key = Buffer.from(secret as string);
  if (key.length < MIN_SECRET_BYTES) throw invalid(`secret must have at least ${MIN_SECRET_BYTES} bytes.`);
  if (!Number.isSafeInteger(ttlMs) || ttlMs < 1 || ttlMs > MAX_TTL_MS)
    throw invalid(`ttlMs must be a whole number from 1 to ${MAX_TTL_MS}.`);
  const used = createUsedNonces(clock);
  const sign = (body: string): string => createHmac('sha256', key).update(`${PURPOSE}\n${body}`).digest('base64url');

  return {
    issue({ roomId, role, id, name }) {
      const fault = findFault({ roomId, role, id, name });
      if (fault) throw new CobrowseError('relay/invalid-signature', `A signature’s ${fault.message}.`);
      const nonce = randomBytes(NONCE_BYTES).toString('base64url');
      const statement = { roomId, role, id, name, expiresAt: clock.now() + ttlMs, nonce };
      const body = Buffer.from(JSON.stringify(statement)).toString('base64url');
      return `${body}.${sign(body)}`;
    },
    verify(connectParam) {
      const [body = '', mac = '', ...rest] = connectParam.split('.');
      // The signature comes first: whoever cannot sign learns nothing from how the rest is read.
      if (rest.length > 0 || !isSame(mac, sign(body))) return { refusal: 'signature-invalid' };
      const { expiresAt, nonce, ...claims } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims & {
        expiresAt: number;
        nonce: string;
      };
      if (clock.now() >= expiresAt) return { refusal: 'signature-expired' };
      if (!used.add(nonce, expiresAt)) return { refusal: 'signature-used' };
      return claims;
    },
  };
}

/** Compares in a time that does not tell how much of it is right. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const invalid = (message: string): CobrowseError => new CobrowseError('relay/invalid-option', message);
