import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { browserPath } from '../../../src/check/browser.ts';
import { CannotCheck } from '../../../src/check/cannot-check.ts';
import { helpText, readArguments, readPrivacyOptions, readRules } from '../../../src/check/command-options.ts';

const refuses = (work: () => unknown, sentence: RegExp): void =>
  assert.throws(work, (error) => error instanceof CannotCheck && sentence.test(error.message) && !error.message.includes('\n'));

describe('the arguments', () => {
  it('are a page and no more, if that is all there is to say', () => {
    const { target, markers, picture, waitMs, rules } = readArguments(['page.html']);
    assert.deepEqual([target, markers, picture, waitMs, rules], ['page.html', [], 'cobrowse-check.png', 1_000, undefined]);
  });

  it('name files, and markers as often as one likes', () => {
    const args = ['--rules', 'r.json', '--options=o.json', 'https://shop.example/', '--marker', 'Lovelace', '--marker', '4111', '--wait', '0'];
    assert.deepEqual(readArguments([...args, '--script', 's.js', '--picture', 'p.png', '--json', 'l.json', '--browser', '/b']), {
      target: 'https://shop.example/',
      rules: 'r.json',
      options: 'o.json',
      script: 's.js',
      markers: ['Lovelace', '4111'],
      picture: 'p.png',
      json: 'l.json',
      waitMs: 0,
      browser: '/b',
    });
  });

  for (const [args, sentence] of [
    [[], /Name one page/],
    [['a.html', 'b.html'], /Name one page/],
    [['a.html', '--rule', 'r.json'], /--rule/],
    [['a.html', '--rules'], /--rules/],
    [['a.html', '--rules', ''], /--rules must name a file/],
    [['a.html', '--wait', '1.5'], /--wait must be a whole number/],
    [['a.html', '--wait', '30001'], /--wait must be a whole number/],
    [['a.html', '--marker', 'Ada'], /"Ada" is found by chance/],
  ] as const)
    it(`refuses ${args.join(' ') || 'nothing'}`, () => refuses(() => readArguments(args), sentence));

  it('are all explained, by the command and in docs/check.md', () => {
    const page = readFileSync('docs/check.md', 'utf8');
    for (const name of ['rules', 'options', 'marker', 'script', 'picture', 'json', 'wait', 'browser']) {
      assert.match(helpText(), new RegExp(`^  --${name} `, 'm'));
      assert.match(page, new RegExp(`^\\| \`--${name} [A-Z]+\` \\|`, 'm'));
    }
  });
});

describe('the files', () => {
  it('hold rules, bare or as the merchant backend sends them', () => {
    const rules = [{ match: 'generic', selector: '.a' }];
    assert.deepEqual(readRules('r', JSON.stringify(rules)), rules);
    assert.deepEqual(readRules('r', JSON.stringify({ privacyRules: rules })), rules);
  });

  it('are refused where they hold something else', () => {
    refuses(() => readRules('r.json', '[{'), /r\.json is not JSON/);
    refuses(() => readRules('r.json', '{"rules": []}'), /r\.json holds no privacy rules/);
    refuses(() => readRules('r.json', '[{"match": "path", "selector": ".a"}]'), /masked everything/);
    refuses(() => readPrivacyOptions('o.json', '[]'), /o\.json must hold an object/);
  });
});

describe('the browser', () => {
  it('is the one that is named, or none', () => {
    assert.equal(browserPath(process.execPath, {}), process.execPath);
    assert.equal(browserPath(undefined, { PUPPETEER_EXECUTABLE_PATH: process.execPath }), process.execPath);
    refuses(() => browserPath(undefined, { PUPPETEER_EXECUTABLE_PATH: '/nowhere' }), /PUPPETEER_EXECUTABLE_PATH is \/nowhere/);
  });
});
