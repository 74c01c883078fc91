import { checkHeader, type Header, PROTOCOL_VERSION } from './header.ts';
import { createReader, malformed, type Reader } from './codec/reader.ts';
import { createWriter, type Writer } from './codec/writer.ts';

// The binary encoding of an `events` frame: a byte of version and flags, the header's other fields, and the payload. All
// but the sequence is mostly what it was in the frame before, and is then left out: a header of two to four bytes.

/** What a relay and both sides need to know of one. */
export interface BinaryFrame {
  readonly header: Header;
  /** The payload, unread. */
  readonly payload: Uint8Array;
}

/** Writes the frames of one direction of one connection; a new connection has a new writer. */
export interface FrameWriter {
  write(header: Pick<Header, 'from' | 'to' | 'epoch' | 'sequence' | 'flags'>, payload: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** Reads what one {@link FrameWriter} wrote, all of it and in order. */
export interface FrameReader {
  /** Throws `protocol/version-mismatch` or `protocol/malformed-frame`. The payload is a view of `message`. */
  read(message: Uint8Array): BinaryFrame;
}

const VERSION_SHIFT = 4;
const KNOWN_FLAGS = 1;
/** All but the sequence is as in the frame before. */
const AS_BEFORE = 1;
/** Member ids and epochs are shorter (`header.ts`); more is not read. */
const MAX_WORD = 64;
/** Words of ids, 64 of them at most, are counted by `checkHeader`; this keeps a hostile count from being read through. */
const MAX_WORDS = 64;

type Address = Pick<Header, 'from' | 'to' | 'epoch' | 'flags'>;

export function createFrameWriter(): FrameWriter {
  const writer = createWriter();
  let before: Address | undefined;

  return {
    write(header, payload) {
      writer.clear();
      const isAsBefore = before !== undefined && isSame(before, header);
      writer.byte((PROTOCOL_VERSION << VERSION_SHIFT) | (isAsBefore ? AS_BEFORE : 0));
      if (!isAsBefore) writeAddress(writer, header);
      writer.count(header.sequence);
      writer.append(payload);
      before = header;
      return writer.view().slice();
    },
  };
}

export function createFrameReader(): FrameReader {
  let before: Address | undefined;

  return {
    read(message) {
      const reader = createReader(message);
      const first = reader.byte();
      const version = first >> VERSION_SHIFT;
      // Of another version nothing more can be read; this says so.
      if (version !== PROTOCOL_VERSION) checkHeader({ version });
      const flags = first & ((1 << VERSION_SHIFT) - 1);
      if (flags > KNOWN_FLAGS) throw malformed('an unknown flag in the header');
      const address = flags & AS_BEFORE ? before : readAddress(reader);
      if (!address) throw malformed('the header of the frame before is missing');
      const header = checkHeader({ version, kind: 'events', ...address, sequence: reader.count() });
      before = address;
      return { header, payload: reader.take(reader.left) };
    },
  };
}

function isSame(before: Address, now: Address): boolean {
  return (
    before.epoch === now.epoch &&
    before.from === now.from &&
    before.flags === now.flags &&
    before.to.length === now.to.length &&
    before.to.every((id, index) => id === now.to[index])
  );
}

function writeAddress(writer: Writer, { from, to, epoch, flags }: Address): void {
  writer.count(flags);
  writeWord(writer, epoch);
  writeWord(writer, from);
  writer.count(to.length);
  for (const id of to) writeWord(writer, id);
}

function readAddress(reader: Reader): Address {
  const flags = reader.count();
  const epoch = readWord(reader);
  const from = readWord(reader);
  const count = reader.count();
  if (count > MAX_WORDS) throw malformed('more recipients than a frame may name');
  return { flags, epoch, from, to: Array.from({ length: count }, () => readWord(reader)) };
}

/** Member ids and epochs are ASCII. */
function writeWord(writer: Writer, word: string): void {
  writer.byte(word.length);
  for (let at = 0; at < word.length; at += 1) writer.byte(word.charCodeAt(at));
}

function readWord(reader: Reader): string {
  const length = reader.byte();
  if (length > MAX_WORD) throw malformed('an id is too long');
  return String.fromCharCode(...reader.take(length));
}
