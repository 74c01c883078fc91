/**
 * What RFC 1951 (3.2.5) says of lengths and distances: from which each symbol begins, and how many bits more it has.
 * Lengths begin with symbol 257.
 */
export interface Ranges {
  readonly from: Uint16Array;
  readonly extra: Uint8Array;
}

function ranges(count: number, begin: number, plain: number, group: number): Ranges {
  const from = new Uint16Array(count);
  const extra = new Uint8Array(count);
  let next = begin;
  for (let symbol = 0; symbol < count; symbol += 1) {
    from[symbol] = next;
    extra[symbol] = symbol < plain ? 0 : Math.floor((symbol - plain) / group) + 1;
    next += 1 << extra[symbol]!;
  }
  return { from, extra };
}

export const LENGTHS = ranges(29, 3, 8, 4);
export const DISTANCES = ranges(30, 1, 4, 2);
// The last length has a symbol of its own, so that it needs no more bits.
LENGTHS.from[28] = 258;
LENGTHS.extra[28] = 0;

export const END_OF_BLOCK = 256;
export const FIRST_LENGTH = 257;
export const MAX_LENGTH = 258;
