import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { WireEvent } from '../../../src/wire/messages.ts';
import { CHANGE, event, META, setUpStream, SNAPSHOT } from '../../support/stream-stage.ts';

const start = (stage: ReturnType<typeof setUpStream>, ...members: string[]): void => {
  stage.stream.setRecipients(members);
  stage.stream.setRecording('on');
};
/** Large enough for the codec to take more than the task in which it comes. */
const large = (): WireEvent => ({
  type: CHANGE,
  timestamp: 0,
  data: { nodes: Array.from({ length: 60_000 }, (_, id) => ({ id, text: `row ${id % 977}` })) },
});
/** Lets messages and promises of the codec's own run, and the clock with them. */
async function work({ clock }: ReturnType<typeof setUpStream>, until: () => boolean): Promise<void> {
  while (!until()) {
    await clock.advance(1);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('the encoding of the stream', () => {
  it('is the codec’s where everybody reads it, and every event arrives as it was', async () => {
    const stage = setUpStream({ encoding: 'binary' });
    start(stage, 'm1');
    for (let change = 0; change < 5; change += 1) {
      await stage.clock.advance(50);
      stage.recorders[0]!.emit(event(CHANGE, `text ${change}`));
    }
    await stage.clock.advance(50);
    assert.deepEqual(stage.types(), [[META, SNAPSHOT], [CHANGE], [CHANGE], [CHANGE], [CHANGE], [CHANGE]]);
    assert.ok(stage.sent.every(({ encoding }) => encoding === 'binary'));
    assert.deepEqual(stage.sent.map(({ batch }) => batch.sequence), [0, 2, 3, 4, 5, 6]);
    assert.deepEqual(stage.sent.at(-1)!.batch.events, [event(CHANGE, 'text 4')]);
  });

  it('turns to JSON, with a snapshot, when an agent comes who reads nothing else, and stays until the next snapshot', async () => {
    const stage = setUpStream({ encoding: 'binary' });
    start(stage, 'm1');
    await stage.clock.advance(100);
    stage.plain.add('m2');
    stage.stream.setRecipients(['m1', 'm2']);
    stage.recorders[0]!.emit(event(CHANGE));
    await stage.clock.advance(50);
    assert.equal(stage.recorders[0]!.snapshots, 2);
    assert.deepEqual(stage.sent.map(({ encoding }) => encoding), ['binary', 'text']);
    assert.deepEqual(stage.sent[1]!.to, ['m1', 'm2']);
    stage.stream.setRecipients(['m1']);
    stage.recorders[0]!.emit(event(CHANGE));
    await stage.clock.advance(50);
    assert.equal(stage.sent.at(-1)!.encoding, 'text');
    stage.stream.repair();
    await stage.clock.advance(2_000);
    assert.equal(stage.sent.at(-1)!.encoding, 'binary');
  });

  it('turns to JSON, with a snapshot, on a relay that takes nothing else', async () => {
    const stage = setUpStream({ encoding: 'binary' });
    start(stage, 'm1');
    await stage.clock.advance(2_000);
    stage.relay.takes = 'text';
    stage.recorders[0]!.emit(event(CHANGE));
    await stage.clock.advance(50);
    stage.recorders[0]!.emit(event(CHANGE));
    await stage.clock.advance(2_000);
    assert.deepEqual(stage.types(), [[META, SNAPSHOT], [META, SNAPSHOT]]);
    assert.equal(stage.sent[1]!.encoding, 'text');
  });

  it('keeps the order while a large batch is under way, and gathers what comes meanwhile', async () => {
    const stage = setUpStream({ encoding: 'binary' });
    start(stage, 'm1');
    await stage.clock.advance(50);
    stage.recorders[0]!.emit(large());
    await stage.clock.advance(0);
    assert.equal(stage.sent.length, 1, 'it takes more than one task');
    for (let change = 0; change < 3; change += 1) stage.recorders[0]!.emit(event(CHANGE, `${change}`));
    await work(stage, () => stage.sent.length === 3);
    assert.deepEqual(stage.types().slice(1), [[CHANGE], [CHANGE, CHANGE, CHANGE]]);
    assert.deepEqual(stage.sent[1]!.batch.events, [large()]);
    assert.deepEqual(stage.sent.map(({ batch }) => batch.sequence), [0, 2, 3]);
  });

  it('sends nothing of what is under way once recording stops', async () => {
    const stage = setUpStream({ encoding: 'binary' });
    start(stage, 'm1');
    await stage.clock.advance(50);
    stage.recorders[0]!.emit(large());
    await stage.clock.advance(0);
    stage.stream.setRecording('off');
    let turns = 0;
    await work(stage, () => (turns += 1) > 100);
    assert.equal(stage.sent.length, 1);
  });

  it('goes on in JSON, and says so, after an event that the codec cannot write', async () => {
    const stage = setUpStream({ encoding: 'binary' });
    start(stage, 'm1');
    await stage.clock.advance(2_000);
    const endless: { self?: object } = {};
    endless.self = endless;
    stage.recorders[0]!.emit({ type: 5, timestamp: 0, data: endless });
    await work(stage, () => stage.errors.length > 0);
    stage.recorders[0]!.emit(event(CHANGE));
    await stage.clock.advance(2_000);
    assert.deepEqual(stage.errors.map(({ code }) => code), ['capture/failed']);
    assert.deepEqual(stage.sent.map(({ encoding }) => encoding), ['binary', 'text']);
    assert.deepEqual(stage.types(), [[META, SNAPSHOT], [META, SNAPSHOT, CHANGE]]);
  });

  it('says so, and begins anew, where JSON cannot be written either', async () => {
    const stage = setUpStream();
    start(stage, 'm1');
    await stage.clock.advance(2_000);
    stage.recorders[0]!.emit({ type: 5, timestamp: 0, data: { id: 1n } });
    await stage.clock.advance(2_000);
    assert.deepEqual(stage.errors.map(({ code }) => code), ['capture/failed']);
    assert.deepEqual(stage.types(), [[META, SNAPSHOT], [META, SNAPSHOT]]);
  });
});

describe('what is kept for those who come back', () => {
  it('is bounded by bytes: who needs more gets a snapshot, who needs less does not', async () => {
    const stage = setUpStream({ maxKeptBytes: 400 });
    start(stage, 'm1', 'm2');
    for (let change = 0; change < 20; change += 1) {
      await stage.clock.advance(50);
      stage.recorders[0]!.emit(event(CHANGE, 'x'.repeat(50)));
    }
    await stage.clock.advance(2_000);
    const { epoch } = stage.sent[0]!.batch;
    stage.sent.length = 0;
    stage.stream.resync('m1', { epoch, sequence: 19 });
    assert.deepEqual(stage.sent.map(({ batch }) => batch.sequence), [20, 21, 22]);
    assert.equal(stage.recorders[0]!.snapshots, 1);
    stage.stream.resync('m2', { epoch, sequence: 3 });
    assert.equal(stage.recorders[0]!.snapshots, 2);
  });

  it('is bounded by age', async () => {
    const stage = setUpStream({ maxKeptMs: 5_000 });
    start(stage, 'm1');
    await stage.clock.advance(50);
    stage.recorders[0]!.emit(event(CHANGE));
    await stage.clock.advance(3_000);
    stage.recorders[0]!.emit(event(CHANGE));
    await stage.clock.advance(3_000);
    const { epoch } = stage.sent[0]!.batch;
    stage.stream.resync('m1', { epoch, sequence: 2 });
    assert.equal(stage.recorders[0]!.snapshots, 1);
    stage.stream.resync('m1', { epoch, sequence: 1 });
    assert.equal(stage.recorders[0]!.snapshots, 2);
  });
});
