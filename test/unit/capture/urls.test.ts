import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanLink, cleanMaskedLink, cleanSource, cleanSources } from '../../../src/capture/urls.ts';

describe('addresses that leave', () => {
  const links: [url: string, left: string][] = [
    ['https://shop.test/orders/7?name=jane#who', 'https://shop.test/orders/7'],
    ['https://jane:secret@shop.test/', 'https://shop.test/'],
    [' https://jane@shop.test/a', 'https://shop.test/a'],
    [String.raw`https:\\jane@shop.test/a`, String.raw`https:\\shop.test/a`],
    ['//jane@shop.test/a', '//shop.test/a'],
    ['/a;jsessionid=1A2B;v=2/b;c', '/a/b'],
    ['/users/jane@shop.test/orders', '/users/*/orders'],
    ['mailto:jane@shop.test', 'mailto:'],
    ['SIP:jane@shop.test', 'SIP:'],
    ['skype:jane?call', 'skype:'],
    ['java\nscript:go("jane")', 'javascript:'],
    ['data:text/html,jane', 'data:'],
    ['blob:https://shop.test/1-2', 'blob:'],
    ['/list?page=2&who=jane', '/list?page=2'],
    ['#orders', '#orders'],
    ['#access_token=eyJhbGciOiJub25lIn0', ''],
    ['', ''],
  ];
  for (const [url, left] of links) it(`leads from ${JSON.stringify(url)} to ${JSON.stringify(left)}`, () => assert.equal(cleanLink(url, ['page']), left));

  it('keep the name of a place on the same page', () => {
    assert.equal(cleanLink('https://a.test/b?c=d#e', [], 'https://a.test/b?c=d'), 'https://a.test/b#e');
    assert.equal(cleanLink('https://a.test/x#e', [], 'https://a.test/b'), 'https://a.test/x');
  });

  it('lead to a host, and no further, from a masked place', () => {
    assert.equal(cleanMaskedLink('https://a.test/users/jane?a=b'), 'https://a.test/');
    assert.equal(cleanMaskedLink('/users/jane'), '/');
    assert.equal(cleanMaskedLink('tel:+49301234'), 'tel:');
    assert.equal(cleanMaskedLink('#part'), '#part');
  });

  it('are loaded without what opens something', () => {
    assert.equal(cleanSource('/a.png?v=3&token=x&w=20'), '/a.png?v=3&w=20');
    assert.equal(cleanSource('/a.png?X-Amz-Signature=x'), '/a.png');
    assert.equal(cleanSources('/a.png?v=1&sig=x 1x, /b.png 2x', cleanSource), '/a.png?v=1 1x, /b.png 2x');
  });
});
