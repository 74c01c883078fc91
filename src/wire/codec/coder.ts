import { MAX_MATCH, WINDOW } from './bounds.ts';
import { createGuesses } from './guesses.ts';
import { MAX_STRETCHED, SQUASHED, STRETCHED } from './logistic.ts';
import type { Writer } from './writer.ts';

/** The parts of a frame. */
export const [STRUCTURE, TEXT] = [0, 1];

/** Codes bytes one at a time, each in as little as it was to be expected. What it has learnt goes on from frame to frame. */
export interface Coder {
  /** What the structure's and the texts' bytes are told by before they are coded: as many as {@link CONTEXTS}. */
  readonly contexts: Int32Array;
  startWriting(to: Writer): void;
  startReading(from: Uint8Array): void;
  /** Codes that byte, of the structure (0) or of text (1); `set` chooses the weights. A reader says 0 and is told the byte. */
  code(part: number, set: number, byte: number): number;
  /** Ends the frame; false where a writer would have ended otherwise. */
  end(): boolean;
  /** Bytes that were coded elsewhere; matches are found in them. */
  remember(part: number, bytes: Uint8Array): void;
}

export const CONTEXTS = 6;
/** Sets of weights that a part can choose from. */
export const SETS = 256;

/** A megabyte: what a session of five minutes fills. Twice as many gain a hundredth. */
const SLOTS = 262_144;
/** Where a slot's chance has been seen that often its rate stays. */
const MAX_SEEN = 120;
const HASHES = 16_384;
/** Bytes that a match begins with, of structure and of text. */
const MIN_MATCH = [3, 4] as const;
const LENGTHS = 24;
/** By length: 1 to 15, and every fourth from 16 on. Of the first, for no match, nothing is used. */
const TRUSTED = Uint8Array.from({ length: MAX_MATCH + 1 }, (_, length) => (length > 15 ? 16 + ((length - 16) >> 2) : length));
const TRUSTED_WEIGHTS = Uint8Array.from({ length: LENGTHS }, (_, trusted) => (trusted > 0 ? Math.min(7, 1 + (trusted >> 2)) : 0));
/** The eight bits of a byte, and after them whether the guess is right. */
const [GUESS, PLACES] = [8, 9];
/** Contexts, the part's bytes alone, two of the match, and one that is always the same. */
const INPUTS = CONTEXTS + 4;
const FIRST_WEIGHT = 16_384;
const MAX_WEIGHT = 524_287;
const MIXING_RATE = 14;
/** Of both mixtures together, as it is multiplied with their inputs: a hundredth each. */
const LEAST_ERROR = 1_200;
const CONSTANT = 256;
/** Bounds of a chance of 65,536. */
const [MIN_CHANCE, MAX_CHANCE] = [8, 65_528];

/** How much of what is new a slot takes on, of 16,384, by how often it was seen. */
const RATES = Int32Array.from({ length: MAX_SEEN + 1 }, (_, seen) => Math.floor(163_840 / (10 * seen + 12)));

interface Part {
  readonly history: Uint8Array;
  readonly places: Int32Array;
  /** By length of the match: the chance that it is right. */
  readonly trust: Uint16Array;
  readonly alone: Uint16Array;
  position: number;
  match: number;
  length: number;
}

const createPart = (): Part => ({
  history: new Uint8Array(2 * WINDOW),
  places: new Int32Array(HASHES),
  trust: new Uint16Array(LENGTHS).fill(49_152),
  alone: new Uint16Array(512).fill(32_768),
  position: 0,
  match: 0,
  length: 0,
});

function createCurves(count: number): Uint16Array {
  const curves = new Uint16Array(33 * count);
  for (let point = 0; point < 33; point += 1) curves[point] = SQUASHED[Math.min(4_095, 128 * point)]!;
  for (let filled = 33; filled < curves.length; filled *= 2) curves.copyWithin(filled, 0, filled);
  return curves;
}

/** A chance of a half, seen never. */
const UNSEEN = 0x80000000 | 0;
const [LOW, HIGH, VALUE] = [0, 1, 2];
const HISTORY_MASK = 2 * WINDOW - 1;

