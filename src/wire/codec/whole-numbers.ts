import { FIXED, WHOLE } from './kinds.ts';
import { NODE_ID, type Shape } from './shapes.ts';

/**
 * The ids of nodes. rrweb numbers nodes as it first describes them, and describes added ones in an order in which the
 * nodes beside them are known; so ids are told by their distance from the node that was described last.
 */
export interface NodeIds {
  /** Id of the node that was described last. */
  last: number;
  /** The largest id so far. */
  highest: number;
}

/** Small numbers of either sign as small counts. */
export const fold = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
export const unfold = (count: number): number => (count % 2 === 0 ? count / 2 : -(count + 1) / 2);

/** What a whole number under that key is expected to be; `kind` and `number` are those of the record it is like. */
export function guessWhole(shape: Shape, key: number, ids: NodeIds, kind: number, number: number): number {
  if (shape.roles[key] === NODE_ID) return ids.last + (kind === WHOLE ? number : 1);
  return shape.last[key]! + shape.stride[key]!;
}

/** Remembers it, and says what number its record has. */
export function noteWhole(shape: Shape, key: number, ids: NodeIds, value: number): number {
  if (shape.roles[key] === NODE_ID) {
    const distance = value - ids.last;
    ids.last = value;
    if (value > ids.highest) ids.highest = value;
    return distance;
  }
  const step = value - shape.last[key]!;
  // A stride is one that was seen twice: numbers that jump to and fro have none.
  if (step === shape.step[key]) shape.stride[key] = step;
  shape.step[key] = step;
  shape.last[key] = value;
  return 0;
}

/** What a node's place is expected to be. */
export const guessPlace = (ids: NodeIds, kind: number, number: number): number =>
  kind === WHOLE ? ids.last - number : kind === FIXED ? number : NaN;
