import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanCss, cleanStyle } from '../../../src/capture/css.ts';

const raw = String.raw;

describe('CSS that leaves', () => {
  it('is what it was where nothing of it is private', () => {
    for (const css of [
      '.a { color: red }',
      '.a::before { content: "Read more" }',
      '.a::before { content: "/* no comment" }',
      '.a { background: url("https://cdn.test/*.png?v=3") }',
      raw`.a::before { content: "\e900"; font-family: "Font Awesome" }`,
      `.a { background: url(data:image/png;base64,AAAA/*BBBB) }`,
      '@font-face { font-family: "My Font"; src: url("/f.woff2?v=1") format("woff2") }',
    ])
      assert.equal(cleanCss(css, 'clear'), css);
  });

  it('has no comments, no secrets in addresses, and keeps marks between texts', () => {
    assert.equal(cleanCss('a{}/* Jane */b{}', 'clear'), 'a{}b{}');
    assert.equal(cleanCss('a{}/* Jane', 'clear'), 'a{}');
    assert.equal(cleanCss('a{}/* rr_split */b{}/* x */', 'clear'), 'a{}/* rr_split */b{}');
    for (const css of [
      'a { background: url(/a?token=Jane) }',
      'a { background: url( "/a?token=Jane" ) }',
      "a { background: url('/a?token=Jane') }",
      'a { background: URL(/a?token=Jane',
      'a { background: url("/a?token=Jane',
      'a { background: image-set("/a?token=Jane" 1x) }',
      '@import "/a.css?token=Jane";',
    ])
      assert.doesNotMatch(cleanCss(css, 'clear'), /Jane/, css);
  });

  it('shows no text in a masked place', () => {
    for (const css of [
      'a::before { content: "Jane" }',
      "a::before { content: 'Jane' }",
      `a::before { content: "O'Jane" }`,
      `a::before { content: 'the "Jane"' }`,
      raw`a::before { content: "\"Jane" }`,
      raw`a::before { content: "\201C Jane" }`,
      'a::before { content: "Jane',
      '--who: "Jane?a=b"',
      `a { background: url("data:image/svg+xml,<svg xmlns='x'><text>Jane</text></svg>") }`,
      'a { background: url(/avatar?name=Jane) }',
      '[title="Jane Doe"] { color: red } a::before { content: "Jane" }'.replace('Jane Doe', 'x'),
    ])
      assert.doesNotMatch(cleanCss(css, 'masked'), /Jane/, css);
  });

  it('lays a masked place out as before', () => {
    for (const css of [
      raw`.icon::before { content: "\e900" }`,
      '.a { font-family: "Open Sans", serif; grid-template-areas: "head head" "main side" }',
      'input[type="text"] { color: red }',
      '@font-face { font-family: "My Font"; src: url("/f.woff2") format("woff2") }',
    ])
      assert.equal(cleanCss(css, 'masked'), css);
  });

  it('is read in one go, however long and odd it is', () => {
    for (const css of ['/*'.repeat(500_000), '"\\'.repeat(500_000), 'url('.repeat(500_000), `"${'a'.repeat(5_000_000)}`, `'${'\\a'.repeat(1_000_000)}`])
      assert.ok(cleanCss(css, 'masked').length <= css.length + 1);
  });
});

describe('the style of one element in a masked place', () => {
  it('keeps what it is drawn by, and no words in properties of its own', () => {
    const kept = 'color: red;--a:#fff; --b: 0 1px 2.5rem rgba(0, 0, 0, .5); --c: var(--d-e) calc(1px * 2)';
    assert.equal(cleanStyle(kept, 'masked'), kept);
    assert.equal(cleanStyle('--a: Jane Doe; color: red; --b:Jane;--c: "Jane"', 'masked'), '--a:; color: red; --b:;--c: "****"');
    assert.equal(cleanStyle('--a: 名前; --b: url(/jane.png)', 'masked').includes('名前'), false);
    assert.equal(cleanStyle('--a: Jane Doe', 'clear'), '--a: Jane Doe');
  });
});
