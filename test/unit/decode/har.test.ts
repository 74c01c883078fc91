import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { CannotDecode } from '../../../src/decode/cannot-decode.ts';
import { BEGINS, CODEC_VERSION, DEFLATED, VERSION_SHIFT } from '../../../src/wire/codec/layout.ts';
import { GOLDEN_BATCHES, GOLDEN_LARGE } from '../../fixtures/frames/codec.ts';
import { asJson, encodeAll } from '../wire/codec/codec.ts';
import { decoded, harOf, openConnection } from './recorded.ts';

const EPOCH = '1-V1StGXR8_Z5j';
const TO = ['rep_0000-001'];
const BATCHES = [...GOLDEN_BATCHES, GOLDEN_LARGE];
/** The number of each batch's first event. */
const SEQUENCES = BATCHES.map((_, at) => BATCHES.slice(0, at).reduce((sum, batch) => sum + batch.length, 0));

describe('a HAR file', () => {
  let payloads: Uint8Array[];
  before(async () => {
    payloads = await encodeAll(BATCHES);
  });
  const place = (at: number, epoch = EPOCH) => ({ to: TO, epoch, sequence: SEQUENCES[at]! });

  /** A connection whose recorder has said hello and sent those batches. */
  function recorder(batches: readonly number[], fromSecond?: number) {
    const connection = openConnection(fromSecond);
    connection.text('receive', 'welcome', '{"memberId":"rec_0000-001"}', { from: 'relay' });
    connection.text('send', 'hello', '{"software":"test"}');
    for (const at of batches) connection.binary('send', payloads[at]!, place(at));
    return connection;
  }
  const all = BATCHES.map((_, at) => at);
  const eventsOf = (lines: ReturnType<typeof decoded>['lines']) =>
    lines.filter(({ header }) => header?.kind === 'events').map(({ payload }) => payload);

  it('says what was sent, when and which way, in the order of time', () => {
    const { lines, sentences, foreign } = decoded(harOf(recorder(all).rows));
    assert.deepEqual([sentences, foreign], [[], 0]);
    assert.deepEqual(lines[0], {
      at: '2023-11-14T22:13:20.000Z',
      direction: 'in',
      header: { version: 1, kind: 'welcome', from: 'relay', to: [], epoch: '', sequence: 0, flags: 0 },
      payload: { memberId: 'rec_0000-001' },
    });
    assert.deepEqual(lines.slice(1).map(({ direction }) => direction), ['out', ...all.map(() => 'out')]);
    assert.deepEqual(eventsOf(lines), asJson(BATCHES));
    assert.deepEqual(lines.slice(2).map(({ header }) => header), all.map((at) => ({ version: 1, kind: 'events', from: '', flags: 0, ...place(at) })));
  });

  it('has JSON epochs and binary ones side by side, and the empty batch that says that nothing was missed', () => {
    const connection = recorder([0, 1]);
    connection.text('send', 'events', '[]', place(2));
    connection.text('send', 'events', JSON.stringify(BATCHES[3]), { to: TO, epoch: '2-abc', sequence: 0 });
    connection.binary('send', payloads[2]!, place(2));
    const { lines, sentences } = decoded(harOf(connection.rows));
    assert.deepEqual(sentences, []);
    assert.deepEqual(eventsOf(lines), [...(asJson(BATCHES.slice(0, 2)) as unknown[]), [], asJson(BATCHES[3]), asJson(BATCHES[2])]);
  });

  it('prints again what was sent again, and goes on over connections', () => {
    const first = recorder([0, 1, 2]);
    const second = recorder([1, 2, 3], 1_700_000_100);
    const { lines, sentences } = decoded(harOf(second.rows, first.rows));
    assert.deepEqual(sentences, []);
    assert.deepEqual(eventsOf(lines), [0, 1, 2, 1, 2, 3].map((at) => asJson(BATCHES[at])));
  });

  it('puts in order what reached a member out of it', () => {
    const { lines, sentences } = decoded(harOf(recorder([0, 2, 1, 2]).rows));
    assert.deepEqual(sentences, []);
    assert.deepEqual(eventsOf(lines), [0, 2, 1, 2].map((at) => asJson(BATCHES[at])));
  });

  it('keeps each direction’s headers apart', () => {
    const connection = openConnection();
    connection.text('receive', 'hello', '{"software":"test"}', { from: 'rep_0000-001' });
    for (const at of [0, 1]) {
      connection.binary('send', payloads[at]!, place(at));
      connection.binary('receive', payloads[at]!, { ...place(at, '7-other'), from: 'rec_0000-009' });
    }
    const { lines, sentences } = decoded(harOf(connection.rows));
    assert.deepEqual(sentences, []);
    assert.deepEqual(lines.slice(1).map(({ header }) => header?.epoch), [EPOCH, '7-other', EPOCH, '7-other']);
    assert.deepEqual(eventsOf(lines), [0, 0, 1, 1].map((at) => asJson(BATCHES[at])));
  });

  it('leaves out other WebSockets, whatever they speak, and counts their messages', () => {
    const other = [
      { type: 'send', time: 1_700_000_001.5, opcode: 1, data: '{"op":"subscribe"}\n{}' },
      { type: 'receive', time: 1_700_000_001.6, opcode: 2, data: Buffer.from([0x10, 0, 0]).toString('base64') },
      { type: 'receive', time: 1_700_000_001.7, opcode: 2, data: '////' },
      { type: 'error', time: 1_700_000_001.8, opcode: -1, data: 'closed' },
    ];
    const { lines, sentences, foreign } = decoded(harOf(other, recorder([0]).rows));
    assert.deepEqual([lines.length, sentences, foreign], [3, [], 3]);
    assert.throws(() => decoded(harOf(other)), (error) => error instanceof CannotDecode && /None of the 3 WebSocket messages/.test(error.message));
  });

  it('shows the header alone where the beginning of an epoch is missing, and says so once', () => {
    const { lines, sentences } = decoded(harOf(recorder([1, 2, 3]).rows));
    assert.deepEqual(eventsOf(lines), [null, null, null]);
    assert.deepEqual(lines.slice(2).map(({ header }) => header?.sequence), SEQUENCES.slice(1, 4));
    assert.deepEqual(sentences, [`The events of epoch ${EPOCH} could not be decoded from sequence 0 on: its beginning is missing.`]);
  });

  it('shows what came before a hole, and the next epoch', () => {
    const connection = recorder([0, 1, 3, 4]);
    for (const at of [0, 1]) connection.binary('send', payloads[at]!, place(at, '2-next'));
    const { lines, sentences } = decoded(harOf(connection.rows));
    assert.deepEqual(eventsOf(lines), [asJson(BATCHES[0]), asJson(BATCHES[1]), null, null, asJson(BATCHES[0]), asJson(BATCHES[1])]);
    assert.deepEqual(sentences, [`The events of epoch ${EPOCH} could not be decoded from sequence ${SEQUENCES[2]} on: what comes there is missing.`]);
  });

  it('does the same where a payload is damaged or cut off', () => {
    for (const damaged of [payloads[1]!.slice(0, -4), payloads[1]!.map((byte, at) => (at === 12 ? byte ^ 255 : byte))]) {
      const connection = recorder([0]);
      connection.binary('send', damaged, place(1));
      connection.binary('send', payloads[2]!, place(2));
      const { lines, sentences } = decoded(harOf(connection.rows));
      assert.deepEqual(eventsOf(lines), [asJson(BATCHES[0]), null, null]);
      assert.equal(sentences.length, 1);
      assert.match(sentences[0]!, new RegExp(`^The events of epoch ${EPOCH} could not be decoded from sequence ${SEQUENCES[1]} on: Events: `));
    }
  });

  it('is bounded by the codec where a few bytes unfold to more than a frame may hold', () => {
    const connection = recorder([]);
    // First of an epoch, in two parts, which are said to be of a gigabyte together.
    const gigabyte = [0x80, 0x80, 0x80, 0x80, 0x02];
    connection.binary('send', Uint8Array.from([(CODEC_VERSION << VERSION_SHIFT) + BEGINS + DEFLATED, 0, 0, ...gigabyte, ...gigabyte, 1, 0, 0]), place(0));
    const { lines, sentences } = decoded(harOf(connection.rows));
    assert.deepEqual(eventsOf(lines), [null]);
    assert.match(sentences.join(), /from sequence 0 on: Events: more than a frame may have\.$/);
  });

  it('gives up the oldest of more epochs than a room can have', () => {
    const connection = recorder([]);
    const ids = Array.from({ length: 65 }, (_, order) => `${order + 1}-many`);
    for (const at of [0, 1]) for (const id of ids) connection.binary('send', payloads[at]!, place(at, id));
    const { lines, sentences } = decoded(harOf(connection.rows));
    assert.deepEqual(eventsOf(lines).filter((payload) => payload === null).length, 1);
    assert.deepEqual(sentences, [`The events of epoch 1-many could not be decoded from sequence ${SEQUENCES[1]} on: there are too many epochs at a time.`]);
  });

  it('says which message has a header that cannot be read, and takes none for its continuation', () => {
    const connection = recorder([0, 1, 2]);
    const rows = connection.rows.filter((_, at) => at !== 2);
    const { lines, sentences } = decoded(harOf(rows));
    assert.deepEqual(lines.slice(2).map(({ header, payload }) => [header, payload]), [[null, null], [null, null]]);
    assert.deepEqual(sentences, ['Connection 1, out: a message could not be read. Events: the header of the frame before is missing.']);

    const broken = [...connection.rows];
    broken[3] = { ...broken[3]!, data: 'EA==' };
    const after = decoded(harOf(broken));
    assert.deepEqual(after.lines.slice(3).map(({ header }) => header), [null, null]);
    assert.equal(after.sentences.length, 2);
  });

  it('says that a frame is of another version', () => {
    const rows = [{ type: 'send', time: 1, opcode: 1, data: '{"version":2,"kind":"hello"}\n{}' }];
    const { lines, sentences } = decoded(harOf(rows));
    assert.deepEqual(lines, [{ at: '1970-01-01T00:00:01.000Z', direction: 'out', header: null, payload: null }]);
    assert.match(sentences.join(), /^Connection 1, out: a message could not be read\. .*protocol 2, .*update this side\.$/);
  });

  it('shows the header of a frame whose payload is no JSON', () => {
    const connection = recorder([]);
    connection.text('send', 'state', '{"state":');
    const { lines, sentences } = decoded(harOf(connection.rows));
    assert.deepEqual([lines.at(-1)!.header?.kind, lines.at(-1)!.payload], ['state', null]);
    assert.deepEqual(sentences, ['Connection 1, out: the payload of a frame state is no JSON.']);
  });

  it('may lack times, and have rows that are none', () => {
    const rows = recorder([0]).rows.map((row, at) => ({ ...row, time: at === 0 ? undefined : 1e300 }));
    const { lines } = decoded(harOf([null, 7, [], { type: 'send' }, { type: 'send', opcode: 2, data: 9 }, ...rows]));
    assert.deepEqual(lines.map(({ at }) => at), [undefined, undefined, undefined]);
    assert.deepEqual(eventsOf(lines), [asJson(BATCHES[0])]);
  });

  it('without WebSockets says what may be wrong', () => {
    assert.throws(() => decoded(harOf()), (error) => error instanceof CannotDecode && /no WebSocket messages.*developer tools were open/.test(error.message));
  });
});
