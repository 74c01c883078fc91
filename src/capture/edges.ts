// Where a number may begin before a text, or go on behind it. By characters: this is asked of every text of a page.

import { isDigit } from './secrets.ts';

/** A number may have begun before this text; may go on behind it. */
export const BEGINS = 1;
export const ENDS = 2;
/** White space alone, or nothing. */
export const NO_TEXT = 4;

/** Longer groups than of four letters are words. */
const MAX_GROUP = 4;

/** As {@link edgesOf}, of one side alone: `BEGINS` or `ENDS`. */
export function edgeOf(text: string, side: number): number {
  const step = side === BEGINS ? 1 : -1;
  let index = step > 0 ? 0 : text.length - 1;
  while (index >= 0 && index < text.length && isGap(text.charCodeAt(index))) index += step;
  if (index < 0 || index >= text.length) return NO_TEXT;
  return isGroup(text, index, step) ? side : 0;
}

/** Only what begins or ends with a digit, or with a short group of an IBAN, can be part of a number that is cut there. */
export function edgesOf(text: string): number {
  let first = 0;
  let last = text.length - 1;
  while (first <= last && isGap(text.charCodeAt(first))) first += 1;
  if (first > last) return NO_TEXT;
  while (isGap(text.charCodeAt(last))) last -= 1;
  return (isGroup(text, first, 1) ? BEGINS : 0) | (isGroup(text, last, -1) ? ENDS : 0);
}

/** Whether a digit, or a short group of letters and digits, stands there. */
function isGroup(text: string, from: number, step: number): boolean {
  for (let index = from, length = 0; length <= MAX_GROUP; index += step, length += 1) {
    const code = text.charCodeAt(index);
    if (code > 47 && code < 58) return true;
    if (!isLetter(code)) return length > 0 && (Number.isNaN(code) || isGap(code));
  }
  return false;
}

/** White space as patterns know it, dashes, a dot at half height, and what cannot be seen. */
function isGap(code: number): boolean {
  if (code < 128) return code <= 32 || code === 45;
  return (
    code === 160 || code === 173 || code === 183 || (code >= 0x2000 && code <= 0x2013) || code === 0x2028 || code === 0x2029 ||
    code === 0x202f || code === 0x205f || code === 0x2060 || code === 0x3000 || code === 0x1680 || code === 0xfeff
  );
}

/** How many digits stand round that place in a text, with nothing between them that no number has in it. */
export const digitsAround = (text: string, at: number): number => countOf(digitsFrom(text, at, 1)) + countOf(digitsFrom(text, at - 1, -1));

/**
 * How many digits stand from there on, with nothing between them that no number has in it: that number, or its complement
 * (`~`) where there is nothing else up to the text's end. Beyond `most` characters it does not look.
 */
export function digitsFrom(text: string, from: number, step: 1 | -1, most = text.length): number {
  let count = 0;
  for (let index = from, looked = 0; index >= 0 && index < text.length; index += step, looked += 1) {
    if (looked === most) return count;
    const code = text.charCodeAt(index);
    if (isDigit(code)) count += 1;
    else if (!isLetter(code) && !isGap(code)) return count;
  }
  return ~count;
}

export const countOf = (found: number): number => (found < 0 ? ~found : found);

export const isLetter = (code: number): boolean => (code > 64 && code < 91) || (code > 96 && code < 123);
