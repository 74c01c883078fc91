import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createStrings } from '../../../../src/wire/codec/strings.ts';

describe('the string table', () => {
  it('finds what was added by its number and the other way about', () => {
    const strings = createStrings();
    const numbers = ['a', '', 'b'].map((text) => strings.add(text));
    assert.deepEqual(numbers, [0, 1, 2]);
    assert.deepEqual(['b', '', 'c'].map((text) => strings.find(text)), [2, 1, -1]);
    assert.deepEqual([strings.at(2), strings.at(7), strings.has(1), strings.has(7)], ['b', '', true, false]);
  });

  it('lets the oldest go where there is no room, by count and by characters', () => {
    const strings = createStrings(3, 64);
    for (const text of ['a', 'b', 'c', 'd']) strings.add(text);
    assert.deepEqual([strings.find('a'), strings.at(0), strings.find('d')], [-1, 'd', 0]);
    const narrow = createStrings(100, 16);
    for (const text of Array.from({ length: 10 }, (_, at) => `t${at}`)) narrow.add(text);
    assert.deepEqual([narrow.find('t1'), narrow.has(1), narrow.find('t2'), narrow.find('t9')], [-1, false, 2, 9]);
  });

  it('keeps no text that would push all others out', () => {
    const strings = createStrings(3, 64);
    strings.add('a');
    assert.equal(strings.add('x'.repeat(9)), -1);
    assert.equal(strings.find('a'), 0);
  });
});
