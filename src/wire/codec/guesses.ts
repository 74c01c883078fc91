import { MAX_MATCH } from './bounds.ts';

/**
 * The byte that is likely next: what followed in the same context before, or what the match says. Most bytes are as
 * guessed, and a yes takes one step of the coder where a byte takes eight.
 */
export interface Guesses {
  /** The byte, or -1 where no guess has been right often enough. */
  readonly byte: number;
  /** What the guess is by, and how often that was right of late: below {@link GUESS_KINDS}. */
  readonly kind: number;
  /** Looks at the part's contexts, by their hashes, and at the byte that a match of so many bytes foretells. */
  look(part: number, hashes: Int32Array, foretold: number, matched: number): void;
  /** That byte it was. */
  note(byte: number): void;
}

/** For each part the contexts that are asked: of the structure the closest and the plainest, of text its last four and three bytes. */
const ASKED = [
  [5, 0],
  [3, 2],
] as const;
const PLACES = 65_536;
/** How often in a row a place was right counts up to this. */
const MAX_SURE = 3;
const SURES = MAX_SURE + 1;
const BY_MATCH = 2 * SURES;
/** Kinds of both contexts, and of matches by every eighth byte of their length. */
export const GUESS_KINDS = BY_MATCH + (MAX_MATCH >> 3) + 1;
/** Of 65,536. A no costs what the yes saves seven times: below this bytes get longer and hardly fewer steps. */
const LEAST_CHANCE = 45_000;
const FIRST_CHANCE = 49_152;
const RATE_SHIFT = 6;

export function createGuesses(): Guesses {
  /** How sure; then eight bits by which another context's place is told; then the byte. */
  const places = new Int32Array(PLACES);
  const chances = new Uint16Array(2 * GUESS_KINDS).fill(FIRST_CHANCE);
  const at = new Int32Array(2);
  const kinds = new Int32Array(3);
  let first = 0;
  let matchByte = 0;

  const learn = (kind: number, isRight: boolean): void => {
    chances[kind]! += ((isRight ? 65_535 : 0) - chances[kind]!) >> RATE_SHIFT;
  };

  const self = {
    byte: -1,
    kind: 0,
    look(part: number, hashes: Int32Array, foretold: number, matched: number): void {
      let best = LEAST_CHANCE - 1;
      self.byte = -1;
      first = part * GUESS_KINDS;
      for (let which = 0; which < 2; which += 1) {
        const hash = hashes[ASKED[part]![which]!]!;
        const index = (hash >>> 8) & (PLACES - 1);
        const place = places[index]!;
        at[which] = index;
        if (place === 0 || ((place >> 8) & 255) !== (hash & 255)) {
          places[index] = (hash & 255) << 8;
          kinds[which] = -1;
          continue;
        }
        const kind = SURES * which + (place >> 16);
        kinds[which] = kind;
        if (chances[first + kind]! <= best) continue;
        best = chances[first + kind]!;
        self.byte = place & 255;
        self.kind = kind;
      }
      matchByte = foretold;
      kinds[2] = matched > 0 ? BY_MATCH + (matched >> 3) : -1;
      if (matched === 0 || chances[first + kinds[2]]! <= best) return;
      self.byte = foretold;
      self.kind = kinds[2];
    },
    note(byte: number): void {
      for (let which = 0; which < 2; which += 1) {
        const index = at[which]!;
        const place = places[index]!;
        const kind = kinds[which]!;
        const isRight = kind >= 0 && (place & 255) === byte;
        const sure = place >> 16;
        if (kind >= 0) learn(first + kind, isRight);
        if (isRight) places[index] = sure < MAX_SURE ? place + 0x10000 : place;
        else if (sure > 0) places[index] = ((sure >> 1) << 16) | (place & 0xffff);
        else places[index] = (place & 0xff00) | byte;
      }
      if (kinds[2]! >= 0) learn(first + kinds[2]!, matchByte === byte);
    },
  };
  return self;
}
