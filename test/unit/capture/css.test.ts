import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanCss } from '../../../src/capture/css.ts';

test('CSS leaves without comments, save rrweb’s own mark between text nodes', () => {
  assert.equal(cleanCss('a { /* of Ada */ color: red }', 'clear'), 'a {  color: red }');
  assert.equal(cleanCss('a{}/* rr_split */b{}/* note */', 'clear'), 'a{}/* rr_split */b{}');
  assert.equal(cleanCss('a{} /* never closed', 'clear'), 'a{} ');
});

test('addresses in CSS are cleaned like those of images', () => {
  assert.equal(
    cleanCss('a { background: url("/a.png?token=1&v=2") } b { mask: url( /m.svg#part ) } @import "/x.css?sig=1";', 'clear'),
    'a { background: url("/a.png?v=2") } b { mask: url( /m.svg#part) } @import "/x.css";',
  );
  const data = `a { background: url("data:image/svg+xml,<svg fill='url(#a)'/>") }`;
  assert.equal(cleanCss(data, 'clear'), data);
});

test('texts in CSS are masked in a masked place, and icons are not', () => {
  const css = `a::before { content: "Hello Ada" } b::before { content: "\\f101" } c::before { content: '*' }`;
  assert.equal(cleanCss(css, 'clear'), css);
  assert.equal(cleanCss(css, 'masked'), css.replace('Hello Ada', '***** ***'));
});

test('a text of a million openings is gone through once', () => {
  for (const part of ['/*', 'url(', 'url("', '@import "']) assert.ok(cleanCss(part.repeat(1_000_000), 'masked').length >= 0);
});
