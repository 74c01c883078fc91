import { MAX_KEYS, MAX_RECORDS, MAX_VALUES } from './bounds.ts';
import type { Shape } from './shapes.ts';

/**
 * What was said lately, so that what is said again need not be. Each object leaves a record: its shape, and for each key
 * a kind and a number. Records are predicted in lockstep: after one that came as in an earlier place, the next is
 * expected to be what followed there. A row of a list thus is a template for the row after it, and so is a page's head
 * for the next page's, without anybody saying where a template begins or ends.
 */
export interface History {
  /** For each value, at `start + key & MASK`. */
  readonly kinds: Uint8Array;
  readonly numbers: Float64Array;
  /** Number of the record that the next object is expected to be like, or -1. */
  readonly expected: number;
  shapeOf(record: number): number;
  /** Where a record's values begin, or -1 for none and for one that is overwritten. */
  startOf(record: number): number;
  /** Where the next record's values go. */
  readonly start: number;
  /** The next record's values are there, of an object of that shape. */
  commit(shape: Shape): void;
  /** Forgets everything. */
  clear(): void;
}

export const MASK = MAX_VALUES - 1;
const RECORD_MASK = MAX_RECORDS - 1;
const CONTEXTS = 16_384;

export function createHistory(): History {
  const kinds = new Uint8Array(MAX_VALUES);
  const numbers = new Float64Array(MAX_VALUES);
  const shapes = new Int32Array(MAX_RECORDS);
  const signs = new Int32Array(MAX_RECORDS);
  const starts = new Float64Array(MAX_RECORDS);
  // The record that followed three signs, and the one that followed one; plus one, so that 0 is none.
  const afterThree = new Float64Array(CONTEXTS);
  const afterOne = new Float64Array(CONTEXTS);
  let next = 0;
  let start = 0;
  let expected = -1;
  let [first, second, third] = [0, 0, 0];

  const isKept = (record: number): boolean =>
    record >= 0 && next - record < MAX_RECORDS && start + MAX_KEYS - starts[record & RECORD_MASK]! <= MAX_VALUES;
  const hash = (value: number): number => (Math.imul(value, 0x9e3779b1) >>> 18) & (CONTEXTS - 1);
  const three = (): number => hash(third + Math.imul(second, 31) + Math.imul(first, 961));

  return {
    kinds,
    numbers,
    get expected() {
      return expected;
    },
    shapeOf: (record) => shapes[record & RECORD_MASK]!,
    startOf: (record) => (isKept(record) ? starts[record & RECORD_MASK]! : -1),
    get start() {
      return start;
    },
    commit(shape) {
      // The sign by which alike ones are told: their shape, and what element it is.
      let sign = shape.index + 1;
      for (const key of shape.telling) sign = (Math.imul(sign, 31) + numbers[(start + key) & MASK]!) | 0;
      const at = next & RECORD_MASK;
      const isAsExpected = expected >= 0 && signs[expected & RECORD_MASK] === sign;
      afterThree[three()] = afterOne[hash(third)] = next + 1;
      shapes[at] = shape.index;
      signs[at] = sign;
      starts[at] = start;
      shape.lastRecord = next;
      next += 1;
      start += shape.keys.length;
      first = second;
      second = third;
      third = sign;
      if (isAsExpected) expected += 1;
      else {
        expected = afterThree[three()]! - 1;
        if (!isKept(expected)) expected = afterOne[hash(third)]! - 1;
      }
      if (!isKept(expected)) expected = -1;
    },
    clear() {
      afterThree.fill(0);
      afterOne.fill(0);
      expected = -1;
    },
  };
}
