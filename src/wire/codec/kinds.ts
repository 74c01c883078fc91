// What a value can be. A record of the history keeps one of these for each key, and a number beside it.

/** The key is there and JSON leaves it out: undefined, functions, symbols. Also: nothing is known. */
export const ABSENT = 0;
export const NULL = 1;
export const TRUE = 2;
export const FALSE = 3;
export const OBJECT = 4;
// From here on a value has more than its kind.
/** A whole number of at most {@link MAX_WHOLE}. Number, for a node's id and place: how it is told (`relations.ts`). */
export const WHOLE = 5;
/** A node's place by the id itself. */
export const FIXED = 6;
/** Any other number; the number itself. */
export const OTHER_NUMBER = 7;
/** Number: its index in the string table, or -1. */
export const STRING = 8;
/** A string that spells a whole number as JavaScript does; that number. */
export const DIGITS = 9;
/** Number: its length. */
export const ARRAY = 10;
/** In records alone: a string of a sequence; what is expected is the sequence's next. Number: its index in the table. */
export const CHAINED = 11;

/**
 * Differences of differences of whole numbers, doubled for their sign, must stay below 2^53. Milliseconds since 1970
 * are below 2^41.
 */
export const MAX_WHOLE = 2 ** 49;

export const isWhole = (value: number): boolean => Number.isInteger(value) && value <= MAX_WHOLE && value >= -MAX_WHOLE;
