import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchesPage, matchesPath } from '../../../src/capture/page-match.ts';

// The cases are those of the pattern language's description: `?` one character, `*` any within a segment, `**` any number
// of segments.
const CASES: [pattern: string, path: string, matches: boolean][] = [
  ['/account', '/account', true],
  ['/account', '/account/', true],
  ['/account', '/accounts', false],
  ['/t?st', '/test', true],
  ['/t?st', '/tst', false],
  ['/*', '/checkout', true],
  ['/*', '/checkout/pay', false],
  ['/check*/pay', '/checkout/pay', true],
  ['/*out', '/checkout', true],
  ['/c*k*t', '/checkout', true],
  ['/c*x*t', '/checkout', false],
  ['/**', '/', true],
  ['/**', '/a/b/c', true],
  ['/account/**', '/account', true],
  ['/account/**', '/account/orders/7', true],
  ['/account/**', '/shop/account', false],
  ['/**/orders', '/orders', true],
  ['/**/orders', '/a/b/orders', true],
  ['/**/orders', '/a/orders/b', false],
  ['/**/orders/**/pay', '/x/orders/1/2/pay', true],
  ['/a/**/b/**/c', '/a/b/c', true],
  ['/a/**/b/**/c', '/a/c/b', false],
  ['/caf\u00e9', '/caf%C3%A9', true],
  ['/%', '/%', true],
];

describe('a rule by path', () => {
  for (const [pattern, path, expected] of CASES)
    it(`${pattern} ${expected ? 'is' : 'is not'} about ${path}`, () => assert.equal(matchesPath(pattern, path), expected));

  it('is compared in steps that grow with the product of both lengths, whatever the pattern', () => {
    // A pattern as long as a rule may have, of the kind that sends a search by trial back and forth without end.
    assert.equal(matchesPath('/**/a'.repeat(200), `/${'a/'.repeat(500)}b`), false);
    assert.equal(matchesPath(`/${'*a'.repeat(500)}`, `/${'a'.repeat(1_000)}b`), false);
  });
});

describe('a rule by page id', () => {
  const page = (search: string) => ({ pathname: '/x', search });
  it('is about the page whose address has that id', () => {
    const rule = { match: 'page-id', value: 'pay-1', selector: '.a' } as const;
    assert.equal(matchesPage(rule, page('?cobrowse_page_id=pay-1')), true);
    assert.equal(matchesPage(rule, page('?a=b&cobrowse_page_id=pay%2D1')), true);
    assert.equal(matchesPage(rule, page('?cobrowse_page_id=pay-12')), false);
    assert.equal(matchesPage(rule, page('')), false);
  });
  it('and a generic one is about every page', () => assert.equal(matchesPage({ match: 'generic', selector: 'p' }, page('')), true));
});
