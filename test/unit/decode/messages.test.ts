import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CannotDecode } from '../../../src/decode/cannot-decode.ts';
import { createFrameWriter } from '../../../src/wire/binary-frame.ts';
import { encodeTextFrame } from '../../../src/wire/frame.ts';
import { createHeader, type FrameKind } from '../../../src/wire/header.ts';
import { GOLDEN_BATCHES } from '../../fixtures/frames/codec.ts';
import { GOLDEN } from '../../fixtures/frames/golden.ts';
import { asJson, encodeAll } from '../wire/codec/codec.ts';
import { decoded, harOf } from './recorded.ts';

const refuses = (work: () => unknown, sentence: RegExp): void =>
  assert.throws(work, (error) => error instanceof CannotDecode && sentence.test(error.message) && !error.message.includes('\n'));

describe('files with a message each', () => {
  it('are text frames of any kind, as they travelled', () => {
    const folder = 'test/fixtures/frames';
    const names = readdirSync(folder).filter((name) => name.endsWith('.txt'));
    const { lines, sentences } = decoded(...names.map((name) => readFileSync(`${folder}/${name}`)));
    assert.deepEqual(sentences, []);
    assert.deepEqual(lines, names.map((name) => {
      const kind = name.slice(0, -4) as FrameKind;
      const { header, message } = GOLDEN[kind];
      return { header: createHeader(kind, header), payload: message };
    }));
  });

  it('are binary frames of one connection, in order', async () => {
    const writer = createFrameWriter();
    let sequence = 0;
    const messages = (await encodeAll(GOLDEN_BATCHES)).map((payload, at) => {
      const message = writer.write(createHeader('events', { to: ['a'], epoch: '1-e', sequence }), payload);
      sequence += GOLDEN_BATCHES[at]!.length;
      return message;
    });
    const { lines, sentences } = decoded(...messages);
    assert.deepEqual(sentences, []);
    assert.deepEqual(lines.map(({ payload }) => payload), asJson(GOLDEN_BATCHES));
    const later = decoded(messages[1]!);
    assert.deepEqual(later.lines, [{ header: null, payload: null }]);
    assert.deepEqual(later.sentences, ['file-1: a message could not be read. Events: the header of the frame before is missing.']);
  });

  it('come out one a line, with all that was in them', () => {
    const payload = '{"status":"asked",\n "later":1}\r\n';
    const { texts } = decoded(encodeTextFrame(createHeader('admission', { to: ['a'] }), payload));
    assert.deepEqual(texts, [
      '{"header":{"version":1,"kind":"admission","from":"","to":["a"],"epoch":"","sequence":0,"flags":0},"payload":{"status":"asked",  "later":1}}\n',
    ]);
  });

  it('may nest deeper than JSON is written: the header is shown then, and what follows', async () => {
    let deep: unknown = null;
    for (let depth = 0; depth < 40_000; depth += 1) deep = [deep];
    const batches = [GOLDEN_BATCHES[0]!, [{ type: 5, timestamp: 1, data: { deep } }], GOLDEN_BATCHES[1]!];
    const writer = createFrameWriter();
    const frames = (await encodeAll(batches)).map((payload, at) =>
      writer.write(createHeader('events', { epoch: '1-e', sequence: [0, 2, 3][at]! }), payload),
    );
    const { lines, sentences } = decoded(...frames);
    assert.deepEqual(lines.map(({ payload }) => payload === null), [false, true, false]);
    assert.deepEqual(sentences, ['The events of epoch 1-e, sequence 2, are too many or nest too deep for JSON.']);
  });
});

describe('other files', () => {
  const frame = encodeTextFrame(createHeader('ping'), '{"sentAt":1}');

  for (const [what, files, sentence] of [
    ['an empty one', [''], /^file-1 is empty\.$/],
    ['an empty one among others', [frame, ''], /^file-2 is empty\.$/],
    ['a picture', [Buffer.from('89504e470d0a1a0a', 'hex')], /^file-1 is neither a HAR file nor a frame of protocol version 1\.$/],
    ['words', ['Dear customer,\n'], /^file-1 is neither/],
    ['other JSON', ['{"entries": []}'], /^file-1 is neither a whole HAR file nor a frame/],
    ['a HAR file that was cut off', [harOf([]).subarray(0, 60)], /^file-1 is neither a whole HAR file/],
    ['a HAR file among others', [frame, harOf([])], /^file-2 is a HAR file: give it alone\.$/],
    ['a HAR file first', [harOf([]), frame], /^file-1 is a HAR file: give it alone\.$/],
  ] as const)
    it(`are refused: ${what}`, () => refuses(() => decoded(...files), sentence));

  it('a HAR file may begin with a byte order mark', () => {
    const har = harOf([{ type: 'send', time: 1, opcode: 1, data: frame }]);
    assert.equal(decoded(`\uFEFF${har.toString()}`).lines.length, 1);
  });
});
