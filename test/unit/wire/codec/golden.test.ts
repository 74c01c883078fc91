import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createDecoder } from '../../../../src/wire/codec/decoder.ts';
import { GOLDEN_BATCHES, GOLDEN_LARGE } from '../../../fixtures/frames/codec.ts';
import { asJson, encodeAll } from './codec.ts';

/** Frames of format 3, in hexadecimal, one a line. */
const golden = (name = 'codec-3'): string[] => readFileSync(new URL(`../../../fixtures/frames/${name}.hex`, import.meta.url), 'utf8').trim().split('\n');

describe('golden frames of format 3', () => {
  it('today’s encoder writes them byte for byte', async () => {
    // Browsers' deflate may differ from one another; its frames are read below.
    const frames = await encodeAll(GOLDEN_BATCHES, { compress: null });
    assert.deepEqual(frames.map((frame) => Buffer.from(frame).toString('hex')), golden().slice(0, GOLDEN_BATCHES.length));
  });

  // Encoders before 2026-11-30 coded the first frame of an epoch, too.
  for (const name of ['codec-3', 'codec-3-coded-first'])
    it(`today’s decoder reads those of ${name}`, () => {
      const decoder = createDecoder();
      golden(name).slice(0, GOLDEN_BATCHES.length).forEach((hex, at) => assert.deepEqual(decoder.decode(Buffer.from(hex, 'hex')), asJson(GOLDEN_BATCHES[at])));
    });

  it('today’s decoder reads one that a browser has deflated', () => {
    assert.deepEqual(createDecoder().decode(Buffer.from(golden().at(-1)!, 'hex')), asJson(GOLDEN_LARGE));
  });
});
