import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { toJson } from '../../../src/core/json.ts';

describe('JSON on any page', () => {
  const data = { to: ['a', 'b'], nested: [[1], { text: 'x', none: null }], flag: false };
  afterEach(() => {
    Reflect.deleteProperty(Array.prototype, 'toJSON');
    Reflect.deleteProperty(Object.prototype, 'toJSON');
  });

  it('is what JSON.stringify makes of it', () => {
    assert.equal(toJson(data), JSON.stringify(data));
    assert.equal(toJson(['a']), '["a"]');
  });

  for (const owner of [Array.prototype, Object.prototype])
    it(`is the same where ${owner === Array.prototype ? 'arrays' : 'all objects'} have a toJSON`, () => {
      const expected = [data, ['a'], { roomId: undefined }].map((value) => JSON.stringify(value));
      Object.defineProperty(owner, 'toJSON', { value: () => 'changed', configurable: true });
      assert.deepEqual([data, ['a'], { roomId: undefined }].map((value) => toJson(value)), expected);
    });
});
