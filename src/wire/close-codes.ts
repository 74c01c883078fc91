/**
 * Why a socket was closed, and what the member does next. Codes 4000–4999 are the application's (RFC 6455, section
 * 7.4.2); ours end in the HTTP status that says the same. `docs/protocol.md` has this table, and a test compares them.
 */
export const CLOSE_CODES = {
  /** The header or the kind is not of this protocol. By an error of the line perhaps; ours would come every time. */
  4400: { name: 'malformed-frame', action: 'retry' },
  /** The signature is not one of ours, or names another room. */
  4401: { name: 'signature-invalid', action: 'renew' },
  /** The signature is for the other role. */
  4403: { name: 'role-refused', action: 'end' },
  /** The room was released. */
  4404: { name: 'room-closed', action: 'end' },
  /** Nothing was sent in the room for longer than the relay allows. */
  4408: { name: 'idle', action: 'end' },
  /** The signature was used before. */
  4409: { name: 'signature-used', action: 'renew' },
  /** The signature is older than it may be. */
  4410: { name: 'signature-expired', action: 'renew' },
  /** One frame was larger than the relay takes. */
  4413: { name: 'frame-too-big', action: 'end' },
  /** The two sides speak different protocol versions. */
  4426: { name: 'version-mismatch', action: 'end' },
  /** The member reads more slowly than the room sends. */
  4429: { name: 'too-slow', action: 'reconnect' },
  /** A newer recorder with a valid signature took this one's place. Final: two would fight for ever. */
  4450: { name: 'replaced', action: 'end' },
  /** The room has as many members as it may. */
  4503: { name: 'room-full', action: 'end' },
} as const;

export type CloseCode = keyof typeof CLOSE_CODES;
export type CloseName = (typeof CLOSE_CODES)[CloseCode]['name'];

/**
 * `end`: give up · `renew`: ask for fresh connection info, a few times · `retry`: the ordinary way back, some more times ·
 * `reconnect`: the ordinary way back.
 */
export type CloseAction = 'end' | 'renew' | 'retry' | 'reconnect';

/** What a member does about a close code; every code that is not in the table is an ordinary loss. */
export function closeAction(code: number): CloseAction {
  return code in CLOSE_CODES ? CLOSE_CODES[code as CloseCode].action : 'reconnect';
}

/** The close code with that name. */
export function closeCode(name: CloseName): CloseCode {
  const entry = Object.entries(CLOSE_CODES).find(([, row]) => row.name === name);
  return Number(entry![0]) as CloseCode;
}
