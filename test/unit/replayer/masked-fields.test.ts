import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanAttributes } from '../../../src/replayer/attributes.ts';
import { needsTextField } from '../../../src/replayer/masked-fields.ts';

describe('a masked value in the replay', () => {
  it('turns fields that take numbers and dates alone into text fields, so that it shows', () => {
    for (const type of ['number', 'date', 'datetime-local', 'month', 'time', 'week', 'NUMBER'])
      assert.deepEqual(cleanAttributes('input', { type, value: '***' }), { type: 'text', value: '***' });
  });

  it('leaves every other field, and every value that is not masked, as it was', () => {
    for (const type of ['text', 'email', 'tel', 'range', 'color', 'checkbox', undefined])
      assert.equal(needsTextField(type, '***'), false);
    for (const value of ['', '12', '2026-11-25', undefined]) assert.equal(needsTextField('number', value), false);
    assert.deepEqual(cleanAttributes('input', { type: 'number', value: '12' }), { type: 'number', value: '12' });
    assert.deepEqual(cleanAttributes('li', { type: 'number', value: '**' }), { type: 'number', value: '**' });
  });
});
