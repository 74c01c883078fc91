import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { VERSION } from '../../../src/core/version.ts';

type Entry = string | Record<string, string>;
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  bin: Record<string, string>;
  exports: Record<string, Entry>;
};

/** Imports a module in a Node of its own and reports what that left behind there. */
function importAlone(...args: string[]): { names: string[]; globals: string[] } {
  const specifier = args.pop();
  const code = `
    const before = new Set(Reflect.ownKeys(globalThis));
    const names = Object.keys(await import(${JSON.stringify(specifier)}));
    const globals = Reflect.ownKeys(globalThis).filter((key) => !before.has(key)).map(String);
    console.log(JSON.stringify({ names, globals }));`;
  // A timer or a socket that the import left running would keep the process, and meet the bound.
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args, '--input-type=module', '-e', code], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  assert.equal(status, 0, stderr);
  assert.equal(stderr, '');
  return JSON.parse(stdout) as { names: string[]; globals: string[] };
}

describe('the package', () => {
  it('says the version of package.json', () => {
    assert.equal(VERSION, manifest.version);
  });

  it('has every file that its exports and its command name', () => {
    const files = Object.values(manifest.exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    );
    for (const file of [...files, ...Object.values(manifest.bin)]) assert.ok(existsSync(file), file);
  });

  it('is imported on a server without an effect, built and from source', () => {
    const built = importAlone('cobrowse-widget');
    assert.ok(built.names.includes('createCobrowse'));
    assert.deepEqual(built.globals, []);
    const source = importAlone('--import', 'tsx', './src/index.ts');
    assert.deepEqual(source.names.sort(), built.names.sort());
    assert.deepEqual(source.globals, []);
  });

  it('is imported without an effect in its server halves, too', () => {
    for (const entry of ['cobrowse-widget/backend', 'cobrowse-widget/relay', 'cobrowse-widget/testing'])
      assert.deepEqual(importAlone(entry).globals, [], entry);
  });

  it('leaves the session bundle to be split off by the merchant’s bundler', () => {
    for (const name of ['session', 'diagnose'])
      assert.match(readFileSync('dist/index.js', 'utf8'), new RegExp(`\\bimport\\(["']\\./${name}\\.js["']\\)`));
  });

  it('has compiled ahead what runs as sharing begins, and nothing that is on every page', () => {
    const begins = (name: string): boolean => readFileSync(`dist/${name}.js`, 'utf8').startsWith('//# allFunctionsCalledOnLoad\n');
    assert.deepEqual(['cobrowse', 'index', 'session', 'capture', 'diagnose', 'replayer'].filter(begins), ['session', 'capture']);
  });

  it('has a source map with every bundle, and its version on top', () => {
    for (const name of ['cobrowse', 'index', 'session', 'diagnose', 'replayer', 'backend', 'relay', 'testing', 'cobrowse-relay', 'cobrowse-check', 'cobrowse-decode']) {
      const code = readFileSync(`dist/${name}.js`, 'utf8');
      assert.match(code, new RegExp(`^(#!/usr/bin/env node\\n|//# allFunctionsCalledOnLoad\\n)?/\\*! cobrowse-widget ${VERSION} \\| MIT \\*/`), name);
      assert.match(code, new RegExp(`//# sourceMappingURL=${name}\\.js\\.map\\s*$`), name);
      assert.ok(existsSync(`dist/${name}.js.map`), name);
    }
  });
});
