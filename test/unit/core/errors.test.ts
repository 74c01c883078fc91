import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { ERROR_CODES } from '../../../src/core/error-codes.ts';
import { CobrowseError, isCobrowseError } from '../../../src/core/errors.ts';

describe('an error of the package', () => {
  it('says what happened, for machines and for people', () => {
    const cause = new Error('underneath');
    const error = new CobrowseError('connection/lost', 'The connection is lost.', { cause, retryAfterMs: 5_000 });
    assert.ok(error instanceof Error);
    assert.deepEqual(
      [error.name, error.code, error.message, error.cause, error.retryAfterMs],
      ['CobrowseError', 'connection/lost', 'The connection is lost.', cause, 5_000],
    );
    assert.equal(String(error), 'CobrowseError: The connection is lost.');
  });

  it('has no cause where none is given', () => {
    assert.equal('cause' in new CobrowseError('session/busy', 'Busy.'), false);
  });

  it('says whether the same call may succeed later', () => {
    assert.equal(new CobrowseError('connection/info-network', '').retryable, true);
    assert.equal(new CobrowseError('config/invalid-option', '').retryable, false);
  });

  it('is known by another copy of the package on the same page', async () => {
    const copy = '../../../src/core/errors.ts?another-copy';
    const other = (await import(copy)) as typeof import('../../../src/core/errors.ts');
    assert.notEqual(other.CobrowseError, CobrowseError);
    const foreign = new other.CobrowseError('session/ended', 'Ended.');
    assert.equal(foreign instanceof CobrowseError, false);
    assert.equal(isCobrowseError(foreign), true);
    assert.equal(other.isCobrowseError(new CobrowseError('session/ended', 'Ended.')), true);
  });

  it('is not mistaken for what merely looks like one, nor copied by listing its keys', () => {
    const error = new CobrowseError('session/ended', 'Ended.');
    for (const value of [null, undefined, 'session/ended', new Error('x'), { name: 'CobrowseError', code: error.code }])
      assert.equal(isCobrowseError(value), false);
    assert.equal(isCobrowseError({ ...error }), false);
  });
});

describe('error codes', () => {
  it('are namespace/what-happened, each once', () => {
    for (const code of ERROR_CODES) assert.match(code, /^[a-z]+\/[a-z]+(-[a-z]+)*$/);
    assert.equal(new Set(ERROR_CODES).size, ERROR_CODES.length);
  });
});

describe('docs/errors.md', () => {
  it('has exactly one anchor with a sentence for every code, in the order of the list', async () => {
    const sections = (await readFile('docs/errors.md', 'utf8')).split('\n### ').slice(1);
    assert.deepEqual(sections.map((section) => section.split('\n')[0]), [...ERROR_CODES]);
    for (const section of sections) assert.match(section.split('\n')[1] ?? '', /^[A-Z`].{20,}/);
  });
});
