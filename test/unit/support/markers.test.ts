import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasNumber, haystack, leaksIn, marker, markersOf } from '../../support/markers.ts';

const WORD = marker('private', 'city');

describe('the search for markers', () => {
  const hidings: [string, unknown][] = [
    ['as it is', `a ${WORD} b`],
    ['in another casing', WORD.toUpperCase()],
    ['with escapes', { text: WORD.replace('Z', String.raw`\u005a`) }],
    ['percent-encoded', [...WORD].map((letter) => `%${letter.charCodeAt(0).toString(16)}`).join('')],
    ['percent-encoded twice', WORD.replace('q', '%2571')],
    ['with entities', `&#90;&#x71;${WORD.slice(2)}`],
    ['with CSS escapes', String.raw`content: "\5a ${WORD.slice(1)}"`],
    ['over adjacent texts', [{ textContent: WORD.slice(0, 9), id: 5 }, { textContent: WORD.slice(9), id: 6 }]],
    ['over adjacent elements', [{ tagName: 'b', childNodes: [{ textContent: WORD.slice(0, 9) }] }, { tagName: 'i', textContent: WORD.slice(9) }]],
    ['letter by letter', [...WORD].join(' ')],
    ['in bytes', new TextEncoder().encode(JSON.stringify({ text: WORD }))],
    ['as the name of an attribute', { [WORD.toLowerCase()]: '' }],
    ...['', 'a', 'ab', 'abc'].map((before): [string, unknown] => [`as base64 behind ${before.length}`, btoa(`${before}${WORD}!`)]),
    ['as base64 in capitals', btoa(`?${WORD.toUpperCase()}`)],
  ];
  for (const [name, sent] of hidings) it(`finds one ${name}`, () => assert.notDeepEqual(leaksIn(sent, WORD), []));

  it('looks through frames as they travel, as text and as bytes', () => {
    for (const frame of [`[{"text":"${WORD}"}]`, new TextEncoder().encode(WORD), btoa(WORD)]) assert.notDeepEqual(haystack([], ['[]', frame]).leaksOf(WORD), []);
  });

  it('finds none where there is none', () => {
    for (const sent of ['', '****', { text: marker('private', 'name'), id: 3 }, btoa('nothing of the kind')])
      assert.deepEqual(leaksIn(sent, WORD), []);
  });

  it('reads markers out of a page', () => {
    assert.deepEqual(markersOf(`<p>${WORD}</p><a href="/${marker('plain', 'path')}?a=${WORD}">`), [
      { kind: 'private', word: WORD },
      { kind: 'plain', word: marker('plain', 'path') },
    ]);
  });

  it('finds a number in groups and over texts', () => {
    assert.ok(hasNumber([{ textContent: '4111 1111' }, { textContent: '1111-1111' }], '4111111111111111'));
    assert.ok(!hasNumber([{ textContent: '4111 1111' }, { textContent: '**** 1111' }], '4111111111111111'));
  });
});
