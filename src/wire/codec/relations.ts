import { FIXED, NULL, WHOLE } from './kinds.ts';
import { NEXT, NODE_ID, PARENT, PLAIN, type Shape } from './shapes.ts';

/**
 * How the whole numbers of events hang together. rrweb numbers nodes as it first describes them; it describes the added
 * children of one parent last to first, and then goes into those that it has described in the order in which a pile is
 * taken down. Nothing breaks where it does otherwise; it costs a few bytes.
 */
export interface Relations {
  /** Id of the node that was described last, and the largest so far. */
  last: number;
  highest: number;
  /** Parent of the node that was added last, and how it was told: {@link SIBLING}, {@link IN_PILE} or {@link ELSEWHERE}. */
  parent: number;
  parentIs: number;
  /** An added node is about to be described. */
  isAdding: boolean;
  /** Nodes that were added in this frame and have got no children yet. */
  readonly pile: number[];
}

const [ELSEWHERE, SIBLING, IN_PILE] = [0, 1, 2];
/** The number of a parent that is the last one's, where others have their depth in the pile. */
export const SAME_PARENT = -1;
/** How deep in the pile a parent is looked for. Empty elements stay on it: a grid of pictures has some between. */
const MAX_DEPTH_IN_PILE = 60;

export const createRelations = (): Relations => ({ last: 0, highest: 0, parent: 0, parentIs: ELSEWHERE, isAdding: false, pile: [] });

/** Small numbers of either sign as small counts. */
export const fold = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
export const unfold = (count: number): number => (count % 2 === 0 ? count / 2 : -(count + 1) / 2);

/** The kind that is expected of a key, which the record that it is like does not know alone. */
export function expectedKind({ parentIs }: Relations, role: number, kind: number): number {
  if (role === PARENT) return kind === FIXED ? FIXED : WHOLE;
  if (role === NEXT && parentIs !== ELSEWHERE) return parentIs === SIBLING ? (kind === FIXED ? FIXED : WHOLE) : NULL;
  return kind;
}

/** The number that is expected, where that record has `kind` and `number`; NaN for none. */
export function guessWhole({ last, parent, pile }: Relations, shape: Shape, key: number, kind: number, number: number): number {
  const role = shape.roles[key];
  if (role === PLAIN) return shape.last[key]! + shape.stride[key]!;
  if (kind === FIXED) return number;
  if (role === NODE_ID) return last + (kind === WHOLE ? number : 1);
  if (role === NEXT) return last - number;
  // The number may be that of a value of another kind.
  if (number > MAX_DEPTH_IN_PILE) return NaN;
  return number === SAME_PARENT ? parent : (pile[pile.length - 1 - number] ?? NaN);
}

/** How a parent is told: as the last one's, by its depth in the pile, or NaN. */
export function tellParent({ parent, pile }: Relations, id: number): number {
  if (id === parent) return SAME_PARENT;
  for (let depth = 0; depth <= MAX_DEPTH_IN_PILE && depth < pile.length; depth += 1) if (pile[pile.length - 1 - depth] === id) return depth;
  return NaN;
}

/** Remembers a number that was told as `kind`, and says what its record has. */
export function noteWhole(relations: Relations, shape: Shape, key: number, kind: number, value: number): number {
  const role = shape.roles[key];
  if (role === PLAIN) return notePlain(shape, key, value);
  if (role === NODE_ID) return noteNode(relations, shape, value);
  if (role === NEXT) return kind === WHOLE ? relations.last - value : value;
  const told = kind === FIXED ? NaN : tellParent(relations, value);
  relations.parent = value;
  relations.isAdding = true;
  relations.parentIs = kind === FIXED ? ELSEWHERE : told === SAME_PARENT ? SIBLING : IN_PILE;
  if (relations.parentIs === IN_PILE) relations.pile.length -= told + 1;
  return kind === FIXED ? value : told;
}

function noteNode(relations: Relations, shape: Shape, id: number): number {
  const distance = id - relations.last;
  relations.last = id;
  if (id > relations.highest) relations.highest = id;
  if (relations.isAdding && shape.isElement) relations.pile.push(id);
  relations.isAdding = false;
  return distance;
}

function notePlain(shape: Shape, key: number, value: number): number {
  const step = value - shape.last[key]!;
  // A stride is one that was seen twice: numbers that jump to and fro have none.
  if (step === shape.step[key]) shape.stride[key] = step;
  shape.step[key] = step;
  shape.last[key] = value;
  return 0;
}
