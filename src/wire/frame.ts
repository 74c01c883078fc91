import { CobrowseError } from '../core/errors.ts';
import { toJson } from '../core/json.ts';
import { type Header, parseHeader } from './header.ts';

/** What a frame carries: JSON or, of `events` alone, what the codec wrote. */
export type Payload = string | Uint8Array;

/**
 * The text encoding of a frame: the header as one line of JSON, a line feed, the payload as JSON.
 * JSON never holds a bare line feed, so the first one ends the header and a relay need not read on.
 */
export interface TextFrame {
  readonly header: Header;
  /** The payload, unread. */
  readonly payload: string;
}

export function encodeTextFrame(header: Header, payload: string): string {
  return `${toJson(header)}\n${payload}`;
}

/** Splits a text message and reads its header alone. Throws what {@link parseHeader} throws. */
export function decodeTextFrame(message: string): TextFrame {
  const end = message.indexOf('\n');
  if (end < 0) throw new CobrowseError('protocol/malformed-frame', 'Frame: a line feed must follow the header.');
  return { header: parseHeader(message.slice(0, end)), payload: message.slice(end + 1) };
}
