/** Numbers by chance that a seed fixes: the same seed, the same numbers, in every engine and in Node. */
export interface Random {
  /** From 0 to below 1. */
  next(): number;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** One of the keys, by their weights. */
  weighed<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
  isLikely(probability: number): boolean;
}

export function createRandom(seed: number): Random {
  // mulberry32: 32 bits of state are plenty for some thousand choices.
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    whole,
    pick: (items) => items[whole(0, items.length - 1)]!,
    weighed(weights) {
      const rows = Object.entries(weights) as [never, number][];
      let left = next() * rows.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of rows) if ((left -= weight) < 0) return name;
      return rows.at(-1)![0];
    },
    isLikely: (probability) => next() < probability,
  };
}
