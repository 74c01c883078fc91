import { MAX_STRINGS } from './bounds.ts';

/**
 * Which string followed which. Where a text is not what it was in the record that its object is like, it is one of a
 * sequence: a list that is rendered again says the same texts in the same order, however long ago the last time was.
 */
export interface Chain {
  /** Number of the string that is expected next, or -1. */
  readonly next: number;
  note(index: number): void;
}

/** For two lists of 2,000 rows of four texts each, half full. */
const PAIRS = 32_768;

export function createChain(): Chain {
  const afterOne = new Uint16Array(MAX_STRINGS);
  /** By a hash of two strings: the first of them in the upper half, what followed them in the lower. */
  const afterTwo = new Uint32Array(PAIRS);
  let before = 0;
  let last = 0;
  let place = 0;
  return {
    get next() {
      const pair = afterTwo[place]!;
      return (pair >>> 16 === before && (pair & 0xffff) > 0 ? pair & 0xffff : afterOne[last]!) - 1;
    },
    note(index) {
      if (index < 0) return;
      afterOne[last] = index + 1;
      afterTwo[place] = (before << 16) | (index + 1);
      before = last;
      last = index;
      place = (Math.imul(before, 0x9e3779b1) ^ Math.imul(last, 0x85ebca6b)) >>> 17;
    },
  };
}
