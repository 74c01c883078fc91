import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import * as fc from 'fast-check';
import { checksum, FIRST_CHECKSUM } from '../../../../src/wire/codec/checksum.ts';
import { createDecoder } from '../../../../src/wire/codec/decoder.ts';
import { BEGINS, CODEC_VERSION, DEFLATED, VERSION_SHIFT } from '../../../../src/wire/codec/layout.ts';
import { createWriter, type Writer } from '../../../../src/wire/codec/writer.ts';
import { encodeAll, eventOf, isRefusal, rowsEvent } from './codec.ts';

const batches = [[rowsEvent(40, 100)], [rowsEvent(3, 200)], [eventOf({ source: 5, text: 'Grüße 😀', isChecked: false, id: 9 })], [rowsEvent(600, 300)], [rowsEvent(3, 2_000)]];
const frames = await encodeAll(batches);
/** The first byte of an epoch, whose method is stored. */
const FIRST = (CODEC_VERSION << VERSION_SHIFT) + BEGINS;

/** Decodes as a replayer would, and returns what the last frame said. Whatever is no refusal fails the test. */
function decodeOrRefuse(list: readonly Uint8Array[]): unknown[] | 'refused' {
  const decoder = createDecoder();
  try {
    return list.map((frame) => decoder.decode(frame)).at(-1)!;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return 'refused';
  }
}

/** The first frame of an epoch with that as its content, as it is or deflated, and a sound checksum. */
function frameOf(write: (to: Writer) => void, method = 0): Uint8Array {
  const plain = createWriter();
  write(plain);
  const sum = checksum(plain.view(), FIRST_CHECKSUM);
  const frame = createWriter();
  for (const byte of [FIRST + method, sum & 255, (sum >> 8) & 255]) frame.byte(byte);
  if (method === 2) {
    const parts = [plain.view().subarray(0, 50), plain.view().subarray(50)].map((part) => ({ length: part.length, deflated: deflateRawSync(part) }));
    for (const length of [...parts.map((part) => part.length), parts[0]!.deflated.length]) frame.count(length);
    for (const { deflated } of parts) frame.append(deflated);
  } else frame.append(plain.view());
  return frame.view().slice();
}

describe('the decoder refuses, or reads, and never breaks over', () => {
  it('random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.boolean(), (bytes, isFirst) => {
        if (isFirst && bytes.length > 0) bytes[0] = FIRST + (bytes[0]! % 3);
        decodeOrRefuse([bytes]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('random content whose checksum is right', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decodeOrRefuse([frameOf((to) => to.append(bytes))])), { numRuns: 4_000 });
    // One batch of so many events, with content that is more likely to get somewhere.
    const codes = fc.array(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 255 })), { maxLength: 120 });
    fc.assert(fc.property(codes, (bytes) => void decodeOrRefuse([frameOf((to) => to.append(Uint8Array.of(0, 3, 2, 0, 2, 1, 0, 1, ...bytes)))])), { numRuns: 4_000 });
  });

});

describe('the decoder refuses', () => {
  it('every frame that is cut short, wherever it is cut', () => {
    for (const [at, frame] of frames.entries())
      for (let length = 0; length < frame.length; length += 1 + Math.floor(frame.length / 400))
        assert.equal(decodeOrRefuse([...frames.slice(0, at), frame.subarray(0, length)]), 'refused', `frame ${at}, ${length} bytes`);
  });

  it('every frame with a bit that is turned', () => {
    for (const [at, frame] of frames.entries())
      for (let bit = 0; bit < 8 * frame.length; bit += 1 + Math.floor(frame.length / 100)) {
        const turned = frame.slice();
        turned[bit >> 3]! ^= 1 << (bit & 7);
        const decoded = decodeOrRefuse([...frames.slice(0, at), turned]);
        // Behind the end of what is deflated there may be bits that say nothing.
        if (decoded !== 'refused') assert.deepEqual(decoded, batches[at], `frame ${at}, bit ${bit}`);
      }
  });

  it('frames that were lost, doubled or swapped', () => {
    const [first, second, third, fourth] = frames as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    for (const list of [[second], [first, third], [first, second, second], [first, third, second], [first, second, fourth]]) assert.equal(decodeOrRefuse(list), 'refused');
  });

  it('a format that it does not know, naming the side to update', () => {
    const frame = frames[0]!.slice();
    frame[0] = FIRST + (1 << VERSION_SHIFT);
    assert.throws(() => createDecoder().decode(frame), { code: 'protocol/version-mismatch', message: /update the replayer/ });
    frame[0] = FIRST - (1 << VERSION_SHIFT);
    assert.throws(() => createDecoder().decode(frame), { code: 'protocol/version-mismatch', message: /update the recorder/ });
  });

  it('everything after a refusal, until an epoch begins', () => {
    const decoder = createDecoder();
    decoder.decode(frames[0]!);
    assert.throws(() => decoder.decode(frames[2]!), isRefusal);
    assert.throws(() => decoder.decode(frames[1]!), isRefusal);
    assert.deepEqual(decoder.decode(frames[0]!), batches[0]);
    assert.deepEqual(decoder.decode(frames[1]!), batches[1]);
  });
});

describe('the decoder is no bomb’s victim', () => {
  const bombs: Record<string, () => Uint8Array> = {
    'much in few bytes': () => frameOf((to) => to.append(new Uint8Array(60_000_000)), 2),
    // Events without keys, one byte each.
    'very many values': () =>
      frameOf((to) => {
        to.count(0);
        to.count(10_000_000);
        to.append(Uint8Array.of(2, 0, 0));
        to.append(new Uint8Array(10_000_000).fill(1));
      }, 2),
    'a count of events that nothing follows': () =>
      frameOf((to) => {
        to.count(0);
        to.count(2 ** 52);
      }),
    // An array that holds an array that holds an array …
    nesting: () =>
      frameOf((to) => {
        to.count(0);
        to.count(1);
        for (let depth = 0; depth < 200_000; depth += 1) to.append(Uint8Array.of(0, 10, 2));
      }, 2),
    // One long text, then references to it.
    'text by reference': () =>
      frameOf((to) => {
        to.count(400_000);
        to.count(100_000);
        to.append(Uint8Array.of(0, 8, 1));
        to.count(200_000);
        for (let at = 1; at < 100_000; at += 1) to.append(Uint8Array.of(0, 8, 3));
        to.append(new Uint8Array(200_000).fill(97));
      }, 2),
    'an announced size': () => {
      const frame = createWriter();
      for (const byte of [FIRST + DEFLATED, 0, 0]) frame.byte(byte);
      for (const size of [2 ** 50, 2 ** 50, 5]) frame.count(size);
      return frame.view().slice();
    },
  };
  for (const [name, bomb] of Object.entries(bombs))
    it(name, () => {
      const frame = bomb();
      assert.ok(frame.length < 200_000, `${frame.length} bytes`);
      assert.throws(() => createDecoder().decode(frame), isRefusal);
    });
});
