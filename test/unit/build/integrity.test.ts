import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { sessionIntegrity } from '../../../scripts/rollup/session-integrity.mjs';

const hashes = JSON.parse(readFileSync('dist/sri.json', 'utf8')) as Record<string, string>;

describe('the hashes of the built files', () => {
  it('are of the files as they lie in dist/', () => {
    assert.deepEqual(Object.keys(hashes), ['cobrowse.js', 'index.js', 'session.js', 'replayer.js']);
    for (const [name, hash] of Object.entries(hashes))
      assert.equal(hash, `sha384-${createHash('sha384').update(readFileSync(`dist/${name}`)).digest('base64')}`, name);
  });

  it('have the session bundle’s in the loader, and nowhere else', () => {
    const session = hashes['session.js']!;
    assert.ok(readFileSync('dist/cobrowse.js', 'utf8').includes(session));
    assert.ok(!readFileSync('dist/index.js', 'utf8').includes('sha384-'));
  });

  it('stop the build where there is no place for one', () => {
    const failed: string[] = [];
    const plugin = { error: (message: string) => failed.push(message) };
    sessionIntegrity().transform.call(plugin as never, 'export {}', '/x/src/session-integrity.ts');
    assert.match(failed[0] ?? '', /SESSION_INTEGRITY/);
  });
});
