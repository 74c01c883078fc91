import { CobrowseError } from '../../core/errors.ts';

/** What a frame of a stranger's is refused with. */
export const malformed = (what: string): CobrowseError =>
  new CobrowseError('protocol/malformed-frame', `Events: ${what}.`);

/** Bytes read from the first to the last, never beyond. */
export interface Reader {
  readonly left: number;
  /** What is read next is of that field (`fields.ts`). */
  begin(field: number): void;
  byte(): number;
  /** What `Writer.count` wrote; at most 2^53 - 1. */
  count(): number;
  take(length: number): Uint8Array;
}

export function createReader(bytes: Uint8Array): Reader {
  let position = 0;
  const byte = (): number => {
    if (position === bytes.length) throw malformed('the frame ends too early');
    return bytes[position++]!;
  };
  return {
    get left() {
      return bytes.length - position;
    },
    begin() {},
    byte,
    count: () => readCount(byte),
    take(length) {
      if (length > bytes.length - position) throw malformed('the frame ends too early');
      position += length;
      return bytes.subarray(position - length, position);
    },
  };
}

export function readCount(byte: () => number): number {
  let part = byte();
  if (part < 128) return part;
  let value = part - 128;
  for (let unit = 128; ; unit *= 128) {
    part = byte();
    value += (part & 127) * unit;
    if (value > Number.MAX_SAFE_INTEGER) throw malformed('a number is too large');
    if (part < 128) return value;
    if (unit > 2 ** 48) throw malformed('a number is too long');
  }
}
