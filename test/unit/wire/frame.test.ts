import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { isCobrowseError } from '../../../src/core/errors.ts';
import { decodeTextFrame, encodeTextFrame } from '../../../src/wire/frame.ts';
import { createHeader, type FrameKind, KINDS } from '../../../src/wire/header.ts';
import { parsePayload } from '../../../src/wire/parse.ts';
import { GOLDEN } from '../../fixtures/frames/golden.ts';

const FOLDER = new URL('../../fixtures/frames/', import.meta.url);
const ALL_KINDS = [...new Set<FrameKind>([...KINDS.recorder, ...KINDS.replayer, ...KINDS.relay])];

describe('golden frames', () => {
  it('there is one of each kind, and no other', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.txt'));
    assert.deepEqual(files.sort(), ALL_KINDS.map((kind) => `${kind}.txt`).sort());
  });

  for (const kind of ALL_KINDS) {
    const { header, message } = GOLDEN[kind];
    const golden = (): Buffer => readFileSync(new URL(`${kind}.txt`, FOLDER));

    it(`${kind}: today’s encoder writes it byte for byte`, () => {
      const frame = Buffer.from(encodeTextFrame(createHeader(kind, header), JSON.stringify(message)));
      assert.ok(frame.equals(golden()), frame.toString());
    });

    it(`${kind}: today’s decoder reads it`, () => {
      const frame = decodeTextFrame(golden().toString());
      assert.deepEqual(frame.header, createHeader(kind, header));
      assert.deepEqual(parsePayload(kind, frame.payload), message);
    });
  }
});

describe('the text encoding', () => {
  it('leaves the payload as it is, whatever it holds', () => {
    for (const payload of ['', '{}', '\n', 'not JSON\nat all\r\n', '\u0000\u2028😀'])
      assert.equal(decodeTextFrame(encodeTextFrame(createHeader('events'), payload)).payload, payload);
  });

  it('ends the header at the first line feed, which JSON never holds', () => {
    const header = createHeader('hello', { identity: { id: 'a\nb', name: '\n', role: 'recorder' } });
    const message = encodeTextFrame(header, '{}');
    assert.equal(message.split('\n').length, 2);
    assert.deepEqual(decodeTextFrame(message).header, header);
  });

  it('refuses a message without a header line', () => {
    for (const message of ['', '{}', JSON.stringify(createHeader('hello'))])
      assert.throws(
        () => decodeTextFrame(message),
        (error) => isCobrowseError(error) && error.code === 'protocol/malformed-frame' && /line feed/.test(error.message),
      );
  });
});
