import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { isCobrowseError } from '../../../src/core/errors.ts';
import { createFrameReader, createFrameWriter } from '../../../src/wire/binary-frame.ts';
import { createHeader, type Header, MAX_RECIPIENTS } from '../../../src/wire/header.ts';

const word = fc.stringMatching(/^[\w-]{1,64}$/);
const header: fc.Arbitrary<Header> = fc
  .record({
    from: fc.oneof(fc.constant(''), fc.constant('abc'), word),
    to: fc.oneof(fc.constant(['x']), fc.array(word, { maxLength: MAX_RECIPIENTS })),
    epoch: fc.oneof(fc.constant('1-e'), fc.constant('2-e'), fc.constant('')),
    sequence: fc.maxSafeNat(),
    flags: fc.oneof(fc.constant(0), fc.maxSafeNat()),
  })
  .map((fields) => createHeader('events', fields));

const refusedAs = (code: string) => (error: unknown) => isCobrowseError(error) && error.code === code;

describe('the binary encoding of frames', () => {
  it('gives back every header and payload, whatever went before', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(header, fc.uint8Array())), (frames) => {
        const [writer, reader] = [createFrameWriter(), createFrameReader()];
        for (const [sent, payload] of frames) {
          const read = reader.read(writer.write(sent, payload));
          assert.deepEqual(read.header, sent);
          assert.deepEqual([...read.payload], [...payload]);
        }
      }),
    );
  });

  it('has a header of at most four bytes where nothing but the sequence is new', () => {
    const writer = createFrameWriter();
    const to = ['V1StGXR8_Z5j', 'dHi6BmyT2kLp'];
    writer.write(createHeader('events', { to, epoch: '1-abcdefghijkl' }), new Uint8Array(0));
    const frame = writer.write(createHeader('events', { to: [...to], epoch: '1-abcdefghijkl', sequence: 100_000 }), new Uint8Array(10));
    assert.ok(frame.length <= 14, `${frame.length}`);
  });

  it('begins with the version, and another one is refused by it alone', () => {
    const frame = createFrameWriter().write(createHeader('events'), new Uint8Array(3));
    frame[0] = (2 << 4) | 1;
    assert.throws(() => createFrameReader().read(frame), refusedAs('protocol/version-mismatch'));
  });

  it('refuses a frame that refers to one that was not read', () => {
    const writer = createFrameWriter();
    writer.write(createHeader('events', { epoch: '1-e' }), new Uint8Array(1));
    const second = writer.write(createHeader('events', { epoch: '1-e', sequence: 1 }), new Uint8Array(1));
    assert.throws(() => createFrameReader().read(second), refusedAs('protocol/malformed-frame'));
  });

  it('refuses whatever else is no frame, and reads the next one', () => {
    const reader = createFrameReader();
    const written = createFrameWriter().write(createHeader('events', { to: ['a'], epoch: '1-e', sequence: 7 }), new Uint8Array(2));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          reader.read(bytes);
        } catch (error) {
          assert.ok(isCobrowseError(error) && error.code.startsWith('protocol/'), String(error));
        }
        assert.equal(reader.read(written).header.sequence, 7);
      }),
    );
    for (let length = 0; length < written.length - 2; length += 1)
      assert.throws(() => createFrameReader().read(written.subarray(0, length)), refusedAs('protocol/malformed-frame'));
  });

  it('refuses more recipients than a frame may name, and ids that are none', () => {
    for (const fields of [
      { to: Array.from({ length: MAX_RECIPIENTS + 1 }, () => 'a') },
      { to: ['a b'] },
      { from: 'x'.repeat(65) },
      { epoch: 'first' },
    ])
      assert.throws(
        () => createFrameReader().read(createFrameWriter().write(createHeader('events', fields), new Uint8Array(0))),
        refusedAs('protocol/malformed-frame'),
      );
  });
});
