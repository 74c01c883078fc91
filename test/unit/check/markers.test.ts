import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findLeaks, isIn } from '../../../src/check/markers.ts';

const WORD = 'Müller-Account 4711';
const base64 = (value: string): string => Buffer.from(value).toString('base64');

describe('a marker', () => {
  for (const [spelling, value] of [
    ['as it is', `Dear ${WORD},`],
    ['in other casing', WORD.toUpperCase()],
    ['with other space and hyphens', 'müller  account\u00a04711'],
    ['decomposed', WORD.normalize('NFD')],
    ['in an address', `/a?next=${encodeURIComponent(WORD)}`],
    ['in an address with plus for space', `/a?n=${encodeURIComponent(WORD).replaceAll('%20', '+')}`],
    ['in an address within another', `/a?b=${encodeURIComponent(`/c?d=${encodeURIComponent(WORD)}`)}`],
    ['in entities', 'M&#xfc;ller&#45;Account 4711'],
    ['escaped for a style sheet', String.raw`a::after { content: "M\0000fcller-Account 4711" }`],
    ['in base64', `data:text/plain;base64,${base64(WORD)}`],
    ['in base64 behind something', base64(`xy${WORD}z`)],
    ['in base64 for addresses, in upper case', `/t/${Buffer.from(`x${WORD.toUpperCase()}`).toString('base64url')}`],
  ] as const)
    it(`is found ${spelling}`, () => assert.ok(isIn(value, WORD), value));

  it('is not found in what is like it', () => {
    for (const value of ['Müller-Account 4712', '*'.repeat(WORD.length), '', base64('Meier-Account 4711')]) assert.ok(!isIn(value, WORD), value);
    // A short word is not put together from pieces of others.
    assert.ok(!isIn('cat establishes', 'test'));
  });

  it('is found in several texts that follow one another, and outside all values', () => {
    const letters = [...'Zq7secretWord'].map((value) => ({ kind: 'text', value }));
    assert.deepEqual(findLeaks(['zq7SECRETword'], letters, []).map(({ kind }) => kind), ['text']);
    const events = [{ type: 2, data: { node: { type: 2, tagName: 'zq7secretword' } } }];
    assert.deepEqual(findLeaks(['Zq7secretWord'], [], events).map(({ kind }) => kind), ['other']);
    assert.deepEqual(findLeaks(['Zq7otherWord'], letters, events), []);
  });

  it('is named once for each place', () => {
    const sent = [{ kind: 'text', value: 'Ada' }, { kind: 'title', value: 'Hello Lovelace' }, { kind: 'text', value: 'Lovelace' }, { kind: 'text', value: 'Lovelace' }];
    assert.deepEqual(findLeaks(['lovelace', 'Byron'], sent, []), [
      { marker: 'lovelace', kind: 'title', value: 'Hello Lovelace' },
      { marker: 'lovelace', kind: 'text', value: 'Lovelace' },
    ]);
  });
});
