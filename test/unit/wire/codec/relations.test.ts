import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRelations, fold, guessWhole, noteWhole, SAME_PARENT, tellParent, unfold } from '../../../../src/wire/codec/relations.ts';
import { FIXED, WHOLE } from '../../../../src/wire/codec/kinds.ts';
import { createShapes } from '../../../../src/wire/codec/shapes.ts';

const shapes = createShapes();
const added = shapes.add(['parentId', 'nextId', 'node']);
const node = shapes.add(['type', 'childNodes', 'id']);

describe('the relations of whole numbers', () => {
  it('fold numbers of either sign into counts and back', () => {
    for (const value of [0, 1, -1, 2 ** 51, -(2 ** 51)]) assert.equal(unfold(fold(value)), value);
    assert.deepEqual([0, -1, 1, -2].map(fold), [0, 1, 2, 3]);
  });

  it('tell parents in the order in which rrweb goes into what it has described', () => {
    const relations = createRelations();
    const add = (parent: number, kind: number, id: number): void => {
      noteWhole(relations, added, 0, kind, parent);
      noteWhole(relations, node, 2, WHOLE, id);
    };
    // Three rows of a list, the last one first; then what is in them, the first one first.
    add(5, FIXED, 10);
    for (const id of [11, 12]) {
      assert.equal(tellParent(relations, 5), SAME_PARENT);
      add(5, WHOLE, id);
    }
    for (const [parent, id] of [[12, 13], [11, 14], [10, 15]] as const) {
      if (parent === 12) assert.equal(tellParent(relations, parent), 0);
      // The node within the row before has stayed empty, and lies upon it.
      else assert.equal(tellParent(relations, parent), 1);
      add(parent, WHOLE, id);
    }
  });

  it('expect a stride once it was seen twice, and none of numbers that jump to and fro', () => {
    const relations = createRelations();
    const shape = shapes.add(['y']);
    const expected: number[] = [];
    for (const value of [100, 110, 120, 130, 125, 131]) {
      expected.push(guessWhole(relations, shape, 0, WHOLE, 0));
      noteWhole(relations, shape, 0, WHOLE, value);
    }
    assert.deepEqual(expected, [0, 100, 110, 130, 140, 135]);
  });
});
