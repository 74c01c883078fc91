import { MAX_KEYS, MAX_SHAPES } from './bounds.ts';

/** What a key is for, where rrweb's events are known. */
export const PLAIN = 0;
/** The id of a node that is described here. */
export const NODE_ID = 1;
/** The id of the node under which, and before which, an added one goes. */
export const PARENT = 2;
export const NEXT = 3;

/** An ordered list of keys, and what is remembered of all objects that had it. */
export interface Shape {
  readonly index: number;
  readonly keys: readonly string[];
  /** For each key: {@link PLAIN}, {@link NODE_ID}, {@link PARENT} or {@link NEXT}. */
  readonly roles: Uint8Array;
  /** Which keys say what kind of element it is: their values tell contexts apart. */
  readonly telling: readonly number[];
  readonly isElement: boolean;
  /** For whole numbers: the last one, the difference that led to it, and the difference that is expected again. */
  readonly last: Float64Array;
  readonly step: Float64Array;
  readonly stride: Float64Array;
  /** Number of its last record in the history, or -1. */
  lastRecord: number;
}

/** Shapes by number. Where there is no room for another all go, on both sides at the same one. */
export interface Shapes {
  readonly isFull: boolean;
  find(keys: readonly string[]): Shape | undefined;
  at(index: number): Shape | undefined;
  add(keys: readonly string[]): Shape;
  clear(): void;
}

export const fits = (shape: Shape, keys: readonly string[]): boolean => {
  const own = shape.keys;
  if (own.length !== keys.length) return false;
  for (let at = 0; at < own.length; at += 1) if (own[at] !== keys[at]) return false;
  return true;
};

export function createShapes(maxShapes = MAX_SHAPES): Shapes {
  let list: Shape[] = [];
  const byName = new Map<string, Shape>();
  const nameOf = (keys: readonly string[]): string => keys.join('\0');
  return {
    get isFull() {
      return list.length >= maxShapes;
    },
    find(keys) {
      if (keys.length > MAX_KEYS) return undefined;
      const shape = byName.get(nameOf(keys));
      // A key may hold the separator.
      return shape && fits(shape, keys) ? shape : undefined;
    },
    at: (index) => list[index],
    add(keys) {
      const shape = createShape(list.length, keys);
      list.push(shape);
      byName.set(nameOf(keys), shape);
      return shape;
    },
    clear() {
      list = [];
      byName.clear();
    },
  };
}

function createShape(index: number, keys: readonly string[]): Shape {
  const roles = new Uint8Array(keys.length);
  const telling: number[] = [];
  const isNode = keys.includes('type') && !keys.includes('source');
  const isAdded = keys.includes('node');
  keys.forEach((key, at) => {
    if (key === 'id' && isNode) roles[at] = NODE_ID;
    if (isAdded && key === 'parentId') roles[at] = PARENT;
    if (isAdded && key === 'nextId') roles[at] = NEXT;
    if (key === 'tagName' || key === 'class') telling.push(at);
  });
  const numbers = (): Float64Array => new Float64Array(keys.length);
  const isElement = isNode && keys.includes('childNodes');
  return { index, keys, roles, telling, isElement, last: numbers(), step: numbers(), stride: numbers(), lastRecord: -1 };
}
