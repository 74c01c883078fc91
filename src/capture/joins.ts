import { BEGINS, countOf, digitsFrom, edgesOf, ENDS, NO_TEXT } from './edges.ts';
import { endsOf, FEWEST_DIGITS, partOver, REACH, secretsIn, starStretches, type Stretch } from './secrets.ts';

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
      if (edges === 0) return end();
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
  if (!isAnyLong(run)) return;
  const ends = run.map(({ text }) => endsOf(text));
  const offsets: number[] = [];
  for (const gap of [' ', '']) {
    let joined = '';
    for (let index = 0; index < run.length; index += 1) {
      if (index > 0) joined += run[index - 1]!.block === run[index]!.block ? gap : ' ';
      offsets[index] = joined.length;
      joined += ends[index]!.near;
    }
    const found = secretsIn(joined);
    if (found.length === 0) continue;
    for (let index = 0; index < run.length; index += 1) {
      const { node, text } = run[index]!;
      const offset = offsets[index]!;
      const own = found
        .map(([from, to]) => partOver([from - offset, to - offset], text, ends[index]!))
        .filter((part): part is Stretch => part !== undefined);
      node.textContent = starStretches(node.textContent ?? '', own);
    }
  }
}

/** Whether round any of the places where two texts meet there are as many digits as the shortest number has. */
function isAnyLong(run: readonly Piece[]): boolean {
  for (let meeting = 1; meeting < run.length; meeting += 1) {
    if (digitsOn(run, meeting, 1) + digitsOn(run, meeting - 1, -1) >= FEWEST_DIGITS) return true;
  }
  return false;
}

function digitsOn(run: readonly Piece[], from: number, step: 1 | -1): number {
  let count = 0;
  for (let index = from; index >= 0 && index < run.length; index += step) {
    const { text } = run[index]!;
    // Of a long text its ends are what a number can be in.
    const digits = digitsFrom(text, step > 0 ? 0 : text.length - 1, step, text.length > 2 * REACH + 1 ? REACH : undefined);
    count += countOf(digits);
    if (digits >= 0) break;
  }
  return count;
}
