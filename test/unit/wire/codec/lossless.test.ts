import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createDecoder } from '../../../../src/wire/codec/decoder.ts';
import type { WireEvent } from '../../../../src/wire/messages.ts';
import { anything, asJson, event } from './arbitraries.ts';
import { encodeAll } from './codec.ts';

/** What is read back is what JSON would have carried. */
async function assertLossless(batches: readonly (readonly WireEvent[])[]): Promise<void> {
  const decoder = createDecoder();
  const frames = await encodeAll(batches);
  frames.forEach((frame, at) => {
    const decoded = decoder.decode(frame);
    assert.deepStrictEqual(decoded, asJson(batches[at]));
    // The order of keys is told apart here alone.
    assert.equal(JSON.stringify(decoded), JSON.stringify(batches[at]));
  });
}

const batchesOf = (item: fc.Arbitrary<WireEvent>) => fc.array(fc.array(item, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });

describe('decoding gives what JSON would have given', () => {
  it('of events of every kind', async () => {
    await fc.assert(fc.asyncProperty(batchesOf(event), assertLossless), { numRuns: 400 });
  });

  it('of anything at all', async () => {
    await fc.assert(fc.asyncProperty(batchesOf(fc.oneof(anything, event)), assertLossless), { numRuns: 400 });
  });
});
