import { MAX_STRING_CHARS, MAX_STRINGS } from './bounds.ts';

/**
 * The strings of an epoch by number. Where there is no room the oldest goes, in use or not: both sides do that at the
 * same string without a word, and a tag name that goes costs its few bytes once more every 16,384 new strings.
 */
export interface Strings {
  /** Number of that string, or -1. */
  find(text: string): number;
  /** The string of that number; empty where there is none any more. */
  at(index: number): string;
  has(index: number): boolean;
  /** Adds a string that is not there yet, and says its number; -1 for one that is too long to be kept. */
  add(text: string): number;
}

export function createStrings(maxCount = MAX_STRINGS, maxChars = MAX_STRING_CHARS): Strings {
  const list: (string | undefined)[] = [];
  const numbers = new Map<string, number>();
  let oldest = 0;
  let next = 0;
  let chars = 0;

  const isFull = (more: number): boolean => next - oldest === maxCount || chars + more > maxChars;
  const drop = (): void => {
    const index = oldest++ % maxCount;
    const text = list[index]!;
    chars -= text.length;
    numbers.delete(text);
    list[index] = undefined;
  };
  return {
    find: (text) => numbers.get(text) ?? -1,
    at: (index) => list[index] ?? '',
    has: (index) => list[index] !== undefined,
    add(text) {
      // One long style sheet must not push all others out.
      if (text.length > maxChars / 8) return -1;
      while (isFull(text.length)) drop();
      const index = next++ % maxCount;
      list[index] = text;
      chars += text.length;
      numbers.set(text, index);
      return index;
    },
  };
}
