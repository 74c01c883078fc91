import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createChain } from '../../../../src/wire/codec/chain.ts';
import { createHistory } from '../../../../src/wire/codec/history.ts';
import { createShapes, NODE_ID, type Shape } from '../../../../src/wire/codec/shapes.ts';

describe('the history', () => {
  const shapes = createShapes();
  const [list, row, cell] = ['list', 'row', 'cell'].map((name) => shapes.add([name])) as [Shape, Shape, Shape];

  it('expects after a row what followed the row before, however many cells it has', () => {
    const history = createHistory();
    const expected: (string | undefined)[] = [];
    for (const shape of [list, row, cell, cell, cell, row, cell, cell, cell, row, cell, cell, cell, row]) {
      expected.push(history.expected < 0 ? undefined : shapes.at(history.shapeOf(history.expected))!.keys[0]);
      history.commit(shape);
    }
    assert.deepEqual(expected.slice(6), ['cell', 'cell', 'cell', 'row', 'cell', 'cell', 'cell', 'row']);
  });

  it('gives up records that are overwritten', () => {
    const history = createHistory();
    history.commit(list);
    assert.equal(history.startOf(list.lastRecord), 0);
    for (let at = 0; at < 9_000; at += 1) history.commit(row);
    assert.equal(history.startOf(list.lastRecord), -1);
    assert.notEqual(history.startOf(row.lastRecord), -1);
  });
});

describe('the chain', () => {
  it('expects a sequence to be said again, told apart by two strings', () => {
    const chain = createChain();
    // After 9 comes 5 once and 7 once.
    const sequence = [4, 9, 5, 1, 6, 9, 7, 2];
    for (const index of sequence) chain.note(index);
    let right = 0;
    for (const index of sequence) {
      if (chain.next === index) right += 1;
      chain.note(index);
    }
    // The first is not known to follow the last.
    assert.equal(right, sequence.length - 1);
  });
});

describe('shapes', () => {
  it('are told apart by order, and by keys that hold the separator', () => {
    const some = createShapes();
    for (const keys of [['a', 'b'], ['b', 'a'], ['a\0b']]) {
      assert.equal(some.find(keys), undefined);
      some.add(keys);
      assert.deepEqual(some.find(keys)?.keys, keys);
    }
  });

  it('know the id of a node that is described from one that is referred to', () => {
    const some = createShapes();
    assert.deepEqual([...some.add(['type', 'tagName', 'id']).roles].at(-1), NODE_ID);
    assert.notEqual([...some.add(['source', 'type', 'id']).roles].at(-1), NODE_ID);
  });
});
