import { WINDOW } from './bounds.ts';
import { DISTANCES, END_OF_BLOCK, FIRST_LENGTH, LENGTHS, MAX_LENGTH } from './deflate-codes.ts';
import type { Writer } from './writer.ts';

/**
 * Deflate for the small frames of a stream: each frame is one raw deflate stream of its own, of one block with the fixed
 * codes, that refers back into everything written before, small or not. A page's browser can do neither: its
 * CompressionStream takes no dictionary, and a stream that goes on cannot be flushed.
 */
export interface SmallDeflate {
  /** Writes the frame into `out`; it is remembered. */
  compress(frame: Uint8Array, out: Writer): void;
  /** Remembers a frame that was compressed elsewhere. */
  remember(frame: Uint8Array): void;
}

/** The window twice, in a ring: what a frame refers to is there until the frame is through. */
const RING = 2 * WINDOW;
const HASHES = 8_192;
/** Candidates that are looked at for a match. Half as many cost a hundredth, three times as many gain half of that. */
const MAX_TRIES = 16;
/** A match that long is taken without a look at the next place. */
const GOOD_LENGTH = 32;
/** Three bytes from further away cost more than as many literals. */
const MAX_DISTANCE_OF_THREE = 2_048;
/** Positions are whole numbers of 31 bits. */
const MAX_POSITION = 2 ** 30;

/** Codes go highest bit first. */
function reversed(code: number, bits: number): number {
  let result = 0;
  for (let at = 0; at < bits; at += 1) result |= ((code >> at) & 1) << (bits - 1 - at);
  return result;
}

/** For each literal and length its code, and in the last four bits the length of that (RFC 1951, 3.2.6). */
const SYMBOLS = Uint16Array.from({ length: 288 }, (_, symbol) => {
  const [code, bits] = symbol < 144 ? [48 + symbol, 8] : symbol < 256 ? [256 + symbol, 9] : symbol < 280 ? [symbol - 256, 7] : [symbol - 88, 8];
  return (reversed(code, bits) << 4) | bits;
});

export function createSmallDeflate(): SmallDeflate {
  const ring = new Uint8Array(RING);
  /** For each hash the place after its last three bytes, and for each place the one before with the same hash. */
  const last = new Int32Array(HASHES);
  const before = new Int32Array(WINDOW);
  let position = WINDOW;
  let hashed = WINDOW;
  let bits = 0;
  let bitCount = 0;
  let output: Writer;

  const byteAt = (at: number): number => ring[at & (RING - 1)]!;

  function put(value: number, count: number): void {
    bits |= value << bitCount;
    bitCount += count;
    while (bitCount > 7) {
      output.byte(bits & 255);
      bits >>>= 8;
      bitCount -= 8;
    }
  }

  const putSymbol = (symbol: number): void => put(SYMBOLS[symbol]! >> 4, SYMBOLS[symbol]! & 15);

  function putMatch(length: number, distance: number): void {
    let symbol = symbolOf(LENGTHS.from, length);
    putSymbol(FIRST_LENGTH + symbol);
    put(length - LENGTHS.from[symbol]!, LENGTHS.extra[symbol]!);
    symbol = symbolOf(DISTANCES.from, distance);
    put(reversed(symbol, 5), 5);
    put(distance - DISTANCES.from[symbol]!, DISTANCES.extra[symbol]!);
  }

  function hashAt(at: number): number {
    return Math.imul(byteAt(at) | (byteAt(at + 1) << 8) | (byteAt(at + 2) << 16), 0x9e3779b1) >>> 19;
  }

  /** Makes all places up to that one findable, of which three bytes are there. */
  function hashUpTo(end: number): void {
    for (; hashed < end && hashed + 2 < position; hashed += 1) {
      const hash = hashAt(hashed);
      before[hashed & (WINDOW - 1)] = last[hash]!;
      last[hash] = hashed;
    }
  }

  /** The best match for what stands there, as distance * 512 + length; 0 for none. */
  function findMatch(at: number): number {
    const limit = Math.min(MAX_LENGTH, position - at);
    if (limit < 3) return 0;
    let length = 2;
    let distance = 0;
    let candidate = last[hashAt(at)]!;
    for (let tries = MAX_TRIES; tries > 0 && candidate > 0 && at - candidate <= WINDOW; tries -= 1) {
      if (byteAt(candidate + length) === byteAt(at + length)) {
        let same = 0;
        while (same < limit && byteAt(candidate + same) === byteAt(at + same)) same += 1;
        if (same > length && (same > 3 || at - candidate <= MAX_DISTANCE_OF_THREE)) {
          length = same;
          distance = at - candidate;
          if (length === limit) break;
        }
      }
      const next = before[candidate & (WINDOW - 1)]!;
      if (next >= candidate) break;
      candidate = next;
    }
    return distance === 0 ? 0 : distance * 512 + length;
  }

  function add(frame: Uint8Array): void {
    if (position > MAX_POSITION) {
      position = (position % RING) + RING;
      hashed = position;
      last.fill(0);
    }
    for (let at = 0; at < frame.length; at += 1) ring[(position + at) & (RING - 1)] = frame[at]!;
    position += frame.length;
  }

  return {
    compress(frame, out) {
      output = out;
      // One block, the last, with the fixed codes.
      put(3, 3);
      for (let from = 0; from < frame.length; from += WINDOW / 2) {
        const part = frame.subarray(from, from + WINDOW / 2);
        let at = position;
        add(part);
        at = position - part.length;
        hashUpTo(at);
        let match = findMatch(at);
        while (at < position) {
          const length = match % 512;
          hashUpTo(at + 1);
          const next = at + 1 < position && length < GOOD_LENGTH ? findMatch(at + 1) : 0;
          if (length < 3 || next % 512 > length) {
            putSymbol(byteAt(at));
            at += 1;
            match = next;
          } else {
            putMatch(length, Math.floor(match / 512));
            at += length;
            hashUpTo(at);
            match = findMatch(at);
          }
        }
      }
      putSymbol(END_OF_BLOCK);
      put(0, 7);
      bits = bitCount = 0;
    },
    remember(frame) {
      const part = frame.subarray(Math.max(0, frame.length - WINDOW));
      if (part.length < frame.length) hashed = position;
      add(part);
      hashUpTo(position);
    },
  };
}

/** The last symbol that does not begin beyond. */
function symbolOf(from: Uint16Array, value: number): number {
  let symbol = from.length - 1;
  while (from[symbol]! > value) symbol -= 1;
  return symbol;
}
