import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { createFieldCoder, type FieldCoder } from '../../../../src/wire/codec/field-coder.ts';
import { codedReaders, codeFrame } from '../../../../src/wire/codec/field-codes.ts';
import { createTexts } from '../../../../src/wire/codec/texts.ts';
import { createWriter } from '../../../../src/wire/codec/writer.ts';
import { isRefusal } from './codec.ts';

interface Field {
  readonly field: number;
  readonly count: number;
  readonly text: string;
}

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom('', 'card__title', '\uD83D', 'Grüße 😀'));
const frame = fc.array(fc.record({ field: fc.integer({ min: 0, max: 65_567 }), count: fc.oneof(fc.nat(9), fc.maxSafeNat()), text }, { noNullPrototype: true }), { maxLength: 12 });

function write(coder: FieldCoder, fields: readonly Field[]): Uint8Array {
  const [bytes, texts, out] = [createWriter(), createTexts(), createWriter()];
  for (const { field, count, text: content } of fields) {
    bytes.begin(field);
    bytes.count(count);
    bytes.count(content.length);
    texts.add(content, bytes.length);
  }
  coder.startWriting(out);
  const run = codeFrame(coder, bytes, texts.take());
  while (!run(() => true));
  coder.end();
  return out.view().slice();
}

function read(coder: FieldCoder, coded: Uint8Array, like: readonly Field[]): Field[] {
  coder.startReading(coded);
  const [bytes, texts] = codedReaders(coder);
  const fields = like.map(({ field }) => {
    bytes.begin(field);
    const count = bytes.count();
    return { field, count, text: texts.take(bytes.count()) };
  });
  assert.ok(coder.end(), 'it ends as it was written');
  return fields;
}

describe('the coder of small frames', () => {
  it('reads any sequence of frames as it was written, with large ones between', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(frame, fc.uint8Array({ maxLength: 100 })), { maxLength: 6 }), (frames) => {
        const [writer, reader] = [createFieldCoder(), createFieldCoder()];
        for (const [fields, elsewhere] of frames) {
          assert.deepEqual(read(reader, write(writer, fields), fields), fields);
          assert.equal(reader.sum, writer.sum);
          writer.remember(elsewhere);
          reader.remember(elsewhere);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('says in a few bytes what it has said before', () => {
    const coder = createFieldCoder();
    const fields = [{ field: 40, count: 3, text: 'something that is said, and said again' }];
    const [first, second, third] = [write(coder, fields), write(coder, fields), write(coder, fields)] as const;
    assert.ok(first.length > 20 && second.length < 14 && third.length < 8, `${first.length}, ${second.length}, ${third.length} bytes`);
  });

  it('ends on garbage, and with a frame that was cut or has more to it', () => {
    const fields = [{ field: 7, count: 500, text: 'Kettle' }];
    const sound = write(createFieldCoder(), fields);
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.nat(sound.length - 1).map((length) => sound.slice(0, length)), fc.uint8Array({ minLength: 1, maxLength: 5 }).map((more) => Uint8Array.of(...sound, ...more))), (coded) => {
        const coder = createFieldCoder();
        coder.startReading(coded);
        const [bytes, texts] = codedReaders(coder);
        try {
          bytes.begin(7);
          const count = bytes.count();
          const content = texts.take(bytes.count());
          // What was written has one way to end.
          if (coder.end()) assert.notDeepEqual([count, content], [500, 'Kettle']);
        } catch (error) {
          if (!isRefusal(error)) throw error;
        }
      }),
      { numRuns: 200, examples: [[Uint8Array.of()], [Uint8Array.of(0)], [new Uint8Array(50).fill(255)]] },
    );
  });

  it('reads no more than a frame may have', () => {
    const coder = createFieldCoder();
    coder.startReading(new Uint8Array(0));
    const [bytes] = codedReaders(coder);
    assert.throws(() => {
      for (;;) bytes.byte();
    }, isRefusal);
  });
});
