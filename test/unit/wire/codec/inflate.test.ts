import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { inflate } from '../../../../src/wire/codec/inflate.ts';

import { isRefusal } from './codec.ts';

/** Frames of a stream: few different bytes, repeated from before; now and then one that is larger than the window. */
const frame = fc
  .tuple(fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.uint8Array({ maxLength: 20 })), { maxLength: 20 }), fc.integer({ min: 0, max: 30 }))
  .map(([parts, size]) => {
    const bytes: number[] = [];
    for (const [back, fresh] of parts) bytes.push(...bytes.slice(-back, -back + 50 || undefined), ...fresh.map((byte) => byte % 7));
    if (size === 30 && bytes.length > 0) while (bytes.length < 70_000) bytes.push(...bytes.slice(0, 5_000), bytes.length & 255);
    return Uint8Array.from(bytes);
  });

describe('inflate', () => {
  it('reads what zlib writes, of every kind of block', () => {
    fc.assert(
      fc.property(frame, fc.constantFrom(0, 1, 6, 9), (content, level) => {
        assert.ok(Buffer.from(inflate(deflateRawSync(content, { level }), content.length)).equals(content));
      }),
      { numRuns: 300 },
    );
  });

  it('stops at its limit', () => {
    assert.throws(() => inflate(deflateRawSync(Buffer.alloc(100_000)), 99_999), isRefusal);
  });

  it('refuses garbage, and what follows the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          inflate(bytes, 1_000);
        } catch (error) {
          if (!isRefusal(error)) throw error;
        }
      }),
      { numRuns: 5_000 },
    );
    assert.throws(() => inflate(Buffer.concat([deflateRawSync(Buffer.from('x')), Buffer.from('y')]), 10), isRefusal);
  });
});