export function createCoder(): Coder {
  /** Upper half: the chance; then eight bits by which another context's slot is told, and how often it was seen. */
  const slots = new Int32Array(SLOTS).fill(UNSEEN);
  const parts = [createPart(), createPart()] as const;
  const contexts = new Int32Array(CONTEXTS);
  const hashes = new Int32Array(CONTEXTS);
  const at = new Int32Array(CONTEXTS);
  const inputs = new Int32Array(INPUTS);
  const guesses = createGuesses();
  const byTrust = new Int32Array(2 * 2 * 64 * INPUTS).fill(FIRST_WEIGHT);
  const bySet = new Int32Array(2 * SETS * PLACES * INPUTS).fill(FIRST_WEIGHT);
  // 33 points of a curve for the bits so far, and for each kind of guess, by which the chance is corrected.
  const curves = createCurves(2 * 512);
  let output: Writer | undefined;
  let input: Uint8Array;
  let taken = 0;
  /** Unsigned: the range's first and last number, and what is read. */
  const range = new Uint32Array(3);

  function start(): void {
    range[LOW] = 0;
    range[HIGH] = 0xffffffff;
  }

  function narrow(bit: number, chance: number): number {
    const width = range[HIGH]! - range[LOW]!;
    const middle = range[LOW]! + (width >>> 16) * chance + (((width & 0xffff) * chance) >>> 16);
    const isOne = output ? bit === 1 : range[VALUE]! <= middle;
    if (isOne) range[HIGH] = middle;
    else range[LOW] = middle + 1;
    while ((range[LOW]! ^ range[HIGH]!) >>> 24 === 0) {
      if (output) output.byte(range[HIGH]! >>> 24);
      else range[VALUE] = (range[VALUE]! << 8) | (input[taken++] ?? 0);
      range[LOW] = range[LOW]! << 8;
      range[HIGH] = (range[HIGH]! << 8) | 255;
    }
    return isOne ? 1 : 0;
  }

  /** The number of the range that has most zeros at its end. */
  function ending(): number {
    for (let unit = 2 ** 32; ; unit /= 256) {
      const rounded = Math.ceil(range[LOW]! / unit) * unit;
      if (rounded <= range[HIGH]!) return rounded;
    }
  }

  function note(part: Part, min: number, byte: number): void {
    const { history, places } = part;
    if (part.length > 0) {
      if (history[part.match & HISTORY_MASK] === byte) {
        part.match += 1;
        if (part.length < MAX_MATCH) part.length += 1;
      } else part.length = 0;
    }
    history[part.position & HISTORY_MASK] = byte;
    const end = (part.position += 1);
    let hash = 0;
    for (let back = 1; back <= min; back += 1) hash = Math.imul(hash + history[(end - back) & HISTORY_MASK]! + 1, 0x2f0b4c47);
    hash >>>= 18;
    if (part.length === 0) {
      const place = places[hash]!;
      const limit = Math.min(MAX_MATCH, place, 2 * WINDOW - (end - place));
      let length = 0;
      while (length < limit && history[(place - 1 - length) & HISTORY_MASK] === history[(end - 1 - length) & HISTORY_MASK]) length += 1;
      if (length >= min) {
        part.match = place;
        part.length = length;
      }
    }
    places[hash] = end;
  }

  function hashContexts(bits: number): void {
    for (let of = 0; of < CONTEXTS; of += 1) {
      const hash = Math.imul(contexts[of]! + Math.imul(bits, 0x9e3779b1), 0x2545f491);
      hashes[of] = hash ^ (hash >>> 15);
    }
  }

  function code(which: number, set: number, byte: number): number {
    const part = parts[which]!;
    const foretold = part.history[part.match & HISTORY_MASK]!;
    hashContexts(1);
    guesses.look(which, hashes, foretold, part.length);
    const guess = guesses.byte;
    // 1 while the match holds, and 0. Reckoned with in every step, as the next two are: what an engine has not seen done it does slowly.
    let matching = part.length > 0 ? 1 : 0;
    let bits = 1;
    if (guess >= 0) {
      const says = matching * (foretold === guess ? 1 : -1);
      if (codeBit(which, set, GUESS, 0, 256 + guesses.kind, says, byte === guess ? 1 : 0) === 1) bits = 256 | guess;
      else if (says === 1) matching = 0;
    }
    let step = 1;
    if (bits === 1)
      for (let place = 7; place >= 0; place -= 1) {
        if (place === 3) {
          step = 1;
          hashContexts(bits);
        }
        if ((foretold | 256) >> (place + 1) !== bits) matching = 0;
        const says = matching * (((foretold >> place) & 1) * 2 - 1);
        const bit = codeBit(which, set, place, step, bits, says, (byte >> place) & 1);
        bits = (bits << 1) | bit;
        step = (step << 1) | bit;
      }
    const coded = bits & 255;
    guesses.note(coded);
    note(part, MIN_MATCH[which]!, coded);
    return coded;
  }

  /**
   * Codes a bit of a byte, or whether the guess is right: `node` is the bits before it, or what the guess is by, `step`
   * those of them since the contexts were hashed, `says` what the match foretells: 1, -1 for a zero, 0 for nothing.
   */
  function codeBit(which: number, set: number, place: number, step: number, node: number, says: number, given: number): number {
    const { alone, trust, length } = parts[which]!;
    let known = 0;
    for (let of = 0; of < CONTEXTS; of += 1) {
      const hash = hashes[of]!;
      const index = (hash & (SLOTS - 1)) ^ step;
      at[of] = index;
      const slot = slots[index]!;
      if (((slot >>> 8) & 255) !== hash >>> 24) {
        slots[index] = UNSEEN | ((hash >>> 24) << 8);
        inputs[of] = 0;
      } else {
        inputs[of] = STRETCHED[slot >>> 20]!;
        if ((slot & 255) > 0) known = of + 1;
      }
    }
    inputs[CONTEXTS] = STRETCHED[alone[node]! >> 4]!;
    const trusted = TRUSTED[says * says * length]!;
    inputs[CONTEXTS + 1] = says * STRETCHED[trust[trusted]! >> 4]!;
    inputs[CONTEXTS + 2] = says * 8 * length;
    inputs[CONTEXTS + 3] = CONSTANT;
    const first = (128 * which + (place === GUESS ? 64 : 0) + 8 * known + TRUSTED_WEIGHTS[trusted]!) * INPUTS;
    const second = (PLACES * (SETS * which + set) + place) * INPUTS;
    let x = 0;
    let y = 0;
    for (let of = 0; of < INPUTS; of += 1) {
      x += Math.imul(inputs[of]!, byTrust[first + of]!) >> 4;
      y += Math.imul(inputs[of]!, bySet[second + of]!) >> 4;
    }
    x = clamp(x >> 12);
    y = clamp(y >> 12);
    const mixed = ((x + y) >> 1) + 2_048;
    const curve = (512 * which + node) * 33 + (mixed >> 7);
    const part128 = mixed & 127;
    const corrected = (curves[curve]! * (128 - part128) + curves[curve + 1]! * part128) >> 7;
    const chance = Math.min(MAX_CHANCE, Math.max(MIN_CHANCE, (SQUASHED[mixed]! + corrected + 1) >> 1));

    const bit = narrow(given, chance);
    const all = bit === 1 ? 65_535 : 0;
    const errorX = ((all - SQUASHED[x + 2_048]!) >> 4) * MIXING_RATE;
    const errorY = ((all - SQUASHED[y + 2_048]!) >> 4) * MIXING_RATE;
    // What was all but certain teaches nothing.
    if (Math.abs(errorX) + Math.abs(errorY) > LEAST_ERROR)
      for (let of = 0; of < INPUTS; of += 1) {
        byTrust[first + of] = clampWeight(byTrust[first + of]! + ((Math.imul(inputs[of]!, errorX) + 0x2000) >> 14));
        bySet[second + of] = clampWeight(bySet[second + of]! + ((Math.imul(inputs[of]!, errorY) + 0x2000) >> 14));
      }
    for (let of = 0; of < CONTEXTS; of += 1) {
      const slot = slots[at[of]!]!;
      const seen = slot & 255;
      const before = slot >>> 16;
      const now = before + (Math.imul(all - before, RATES[seen]!) >> 14);
      slots[at[of]!] = (now << 16) | (slot & 0xff00) | (seen < MAX_SEEN ? seen + 1 : seen);
    }
    alone[node]! += (all - alone[node]!) >> 5;
    trust[trusted]! += ((says > 0 === (bit === 1) ? 65_535 : 0) - trust[trusted]!) >> 6;
    const near = curve + (part128 >> 6);
    curves[near]! += (all - curves[near]!) >> 6;
    return bit;
  }

  return {
    contexts,
    startWriting(to) {
      output = to;
      start();
    },
    startReading(from) {
      output = undefined;
      input = from;
      for (taken = 0; taken < 4; taken += 1) range[VALUE] = (range[VALUE]! << 8) | (from[taken] ?? 0);
      start();
    },
    code,
    end() {
      const last = ending();
      // A reader takes zeros for what is not there.
      if (!output) return range[VALUE] === last && input.length <= taken && input[input.length - 1] !== 0;
      for (let rest = last; rest > 0; rest = (rest << 8) >>> 0) output.byte(rest >>> 24);
      output.dropZeros();
      return true;
    },
    remember(which, bytes) {
      for (const byte of bytes) note(parts[which]!, MIN_MATCH[which]!, byte);
    },
  };
}

const clamp = (value: number): number => (value > MAX_STRETCHED ? MAX_STRETCHED : value < -MAX_STRETCHED ? -MAX_STRETCHED : value);
const clampWeight = (value: number): number => (value > MAX_WEIGHT ? MAX_WEIGHT : value < -MAX_WEIGHT ? -MAX_WEIGHT : value);
