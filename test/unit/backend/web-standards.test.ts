import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const ROOT = fileURLToPath(new URL('../../../src/', import.meta.url));

/** Every module that the merchant's half loads, and every package, by following its imports. */
function reach(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const follow = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gms)) {
      if (name.startsWith('.')) follow(resolve(dirname(file), name));
      else packages.add(name);
    }
  };
  follow(entry);
  return { files, packages };
}

const { files, packages } = reach(join(ROOT, 'backend/backend.ts'));

test('the merchant’s half loads valibot and nanoid and nothing of Node', () => {
  assert.deepEqual([...packages].sort(), ['nanoid', 'valibot']);
});

test('it reaches core and the parsers of connection info and rules, and no other part of the widget', () => {
  const others = [...files].map((file) => file.slice(ROOT.length)).filter((file) => !/^(backend|core)\//.test(file));
  assert.deepEqual(others, ['wire/connection-info.ts', 'wire/privacy-rules.ts']);
});

test('every file of it is in use', () => {
  for (const name of readdirSync(join(ROOT, 'backend'))) assert(files.has(join(ROOT, 'backend', name)), name);
});

test('it names no global that only Node has', () => {
  for (const file of files) assert.doesNotMatch(readFileSync(file, 'utf8'), /\b(Buffer|process|require|__dirname)\b[.(]/, file);
});
