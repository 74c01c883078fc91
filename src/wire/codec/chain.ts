/**
 * Which string followed which two. Where a text is not what it was in the record that its object is like, it is one of a
 * sequence: a list that is rendered again says the same texts in the same order, however long ago the last time was.
 */
export interface Chain {
  /** Number of the string that is expected next, or -1. */
  readonly next: number;
  note(index: number): void;
  clear(): void;
}

/** Two lists of 2,000 rows of eight texts each. */
const PAIRS = 32_768;

export function createChain(): Chain {
  const followers = new Uint16Array(PAIRS);
  let before = 0;
  let last = 0;
  let place = 0;
  return {
    get next() {
      return followers[place]! - 1;
    },
    note(index) {
      if (index < 0) return;
      followers[place] = index + 1;
      [before, last] = [last, index];
      place = (Math.imul(before, 0x9e3779b1) + Math.imul(last, 0x85ebca6b)) >>> 17;
    },
    clear: () => void followers.fill(0),
  };
}
