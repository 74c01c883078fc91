import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createDelay } from '../../../src/session/delay.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { CHANGE, event, META, setUpStream, SNAPSHOT } from '../../support/stream-stage.ts';

const scroll = (y: number) => ({ type: CHANGE, timestamp: 0, data: { source: 3, id: 7, y } });

/** A stream to one agent who acknowledges or does not. */
async function share(options?: Parameters<typeof setUpStream>[0]) {
  const stage = setUpStream(options);
  stage.stream.setRecipients(['m1']);
  stage.stream.setRecording('on');
  await stage.clock.advance(50);
  const acknowledge = (): void => {
    const { epoch, sequence, events } = stage.sent.at(-1)!.batch;
    stage.stream.acknowledge({ epoch, sequence: sequence + events.length - 1 });
  };
  acknowledge();
  return { ...stage, emit: (...args: Parameters<typeof event>) => stage.recorders[0]!.emit(event(...args)), acknowledge };
}

describe('a network that does not keep up', () => {
  it('is sent four batches a second, and of scrolling the last alone', async () => {
    const { clock, recorders, network, sent, emit } = await share();
    network.buffered = 100_000;
    await clock.advance(300);
    sent.length = 0;
    for (let step = 0; step < 60; step += 1) {
      recorders[0]!.emit(scroll(step));
      emit(CHANGE, `${step}`);
      await clock.advance(16);
    }
    assert.ok(sent.length <= 5, `${sent.length} batches in a second`);
    for (const { batch } of sent) assert.equal(batch.events.filter(({ data }) => 'y' in data).length, 1);
    await clock.advance(300);
    const last = sent.at(-1)!.batch.events;
    assert.deepEqual(last.filter(({ data }) => 'y' in data), [scroll(59)]);
    const texts = sent.flatMap(({ batch }) => batch.events.filter(({ data }) => 'text' in data));
    assert.equal(texts.length, 60, 'every change of the page arrives');
    network.buffered = 0;
    emit(CHANGE);
    await clock.advance(250);
    emit(CHANGE);
    await clock.advance(0);
    assert.equal(sent.at(-1)!.batch.events.length, 1, 'and at once again when it does');
  });

  it('is given a new snapshot, once it has drained, where more had to be held than there is room for', async () => {
    const { clock, network, recorders, emit, types } = await share({ maxHeld: 10 });
    network.buffered = 3_000_000;
    for (let change = 0; change < 50; change += 1) emit(CHANGE);
    await clock.advance(5_000);
    network.buffered = 1_000_000;
    await clock.advance(5_000);
    assert.equal(recorders[0]!.snapshots, 1, 'not while it is still full');
    network.buffered = 0;
    await clock.advance(200);
    assert.deepEqual(types().slice(1), [[META, SNAPSHOT]]);
  });

  it('is held back for as well where the bytes wait further on, as agents’ acknowledgements show', async () => {
    const { clock, stream, sent, emit, acknowledge } = await share();
    for (let second = 0; second < 20; second += 1) {
      emit(CHANGE);
      await clock.advance(1_000);
    }
    const stuck = sent.length;
    assert.ok(stream.ageMs > 15_000);
    assert.ok(stream.heldMs > 10_000);
    assert.ok(stuck < 10, `${stuck} batches left, though none had arrived for 5 s`);
    acknowledge();
    assert.equal(stream.ageMs, 0);
    await clock.advance(200);
    assert.equal(sent.length, stuck + 1);
    acknowledge();
    assert.equal(stream.heldMs, 0);
  });

  it('never waits for an agent who asks for a snapshot, nor for one who is gone', async () => {
    const { clock, stream, recorders, sent, emit } = await share();
    emit(CHANGE);
    await clock.advance(20_000);
    stream.resync('m1', null);
    await clock.advance(50);
    assert.equal(recorders[0]!.snapshots, 2);
    assert.deepEqual(sent.at(-1)!.batch.events.map(({ type }) => type), [META, SNAPSHOT]);
    emit(CHANGE);
    await clock.advance(20_000);
    stream.setRecipients(['m2']);
    await clock.advance(50);
    assert.deepEqual(sent.at(-1)!.to, ['m2']);
  });

  it('does not slow the agents down who have a better one', async () => {
    const { clock, stream, sent, emit, acknowledge } = await share();
    stream.setRecipients(['m1', 'slow']);
    await clock.advance(50);
    for (let second = 0; second < 30; second += 1) {
      emit(CHANGE);
      await clock.advance(500);
      // Of the two, m1 alone.
      acknowledge();
      await clock.advance(500);
    }
    assert.ok(sent.length > 30);
    assert.equal(stream.ageMs, 0);
  });

  it('makes nothing grow in an hour of a busy page against a socket that takes nothing', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { clock, network, emit, recorders, sent } = await share();
    network.buffered = 3_000_000;
    const heap: number[] = [];
    for (let minute = 0; minute < 60; minute += 1) {
      for (let second = 0; second < 60; second += 1) {
        for (let change = 0; change < 50; change += 1) emit(CHANGE, `${minute}:${second}:${change} ${'x'.repeat(200)}`);
        recorders[0]!.emit(scroll(second));
        await clock.advance(1_000);
      }
      collect();
      heap.push(process.memoryUsage().heapUsed);
    }
    const growth = heap.at(-1)! - heap[2]!;
    // 180,000 events of 300 bytes are more than 50 MB.
    assert.ok(growth < 4 * 1_024 * 1_024, `${Math.round(growth / 1_024)} kB more after an hour than after three minutes`);
    assert.equal(sent.length, 1);
    network.buffered = 0;
    await clock.advance(2_000);
    assert.deepEqual(sent.at(-1)!.batch.events.map(({ type }) => type), [META, SNAPSHOT]);
  });
});

describe('the delay that is told', () => {
  it('begins at three seconds, is told once a second, and ends with 0 at less than one', async () => {
    const clock = createFakeClock();
    const told: number[] = [];
    let ageMs = 2_900;
    const delay = createDelay(clock, () => ageMs, (ms) => told.push(ms));
    delay.follow(true);
    await clock.advance(2_000);
    assert.deepEqual([told, delay.isLate], [[], false]);
    ageMs = 4_000;
    await clock.advance(2_000);
    assert.deepEqual([told, delay.isLate], [[4_000, 4_000], true]);
    ageMs = 1_500;
    await clock.advance(1_000);
    ageMs = 200;
    await clock.advance(3_000);
    assert.deepEqual([told, delay.isLate], [[4_000, 4_000, 1_500, 0], false]);
    ageMs = 9_000;
    await clock.advance(1_000);
    delay.follow(false);
    assert.deepEqual([told.slice(4), delay.isLate, clock.pending], [[9_000, 0], false, 0]);
  });
});
