import { type CloseName, closeCode } from '../wire/close-codes.ts';

/**
 * Closes for which the member can do nothing: no codes of the application, so that it comes back the ordinary way.
 * RFC 6455 and the IANA registry name 1001 (going away), 1011 (internal error) and 1013 (try again later).
 */
export const RETRY_CODES = {
  'shutting-down': 1001,
  'verify-failed': 1011,
  'verify-timeout': 1013,
  'relay-full': 1013,
} as const;

/** Why the relay closes a socket. */
export type ClosingName = CloseName | keyof typeof RETRY_CODES;

/** Why a member is no longer in its room. */
export type LeaveReason =
  | ClosingName
  /** It closed its socket, or the connection broke. */
  | 'gone'
  /** It gave no sign between two pings. */
  | 'silent'
  /** `relay.disconnect` cut it off. */
  | 'disconnected';

export function closingCode(name: ClosingName): number {
  return name in RETRY_CODES ? RETRY_CODES[name as keyof typeof RETRY_CODES] : closeCode(name as CloseName);
}

/** RFC 6455, section 5.5: a control frame carries 125 bytes, of which the code takes two. */
const MAX_REASON_BYTES = 123;

/** `name`, or `name: detail`, as long as a close frame can carry. `detail` is ASCII and quotes nothing that was received. */
export function closingReason(name: ClosingName, detail?: string): string {
  return (detail ? `${name}: ${detail}` : name).slice(0, MAX_REASON_BYTES);
}
