import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { closingCode, RETRY_CODES } from '../../../src/relay/closing.ts';
import { CLOSE_CODES, closeAction, closeCode, type CloseName } from '../../../src/wire/close-codes.ts';

const rows = Object.entries(CLOSE_CODES).map(([code, row]) => ({ code: Number(code), ...row }));

describe('close codes', () => {
  it('are the application’s, and each has a name of its own', () => {
    assert.ok(rows.every(({ code }) => code >= 4_000 && code <= 4_999));
    assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length);
    for (const { code, name } of rows) assert.equal(closeCode(name), code);
  });

  it('say what to do about them; any other code is an ordinary loss', () => {
    assert.equal(closeAction(4_404), 'end');
    assert.equal(closeAction(4_410), 'renew');
    // One byte that a bad line has changed must not end a session.
    assert.equal(closeAction(4_400), 'retry');
    assert.equal(closeAction(4_429), 'reconnect');
    for (const code of [1_000, 1_001, 1_005, 1_006, 1_011, 1_013, 4_000, Number.NaN]) assert.equal(closeAction(code), 'reconnect');
  });

  it('stand in docs/protocol.md as they are in the code', () => {
    const text = readFileSync(new URL('../../../docs/protocol.md', import.meta.url), 'utf8');
    const documented = [...text.matchAll(/^\| (\d{4}) \| `([\w-]+)` \| (end|renew|retry|reconnect) \|/gm)].map(
      ([, code, name, action]) => ({ code: Number(code), name: name as CloseName, action }),
    );
    const retried = Object.keys(RETRY_CODES).map((name) => ({
      code: closingCode(name as keyof typeof RETRY_CODES),
      name,
      action: 'reconnect',
    }));
    assert.deepEqual(documented, [...rows, ...retried]);
  });
});
