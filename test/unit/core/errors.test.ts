import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { ERROR_CODES } from '../../../src/core/error-codes.ts';
import { CobrowseError, isCobrowseError } from '../../../src/core/errors.ts';

describe('CobrowseError', () => {
  it('carries code, sentence, cause and whether to try again', () => {
    const cause = new TypeError('offline');
    const error = new CobrowseError('connection/info-network', 'It did not get through.', { cause });
    assert.equal(error.name, 'CobrowseError');
    assert.equal(error.code, 'connection/info-network');
    assert.equal(error.message, 'It did not get through.');
    assert.equal(error.cause, cause);
    assert.equal(error.retryable, true);
    assert.equal(new CobrowseError('connection/info-forbidden', '').retryable, false);
    assert.equal('cause' in new CobrowseError('session/busy', ''), false);
  });

  it('is recognised across copies of the package, and nothing else is', async () => {
    // A query makes a second copy of the module, as loader and session bundle each have one.
    const second = '../../../src/core/errors.ts?second';
    const copy = (await import(second)) as { CobrowseError: typeof CobrowseError };
    const foreign = new copy.CobrowseError('session/busy', 'busy');
    assert.equal(foreign instanceof CobrowseError, false);
    assert.equal(isCobrowseError(foreign), true);
    for (const other of [null, undefined, 'session/busy', new Error('busy'), { name: 'CobrowseError', code: 'session/busy' }])
      assert.equal(isCobrowseError(other), false);
  });
});

describe('docs/errors.md', () => {
  it('has exactly one anchor with a sentence for every code, in the order of the list', async () => {
    const sections = (await readFile('docs/errors.md', 'utf8')).split('\n### ').slice(1);
    assert.deepEqual(sections.map((section) => section.split('\n')[0]), [...ERROR_CODES]);
    for (const section of sections) assert.match(section.split('\n')[1] ?? '', /^[A-Z`].{20,}/);
  });
});
