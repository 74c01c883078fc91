import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { ATTRIBUTES, readAttributes } from '../../src/attributes.ts';
import { OPTIONS, resolveSettings } from '../../src/options.ts';

describe('the options', () => {
  it('need connectionInfo and nothing else', () => {
    const settings = resolveSettings({ connectionInfo: '/info' });
    assert.equal(settings.connectionInfo, '/info');
    assert.equal(settings.privacy.maskInputs, true);
    assert.equal(settings.useInternalUrl, false);
    assert.equal(settings.shadowRoot, 'closed');
    assert.throws(() => resolveSettings({}), { code: 'config/missing-option', message: /connectionInfo must be a URL/ });
  });

  const wrong: [unknown, string, RegExp][] = [
    [null, 'config/invalid-option', /The options must be an object/],
    ['/info', 'config/invalid-option', /The options must be an object/],
    [{ connectionInfo: '' }, 'config/invalid-option', /connectionInfo must be a URL/],
    [{ connectionInfo: 7 }, 'config/invalid-option', /connectionInfo must be a URL/],
    [{ connectionInfo: '/i', conectionInfo: '/i' }, 'config/unknown-option', /no option conectionInfo/],
    [{ connectionInfo: '/i', constructor: 1 }, 'config/unknown-option', /no option constructor/],
    [{ connectionInfo: '/i', consent: true }, 'config/invalid-option', /Option consent must be an object/],
    [{ connectionInfo: '/i', consent: { view: 'yes' } }, 'config/invalid-option', /consent\.view must be a function/],
    [{ connectionInfo: '/i', privacy: { maskInputs: 'no' } }, 'config/invalid-option', /privacy\.maskInputs must be true or false/],
    [{ connectionInfo: '/i', privacy: { reveal: 'body' } }, 'config/unknown-option', /no option privacy\.reveal/],
    [{ connectionInfo: '/i', requestTimeoutMs: 0 }, 'config/invalid-option', /requestTimeoutMs must be a number of milliseconds/],
    [{ connectionInfo: '/i', requestTimeoutMs: NaN }, 'config/invalid-option', /requestTimeoutMs/],
    [{ connectionInfo: '/i', ui: { shadowRoot: 'ajar' } }, 'config/invalid-option', /ui\.shadowRoot must be "closed" or "open"/],
  ];
  for (const [given, code, message] of wrong)
    it(`refuse ${JSON.stringify(given)} in a sentence`, () => {
      assert.throws(() => resolveSettings(given), { code, message });
    });

  it('take undefined for left out', () => {
    const settings = resolveSettings({ connectionInfo: '/i', locale: undefined, consent: undefined });
    assert.equal(settings.locale, null);
    assert.equal(settings.consentView, null);
  });
});

describe('the script tag’s attributes', () => {
  it('spell options, nested ones too', () => {
    assert.deepEqual(
      readAttributes({ connectionInfo: '/i', maskInputs: 'false', mask: '.private', requestTimeoutMs: '500', other: 'x' }),
      { connectionInfo: '/i', privacy: { maskInputs: false, mask: '.private' }, requestTimeoutMs: 500 },
    );
  });

  it('are refused by name where a flag is neither true nor false', () => {
    assert.throws(() => readAttributes({ maskInputs: 'yes' }), { message: /data-mask-inputs must be "true" or "false"/ });
  });

  it('exist for every option that is not a function', () => {
    const spelt = new Set(Object.values(ATTRIBUTES).map(([path]) => path));
    const missing = Object.keys(OPTIONS).filter((path) => !spelt.has(path));
    assert.deepEqual(missing, ['consent.view',
      'privacy.decide', 'attach', 'onDiagnostic']);
  });
});

describe('docs/options.md', () => {
  it('lists every option with its default and attribute', async () => {
    const rows = (await readFile('docs/options.md', 'utf8')).split('\n');
    for (const [path, spec] of Object.entries(OPTIONS)) {
      const row = rows.find((line) => line.startsWith(`| \`${path}\` |`));
      assert.ok(row, `no row for ${path}`);
      const attribute = Object.entries(ATTRIBUTES).find(([, [of]]) => of === path)?.[0];
      assert.ok(row.includes(attribute ? `\`${attribute}\`` : '| – |'), `${path}: attribute`);
      const byDefault = 'default' in spec ? spec.default : undefined;
      const shown = typeof byDefault === 'number' ? byDefault.toLocaleString('en') : String(byDefault ?? '–');
      assert.ok(row.includes(`| ${shown}`), `${path}: default ${shown}`);
    }
  });
});
