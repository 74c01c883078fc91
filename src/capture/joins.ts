import { endsOf, partOver, secretsIn, starStretches, type Stretch } from './secrets.ts';

/** A serialized text node. */
export interface TextNode {
  textContent?: string;
}

/** Finds numbers that are split over the texts of one tree, which it is shown one after the other, the last one first. */
export interface Joins {
  /** A text, as the page has it, and what it stands in a line of. */
  see(node: TextNode, text: string, block: number): void;
  /** A text in which no number goes on, or the end of the tree. */
  end(): void;
}

/** As many pieces as a number can be in: each character of an IBAN in a box of its own. */
const MAX_PIECES = 34;
/** Longer groups than of four letters are words. */
const MAX_GROUP = 4;

export function createJoins(): Joins {
  let run: Piece[] = [];

  function end(): void {
    if (run.length > 1) maskAcross(run.reverse());
    if (run.length > 0) run = [];
  }

  return {
    see(node, text, block) {
      const edges = edgesOf(text);
      if (edges === NO_TEXT) return;
      if (!(edges & ENDS)) end();
      // With nothing behind it, or what is behind begins like more of a number.
      if (edges & (BEGINS | ENDS)) run.push({ node, text, block });
      if (run.length === 2 * MAX_PIECES) {
        maskAcross([...run].reverse());
        run = run.slice(MAX_PIECES);
      }
      if (!(edges & BEGINS)) end();
    },
    end,
  };
}

interface Piece {
  readonly node: TextNode;
  readonly text: string;
  readonly block: number;
}

/** A number may be cut anywhere within a line, or between its groups. */
function maskAcross(run: readonly Piece[]): void {
  const ends = run.map(({ text }) => endsOf(text));
  for (const gap of ['', ' ']) {
    const offsets: number[] = [];
    let joined = '';
    for (const [index, { block }] of run.entries()) {
      if (index > 0) joined += run[index - 1]!.block === block ? gap : ' ';
      offsets.push(joined.length);
      joined += ends[index]!.near;
    }
    const found = secretsIn(joined);
    if (found.length === 0) continue;
    for (const [index, { node, text }] of run.entries()) {
      const offset = offsets[index]!;
      const own = found
        .map(([from, to]) => partOver([from - offset, to - offset], text, ends[index]!))
        .filter((part): part is Stretch => part !== undefined);
      node.textContent = starStretches(node.textContent ?? '', own);
    }
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

/** White space, dashes, and what cannot be seen. */
const isGap = (code: number): boolean =>
  code <= 32 || code === 45 || code === 160 || code === 173 || code === 183 || (code >= 0x2000 && code <= 0x2013) || code === 0x2060;
