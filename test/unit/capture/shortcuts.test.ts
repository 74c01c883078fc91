import assert from 'node:assert/strict';
import { test } from 'node:test';
import { array, assert as holds, constantFrom, property } from 'fast-check';
import { addressIn } from '../../../src/capture/shortcuts.ts';

const documentAt = (baseURI: string): Document => ({ baseURI }) as Document;
const SHOP = 'https://shop.example:8443/kettles/list.html?page=2#top';

test('addresses that can be told by their letters are', () => {
  for (const address of ['/', '/kettles/', '/p/12.jpg?w=200&v=3', '/a/b.html#part-2', 'https://cdn.example.org/a/b-1.2.css?v=3'])
    assert.equal(addressIn(documentAt(SHOP), address), new URL(address, SHOP).href);
});

test('whatever the browser would write another way is left to it', () => {
  for (const address of [
    '', 'a.html', '../a', './a', '?a=1', '#a', '//cdn.example.org/a', '/a/../b', '/a/./b', '/.', '/a b', '/ä', '/a%2e%2e/b', '/a\\b', '/a//b', "/a?b='c'",
    'https://cdn.example.org', 'HTTPS://cdn.example.org/', 'https://Cdn.example.org/', 'https://cdn.example.org:443/', 'http://127.1/', 'http://0x7f.0.0.1/',
    'https://ada@cdn.example.org/', 'https://xn--a.example.org/', 'ftp://cdn.example.org/', 'javascript:void 0', ' /a',
  ])
    assert.equal(addressIn(documentAt(SHOP), address), '', address);
});

test('a page that has no host has none to put in front', () => {
  for (const base of ['about:blank', 'file:///home/a.html', 'data:text/html,']) assert.equal(addressIn(documentAt(base), '/a'), '');
});

test('a base that changes counts from then on', () => {
  const document = { baseURI: 'https://a.example/' } as { baseURI: string };
  assert.equal(addressIn(document as Document, '/x'), 'https://a.example/x');
  document.baseURI = 'https://b.example/';
  assert.equal(addressIn(document as Document, '/x'), 'https://b.example/x');
});

test('what it tells is what the URL standard says', () => {
  const piece = constantFrom('/', '//', '.', '..', 'a', 'B', '1', '-', '_', '~', '?', '#', '=', '&', '%', '%2e', '+', ':', '@', '\\', ' ', 'ä', "'", '"', '|', '^', '[', 'https://', 'http://', 'cdn.example', 'xn--', '127.1', ':443', ':80');
  holds(
    property(array(piece, { maxLength: 8 }), constantFrom(SHOP, 'http://a.example/', 'about:blank'), (pieces, base) => {
      const address = pieces.join('');
      const told = addressIn(documentAt(base), address);
      if (told) assert.equal(told, new URL(address, base).href);
    }),
    { numRuns: 5_000 },
  );
});
