import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkFeatures, checkSupport, checkSyntax } from '../../../scripts/check-support.mjs';
import { FEATURES, OLDEST, OLDEST_FOR_LOADER } from '../../../scripts/support-matrix.mjs';

const LOADER = 'dist/cobrowse.js';
const SESSION = 'dist/session.js';

describe('the support matrix', () => {
  it('holds for the built files', () => {
    assert.deepEqual(checkSupport(), []);
  });

  it('finds syntax in the loader that came after it, `import()` aside', () => {
    assert.deepEqual(checkSyntax(LOADER, 'async function f({ ...rest }) { await import(rest.url); }'), []);
    for (const code of ['a?.b', 'a ?? b', '1n', 'try {} catch {}'])
      assert.equal(checkSyntax(LOADER, code).length, 1, code);
    for (const code of ['a ||= b', 'class A { b = 1 }', '1_000']) assert.match(checkSyntax(LOADER, code)[0]!, /not ECMAScript 2018/, code);
  });

  it('finds syntax after 2022 in the rest', () => {
    assert.deepEqual(checkSyntax(SESSION, 'class A { #b = 1; static {} } export { A };'), []);
    assert.equal(checkSyntax(SESSION, 'const a = /[\\p{L}--[a-z]]/v;').length, 1);
  });

  it('finds a word that is too new for some browser of it, and says for which', () => {
    const [problem] = checkFeatures(SESSION, 'if (URL.canParse(a)) b();');
    assert.match(problem!, /canParse, which chrome 93, edge 93, firefox 101, safari 16\.4 has not/);
    assert.deepEqual(checkFeatures(SESSION, "const hash = 'canParse'; const canParseIt = location.hash;"), []);
  });

  it('is told apart by two features that no older browser has', () => {
    const versions = (word: string) => FEATURES.find((feature) => feature.word === word)!.first;
    const [a, b] = [versions('hasOwn'), versions('adoptedStyleSheets')];
    for (const browser of ['chrome', 'edge', 'firefox', 'safari'] as const)
      assert.equal(Math.max(a[browser], b[browser]), OLDEST[browser], browser);
  });

  it('is what docs/support.md says', () => {
    const text = readFileSync('docs/support.md', 'utf8');
    const row = ({ chrome, edge, firefox, safari }: typeof OLDEST) => `| ${chrome} | ${edge} | ${firefox} | ${safari} |`;
    assert.ok(text.includes(row(OLDEST)), row(OLDEST));
    assert.ok(text.includes(row(OLDEST_FOR_LOADER)), row(OLDEST_FOR_LOADER));
  });
});
