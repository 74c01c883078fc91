import { malformed } from './reader.ts';

/** The text of a frame, cut into its strings one after the other. */
export interface TextReader {
  readonly left: number;
  /** The next so many UTF-16 units. */
  take(length: number): string;
}

// As they were when this file was loaded: pages replace them. A byte order mark at the beginning is text, too.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const { fromCharCode } = String;

/** Units that are put together at a time: arguments of one call. */
const CHUNK = 8_192;

export function createTextReader(bytes: Uint8Array, isUtf16: boolean): TextReader {
  const text = isUtf16 ? readUtf16(bytes) : readUtf8(bytes);
  let position = 0;
  return {
    get left() {
      return text.length - position;
    },
    take(length) {
      if (length > text.length - position) throw malformed('the text ends too early');
      position += length;
      return text.slice(position - length, position);
    },
  };
}

function readUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed('the text is not UTF-8');
  }
}

function readUtf16(bytes: Uint8Array): string {
  if (bytes.length % 2 === 1) throw malformed('half a character');
  let text = '';
  for (let from = 0; from < bytes.length; from += 2 * CHUNK) {
    const units: number[] = [];
    for (let at = from; at < bytes.length && at < from + 2 * CHUNK; at += 2) units.push(bytes[at]! + 256 * bytes[at + 1]!);
    text += fromCharCode(...units);
  }
  return text;
}
