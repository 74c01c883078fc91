import { DISTANCES, END_OF_BLOCK, FIRST_LENGTH, LENGTHS } from './deflate-codes.ts';
import { malformed } from './reader.ts';

/**
 * Inflates a raw deflate stream (RFC 1951) of a stranger's. Throws where there would be more than `limit` bytes, before
 * they are there. The browser's DecompressionStream is not in every browser that an agent may have, and would make each
 * frame wait.
 */
export function inflate(bytes: Uint8Array, limit: number): Uint8Array {
  let output = new Uint8Array(Math.min(limit, 16_384));
  let length = 0;
  let position = 0;
  let bits = 0;
  let bitCount = 0;

  function take(count: number): number {
    while (bitCount < count) {
      if (position === bytes.length) throw malformed('the compressed part ends too early');
      bits |= bytes[position++]! << bitCount;
      bitCount += 8;
    }
    const value = bits & ((1 << count) - 1);
    bits >>>= count;
    bitCount -= count;
    return value;
  }

  function symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let size = 1; size < counts.length; size += 1) {
      code |= take(1);
      const count = counts[size]!;
      if (code - count < first) return symbols[index + (code - first)]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw malformed('a code that is not there');
  }

  function reserve(more: number): void {
    if (length + more > limit) throw malformed('more than a frame may have');
    if (length + more <= output.length) return;
    const larger = new Uint8Array(Math.min(limit, Math.max(2 * output.length, length + more)));
    larger.set(output.subarray(0, length));
    output = larger;
  }

  function stored(): void {
    bits = bitCount = 0;
    const size = bytes[position]! + 256 * bytes[position + 1]!;
    const check = bytes[position + 2]! + 256 * bytes[position + 3]!;
    position += 4;
    if (!(size + check === 65_535 && position + size <= bytes.length)) throw malformed('a stored part that is not there');
    reserve(size);
    output.set(bytes.subarray(position, position + size), length);
    position += size;
    length += size;
  }

  function coded(literals: Code, distances: Code): void {
    for (;;) {
      const value = symbol(literals);
      if (value < END_OF_BLOCK) {
        reserve(1);
        output[length++] = value;
      } else if (value === END_OF_BLOCK) return;
      else {
        const size = number(LENGTHS, value - FIRST_LENGTH);
        const distance = number(DISTANCES, symbol(distances));
        if (distance > length) throw malformed('a distance from before the beginning');
        reserve(size);
        for (const end = length + size; length < end; length += 1) output[length] = output[length - distance]!;
      }
    }
  }

  function number({ from, extra }: typeof LENGTHS, at: number): number {
    if (at >= from.length) throw malformed('a code that is not there');
    return from[at]! + take(extra[at]!);
  }

  function dynamic(): void {
    const literals = take(5) + FIRST_LENGTH;
    const distances = take(5) + 1;
    const sizes = new Uint8Array(19);
    const count = take(4) + 4;
    for (let at = 0; at < count; at += 1) sizes[ORDER[at]!] = take(3);
    const lengths = codeOf(sizes);
    const all = new Uint8Array(literals + distances);
    for (let at = 0; at < all.length; ) {
      const value = symbol(lengths);
      if (value < 16) {
        all[at++] = value;
        continue;
      }
      const repeat = value === 16 ? 3 + take(2) : value === 17 ? 3 + take(3) : 11 + take(7);
      if (at + repeat > all.length || (value === 16 && at === 0)) throw malformed('lengths of codes that are not there');
      all.fill(value === 16 ? all[at - 1]! : 0, at, at + repeat);
      at += repeat;
    }
    coded(codeOf(all.subarray(0, literals)), codeOf(all.subarray(literals)));
  }

  for (let isLast = false; !isLast; ) {
    isLast = take(1) === 1;
    const type = take(2);
    if (type === 0) stored();
    else if (type === 1) coded(FIXED_LITERALS, FIXED_DISTANCES);
    else if (type === 2) dynamic();
    else throw malformed('an unknown kind of block');
  }
  if (position < bytes.length) throw malformed('something follows the end');
  return output.subarray(0, length);
}

/** How many codes there are of each length, and their symbols in order. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function codeOf(sizes: Uint8Array): Code {
  const counts = new Uint16Array(16);
  for (const size of sizes) counts[size]! += 1;
  counts[0] = 0;
  let left = 1;
  const starts = new Uint16Array(17);
  for (let size = 1; size < 16; size += 1) {
    left = 2 * left - counts[size]!;
    if (left < 0) throw malformed('more codes than there can be');
    starts[size + 1] = starts[size]! + counts[size]!;
  }
  const symbols = new Uint16Array(sizes.length);
  sizes.forEach((size, at) => {
    if (size > 0) symbols[starts[size]!++] = at;
  });
  return { counts, symbols };
}

const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const FIXED_LITERALS = codeOf(Uint8Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8)));
const FIXED_DISTANCES = codeOf(new Uint8Array(30).fill(5));
