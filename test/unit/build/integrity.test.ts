import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { bundleIntegrity } from '../../../scripts/rollup/bundle-integrity.mjs';

const hashes = JSON.parse(readFileSync('dist/sri.json', 'utf8')) as Record<string, string>;

describe('the hashes of the built files', () => {
  it('are of the files as they lie in dist/', () => {
    assert.deepEqual(Object.keys(hashes), ['cobrowse.js', 'index.js', 'session.js', 'capture.js', 'replayer.js']);
    for (const [name, hash] of Object.entries(hashes))
      assert.equal(hash, `sha384-${createHash('sha384').update(readFileSync(`dist/${name}`)).digest('base64')}`, name);
  });

  it('have the session bundle’s in the loader, the capture bundle’s in the session bundle, and nowhere else', () => {
    const held = (name: string): string[] => readFileSync(`dist/${name}`, 'utf8').match(/sha384-[\w+/=]+/g) ?? [];
    assert.deepEqual(held('cobrowse.js'), [hashes['session.js']]);
    assert.deepEqual(held('session.js'), [hashes['capture.js']]);
    assert.deepEqual([...held('index.js'), ...held('capture.js')], []);
  });

  it('stop the build where there is no place for one', () => {
    const failed: string[] = [];
    const plugin = { error: (message: string) => failed.push(message) };
    bundleIntegrity(['SESSION_INTEGRITY']).transform.call(plugin as never, 'export {}', '/x/src/integrity.ts');
    assert.match(failed[0] ?? '', /SESSION_INTEGRITY/);
  });
});
