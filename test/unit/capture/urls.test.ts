import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanLink, cleanMaskedLink, cleanSource, cleanSources } from '../../../src/capture/urls.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln';

describe('where a page is or leads', () => {
  const cases: [url: string, expected: string][] = [
    ['https://shop.example/a/b', 'https://shop.example/a/b'],
    ['https://shop.example/a?token=1&page=2#part', 'https://shop.example/a?page=2'],
    ['https://shop.example/a?page=ada%40mail.example', 'https://shop.example/a'],
    ['https://ada:pw@shop.example/a', 'https://shop.example/a'],
    ['//ada@shop.example/', '//shop.example/'],
    [`https://shop.example/reset/${JWT}`, 'https://shop.example/reset/*'],
    ['https://shop.example/u/ada@mail.example/orders', 'https://shop.example/u/*/orders'],
    ['https://shop.example/t/9f86d081884c7d659a2feaa0c55ad015', 'https://shop.example/t/*'],
    ['https://shop.example/waterproof-jacket-for-men-and-women-blue', 'https://shop.example/waterproof-jacket-for-men-and-women-blue'],
    ['https://shop.example/sport/what-the-day-has-brought-1000123', 'https://shop.example/sport/what-the-day-has-brought-1000123'],
    ['https://shop.example/t/f3a9-4111-1111-1111-1111-x', 'https://shop.example/t/*'],
    ['https://shop.example/t/4111_1111_1111_1111', 'https://shop.example/t/4111_1111_1111_1111'],
    ['https://shop.example/orders-4111111111111111', 'https://shop.example/*'],
    ['https://shop.example/t/abcdefghi9-abcdefghij1abcdefghi2', 'https://shop.example/t/*'],
    [`/reset.${JWT}`, '/*'],
    ['http:///4111111111111111/x', 'http:///*/x'],
    ['http:/4111111111111111/x', 'http:/*/x'],
    ['https://4/4111111111111111/x', 'https://4/*/x'],
    ['https://0123456789abcdef0123456789abcdef.shop.example/a', 'https://0123456789abcdef0123456789abcdef.shop.example/a'],
    ['mailto:ada@mail.example', 'mailto:'],
    ['tel:+491701234567', 'tel:'],
    ['javascript:pay("4111")', 'javascript:'],
    ['data:text/html,secret', 'data:'],
    ['relative/page?x=1', 'relative/page'],
    ['?x=1', ''],
    ['#part', '#part'],
    ['#access_token=abc', ''],
  ];
  for (const [url, expected] of cases) it(`is told of ${url}`, () => assert.equal(cleanLink(url, ['page']), expected));

  it('keeps the name of a place on the same page', () => {
    const here = 'https://shop.example/a?session=1#top';
    assert.equal(cleanLink('https://shop.example/a?session=1#prices', [], () => here), 'https://shop.example/a#prices');
    assert.equal(cleanLink('https://shop.example/b#prices', [], () => here), 'https://shop.example/b');
    assert.equal(cleanLink('https://shop.example/a?session=1#/user/7', [], () => here), 'https://shop.example/a');
  });
});

describe('what a page loads', () => {
  const cases: [url: string, expected: string][] = [
    ['https://cdn.example/a.png?v=3', 'https://cdn.example/a.png?v=3'],
    ['https://cdn.example/a.png?w=200&fm=webp&q=80', 'https://cdn.example/a.png?w=200&fm=webp&q=80'],
    ['https://cdn.example/a.png?v=3&X-Amz-Signature=00ff&token=x', 'https://cdn.example/a.png?v=3'],
    [`https://cdn.example/a.png?v=${JWT}`, 'https://cdn.example/a.png'],
    [`https://cdn.example/${JWT}/a.png`, 'https://cdn.example/*/a.png'],
    ['https://cdn.example/3f2c9d8e7b6a5f4e3d2c1b0a/a.png', 'https://cdn.example/3f2c9d8e7b6a5f4e3d2c1b0a/a.png'],
    ['https://u:p@cdn.example/a.png', 'https://cdn.example/a.png'],
    ['sprite.svg#cart', 'sprite.svg#cart'],
    ['data:image/png;base64,AAAA', 'data:image/png;base64,AAAA'],
  ];
  for (const [url, expected] of cases) it(`is told of ${url}`, () => assert.equal(cleanSource(url), expected));

  it('in each candidate of a list', () => {
    assert.equal(cleanSources('/a.png?token=1 1x, /b.png?v=2 2x', cleanSource), '/a.png 1x, /b.png?v=2 2x');
    assert.equal(cleanSources('/a.png?sig=1, /b.png 480w', cleanSource), '/a.png, /b.png 480w');
  });
});

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
    assert.equal(cleanLink('https://a.test/b?c=d#e', [], () => 'https://a.test/b?c=d'), 'https://a.test/b#e');
    assert.equal(cleanLink('https://a.test/x#e', [], () => 'https://a.test/b'), 'https://a.test/x');
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
