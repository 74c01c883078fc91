import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CHANGE, event, META, setUpStream as setUp, SNAPSHOT } from '../../support/stream-stage.ts';

/** rrweb's `IncrementalSource`. */
const [MUTATION, INPUT] = [0, 5];

describe('the stream from recorder to room', () => {
  it('does not start the recorder before there is somebody to send to', () => {
    const { stream, recorders } = setUp();
    stream.setRecording('on');
    assert.equal(recorders.length, 0);
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    assert.equal(recorders.length, 1);
  });

  it('sends the first event at once and gathers what follows within a screen frame', async () => {
    const { stream, clock, recorders, types } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(0);
    assert.deepEqual(types(), [[META, SNAPSHOT]]);
    await clock.advance(100);
    recorders[0]!.emit(event(CHANGE));
    await clock.advance(0);
    assert.deepEqual(types(), [[META, SNAPSHOT], [CHANGE]]);
    recorders[0]!.emit(event(CHANGE));
    recorders[0]!.emit(event(CHANGE));
    await clock.advance(15);
    assert.equal(types().length, 2);
    await clock.advance(1);
    assert.deepEqual(types()[2], [CHANGE, CHANGE]);
  });

  it('sends a key press and the change that follows it in one frame, and a change before the next task', async () => {
    const { stream, clock, recorders, sent } = setUp();
    const kinds = (): unknown[][] => sent.slice(1).map(({ batch }) => batch.events.map(({ data }) => data['source']));
    const [press, change] = [INPUT, MUTATION].map((source) => ({ type: CHANGE, timestamp: 0, data: { source } }));
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(100);
    recorders[0]!.emit(press!);
    for (let microtask = 0; microtask < 5; microtask += 1) await Promise.resolve();
    assert.deepEqual(kinds(), []);
    recorders[0]!.emit(change!);
    await clock.advance(0);
    assert.deepEqual(kinds(), [[INPUT, MUTATION]]);
    await clock.advance(100);
    recorders[0]!.emit(press!);
    await clock.advance(0);
    assert.deepEqual(kinds().slice(1), [[INPUT]]);
    await clock.advance(100);
    recorders[0]!.emit(change!);
    await Promise.resolve();
    assert.deepEqual(kinds().slice(2), [[MUTATION]]);
  });

  it('numbers events within an epoch without a gap, and begins a new epoch with every snapshot', async () => {
    const { stream, clock, recorders, sent } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    for (let change = 0; change < 3; change++) {
      await clock.advance(50);
      recorders[0]!.emit(event(CHANGE));
    }
    await clock.advance(2_000);
    stream.resync('m1', null);
    await clock.advance(0);
    const [first, ...rest] = sent.map(({ batch }) => batch);
    assert.deepEqual([first!, ...rest].map(({ sequence }) => sequence), [0, 2, 3, 4, 0]);
    assert.equal(new Set(sent.map(({ batch }) => batch.epoch)).size, 2);
    assert.match(rest.at(-1)!.epoch, /^2-/);
  });

  it('takes a snapshot for a member that comes later, at once', async () => {
    const { stream, clock, recorders, sent } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(1_500);
    stream.setRecipients(['m1', 'm2']);
    await clock.advance(20);
    assert.equal(recorders[0]!.snapshots, 2);
    assert.deepEqual(sent.at(-1)!.to, ['m1', 'm2']);
  });

  it('answers requests for a snapshot within a second with one', async () => {
    const { stream, clock, recorders } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(0);
    await clock.advance(1_100);
    recorders[0]!.emit(event(CHANGE));
    for (let request = 0; request < 10; request++) stream.resync('m1', null);
    await clock.advance(5_000);
    assert.equal(recorders[0]!.snapshots, 2);
  });

  it('does not take another snapshot for a member that the newest is still on its way to', async () => {
    const { stream, clock, recorders } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    stream.resync('m1', null);
    await clock.advance(900);
    assert.equal(recorders[0]!.snapshots, 1);
    await clock.advance(200);
    stream.resync('m1', null);
    await clock.advance(0);
    assert.equal(recorders[0]!.snapshots, 2);
  });

  it('holds events while the socket is full, and sends them in order once it has drained', async () => {
    const { stream, clock, recorders, network, types } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(50);
    network.buffered = 3_000_000;
    for (let change = 0; change < 5; change++) recorders[0]!.emit(event(CHANGE));
    await clock.advance(1_000);
    assert.equal(types().length, 1);
    network.buffered = 0;
    await clock.advance(200);
    assert.deepEqual(types()[1], [CHANGE, CHANGE, CHANGE, CHANGE, CHANGE]);
    assert.equal(recorders[0]!.snapshots, 1);
  });

  it('drops everything and begins anew with a snapshot when more had to be held than there is room for', async () => {
    const { stream, clock, recorders, network, sent, types } = setUp({ maxHeld: 10 });
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(50);
    network.buffered = 3_000_000;
    for (let change = 0; change < 50; change++) recorders[0]!.emit(event(CHANGE));
    await clock.advance(5_000);
    network.buffered = 0;
    await clock.advance(2_000);
    assert.deepEqual(types(), [[META, SNAPSHOT], [META, SNAPSHOT]]);
    assert.notEqual(sent[0]!.batch.epoch, sent[1]!.batch.epoch);
  });

  it('begins anew with a snapshot after a batch that did not leave', async () => {
    const { stream, clock, recorders, network, types } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(2_000);
    network.open = false;
    recorders[0]!.emit(event(CHANGE));
    await clock.advance(50);
    network.open = true;
    recorders[0]!.emit(event(CHANGE));
    await clock.advance(2_000);
    assert.deepEqual(types(), [[META, SNAPSHOT], [META, SNAPSHOT]]);
  });

  it('holds what happens while nobody can be reached, and goes on with it where it stopped', async () => {
    const { stream, clock, recorders, sent, types } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(50);
    stream.setRecipients([]);
    recorders[0]!.emit(event(CHANGE));
    await clock.advance(500);
    assert.equal(sent.length, 1);
    stream.setRecipients(['m1']);
    await clock.advance(50);
    assert.deepEqual(types(), [[META, SNAPSHOT], [CHANGE]]);
    assert.equal(sent[1]!.batch.sequence, 2);
    assert.equal(recorders[0]!.snapshots, 1);
    assert.equal(recorders.length, 1, 'the recorder was not started a second time');
  });

  it('sends a member that was away exactly what it missed, and says so where that is nothing', async () => {
    const { stream, clock, recorders, sent } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    for (let change = 0; change < 3; change++) {
      await clock.advance(50);
      recorders[0]!.emit(event(CHANGE));
    }
    await clock.advance(50);
    const { epoch } = sent[0]!.batch;
    sent.length = 0;
    stream.resync('m1', { epoch, sequence: 2 });
    assert.deepEqual(sent.map(({ batch }) => batch.sequence), [3, 4, 5]);
    assert.deepEqual(sent.at(-1)!.batch.events, []);
    stream.recall('m2', { epoch, sequence: 4 });
    stream.setRecipients(['m1', 'm2']);
    stream.resync('m2', { epoch, sequence: 4 });
    assert.equal(recorders[0]!.snapshots, 1);
    assert.deepEqual(sent.at(-1)!.to, ['m2']);
    assert.deepEqual(sent.at(-1)!.batch.events, []);
  });

  it('costs ten members who come within a second one snapshot, and each gets all of it', async () => {
    const { stream, clock, recorders, sent } = setUp();
    const members: string[] = [];
    for (let member = 0; member < 10; member++) {
      members.push(`m${member}`);
      stream.setRecipients([...members]);
      stream.setRecording('on');
      await clock.advance(90);
      recorders[0]!.emit(event(CHANGE));
    }
    await clock.advance(2_000);
    assert.equal(recorders[0]!.snapshots, 1);
    for (const member of members) {
      const theirs = sent.filter(({ to }) => to.includes(member)).flatMap(({ batch }) =>
        batch.events.map((_, at) => batch.sequence + at),
      );
      assert.deepEqual(theirs, Array.from({ length: 12 }, (_, at) => at), member);
    }
  });

  it('says of a snapshot that somebody else needs where it goes on from, once all before it has left', async () => {
    const { stream, clock, recorders, sent } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(2_000);
    recorders[0]!.emit(event(CHANGE, 'sent'));
    await clock.advance(1);
    recorders[0]!.emit(event(CHANGE, 'held'));
    const { epoch } = sent[0]!.batch;
    stream.setRecipients(['m1', 'm2']);
    await clock.advance(50);
    const [held, snapshot] = sent.slice(-2);
    assert.deepEqual([held!.to, held!.batch.sequence, held!.batch.epoch], [['m1'], 3, epoch], 'not what was there before m2 was');
    assert.deepEqual(snapshot!.to, ['m1', 'm2']);
    assert.deepEqual(snapshot!.batch.events[0]!.data['continues'], { epoch, sequence: 3 });
  });

  it('says no such thing of the first snapshot, of one that mends, or after something was dropped', async () => {
    const { stream, clock, recorders, sent, network } = setUp({ maxHeld: 4 });
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(2_000);
    stream.repair();
    await clock.advance(2_000);
    network.buffered = 3_000_000;
    for (let change = 0; change < 9; change += 1) recorders[0]!.emit(event(CHANGE));
    await clock.advance(500);
    network.buffered = 0;
    await clock.advance(2_000);
    stream.setRecording('off');
    stream.setRecording('on');
    await clock.advance(50);
    const metas = sent.flatMap(({ batch }) => batch.events).filter(({ type }) => type === META);
    assert.equal(metas.length, 4);
    for (const { data } of metas) assert.equal('continues' in data, false);
  });

  it('waits for nothing where the customer’s clock was set back by hours', async () => {
    const { stream, clock, recorders, sent, set } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(100);
    set(-5 * 3_600_000);
    recorders[0]!.emit(event(CHANGE));
    await clock.advance(0);
    assert.equal(sent.length, 2);
    set(-9 * 3_600_000);
    stream.repair();
    assert.equal(recorders[0]!.snapshots, 2);
  });

  it('stops the recorder, its timers and whatever was gathered', async () => {
    const { stream, clock, recorders, sent } = setUp();
    stream.setRecipients(['m1']);
    stream.setRecording('on');
    await clock.advance(2);
    recorders[0]!.emit(event(CHANGE));
    stream.stop();
    await clock.advance(1_000);
    assert.equal(recorders[0]!.stopped, true);
    assert.equal(sent.length, 1);
    assert.equal(clock.pending, 0);
  });
});
