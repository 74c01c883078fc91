import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createFrameReader, createFrameWriter } from '../../../src/wire/binary-frame.ts';
import { GOLDEN_BINARY } from '../../fixtures/frames/binary.ts';

/** Binary frames of version 1, in hexadecimal, one a line: those of one connection, in order. */
const golden = (): string[] => readFileSync(new URL('../../fixtures/frames/binary-1.hex', import.meta.url), 'utf8').trim().split('\n');

describe('golden binary frames of version 1', () => {
  it('today’s writer writes them byte for byte', () => {
    const writer = createFrameWriter();
    const frames = GOLDEN_BINARY.map(({ header, payload }) => writer.write(header, Buffer.from(payload, 'hex')));
    assert.deepEqual(frames.map((frame) => Buffer.from(frame).toString('hex')), golden());
  });

  it('today’s reader reads them', () => {
    const reader = createFrameReader();
    const frames = golden().map((hex) => reader.read(Buffer.from(hex, 'hex')));
    assert.deepEqual(frames.map(({ header, payload }) => ({ header, payload: Buffer.from(payload).toString('hex') })), GOLDEN_BINARY);
  });
});
