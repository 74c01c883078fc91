import { secretsIn, starStretches } from './secrets.ts';

/** A serialized text node. */
export interface TextNode {
  textContent?: string;
}

/** Finds numbers that are split over the texts of one tree, which it is shown one after the other, the last one first. */
export interface Joins {
  /** A text that may leave as it is. */
  see(node: TextNode, text: string): void;
  /** A text in which no number goes on, or the end of the tree. */
  end(): void;
}

/** As many pieces as a number can be in: each digit in a box of its own. */
const MAX_PIECES = 40;
/** Longer groups than of four letters are words. */
const MAX_GROUP = 4;

export function createJoins(): Joins {
  let run: { node: TextNode; text: string }[] = [];

  function end(): void {
    if (run.length > 1) maskAcross(run.reverse());
    if (run.length > 0) run = [];
  }

  return {
    see(node, text) {
      const edges = edgesOf(text);
      if (edges === NO_TEXT) return;
      if (!(edges & ENDS)) end();
      // With nothing behind it, or what is behind begins like more of a number.
      if (edges & (BEGINS | ENDS) && run.length < MAX_PIECES) run.push({ node, text });
      if (!(edges & BEGINS)) end();
    },
    end,
  };
}

function maskAcross(run: readonly { node: TextNode; text: string }[]): void {
  const found = secretsIn(run.map(({ text }) => text).join(' '));
  let offset = 0;
  for (const { node, text } of found.length > 0 ? run : []) {
    const own = found
      .filter(([from, to]) => to > offset && from < offset + text.length)
      .map(([from, to]) => [from - offset, Math.min(to - offset, text.length)] as const);
    if (own.length > 0) node.textContent = starStretches(text, own);
    offset += text.length + 1;
  }
}

/** A number may have begun before this text; may go on behind it. */
const BEGINS = 1;
const ENDS = 2;
const NO_TEXT = 4;

/** By characters: this is asked of every text of a page. */
function edgesOf(text: string): number {
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
    const isLetter = (code > 64 && code < 91) || (code > 96 && code < 123);
    if (!isLetter) return length > 0 && (Number.isNaN(code) || isGap(code));
  }
  return false;
}

const isGap = (code: number): boolean => code <= 32 || code === 45 || code === 160 || code === 183 || (code >= 0x2010 && code <= 0x2013);
