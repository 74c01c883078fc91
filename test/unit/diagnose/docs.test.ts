import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DIAGNOSTIC_CODES, line } from '../../../src/diagnose/diagnostic-codes.ts';

describe('docs/diagnostics.md', () => {
  it('has one anchor for each code, in the order of the lines', () => {
    const anchors = [...readFileSync('docs/diagnostics.md', 'utf8').matchAll(/^### (\S+)$/gm)].map(([, name]) => name);
    assert.deepEqual(anchors, DIAGNOSTIC_CODES);
  });

  it('is where every line leads', () => {
    for (const code of DIAGNOSTIC_CODES) assert.equal(line(code, 'ok', '').link, `docs/diagnostics.md#${code}`);
  });
});
