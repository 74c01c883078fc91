import { assert } from 'chai';
import { CobrowseError, isCobrowseError } from '../../../src/core/errors.ts';
import { createReplay } from '../../../src/replayer/replay.ts';
import { createReplayer } from '../../../src/replayer/replayer.ts';
import type { WireEvent } from '../../../src/wire/messages.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createStage, snapshotEvents, type Stage } from '../../support/replay-stage.ts';

const paragraph = (text: string, id = 100): object => ({
  type: 2,
  id,
  tagName: 'p',
  attributes: {},
  childNodes: [{ type: 3, id: id + 1, textContent: text }],
});
const setText = (value: string, id = 101): object => ({
  type: 3,
  timestamp: 1,
  data: { source: 0, removes: [], adds: [], texts: [{ id, value }], attributes: [] },
});

describe('an agent’s replayer', () => {
  let stage: Stage;
  const start = (...options: Parameters<typeof createStage>): Stage => (stage = createStage(...options));
  afterEach(() => stage.dispose());

  const hellos = (): unknown[] =>
    stage.room.sent.filter(({ kind }) => kind === 'hello').map(({ payload }) => (payload as { have: unknown }).have);

  it('goes from waiting to asked to live, and says why it ended', () => {
    start();
    const steps: string[] = [];
    stage.replayer.on('statechange', ({ to, reason }) => steps.push(reason ? `${to}: ${reason}` : to));
    assert.equal(stage.replayer.state, 'waiting');
    stage.admit();
    stage.room.receive('state', { state: 'paused' });
    stage.room.receive('state', { state: 'active' });
    stage.room.setState('reconnecting');
    stage.room.connect();
    stage.room.recorderJoins();
    // The recorder has nothing to add to what this side has.
    stage.send(snapshotEvents());
    stage.room.receive('state', { state: 'ended', reason: 'customer' });
    assert.deepEqual(steps, [
      'asked', 'live', 'paused', 'live', 'reconnecting: connection', 'reconnecting: customer-away',
      'reconnecting: catching-up', 'live', 'ended: customer',
    ]); // prettier-ignore
    assert.isTrue(stage.room.left);
  });

  it('ends when the customer says no, or the connection is over', () => {
    start();
    stage.room.connect();
    stage.room.recorderJoins();
    stage.room.receive('admission', { status: 'denied' });
    assert.deepEqual([stage.replayer.state, stage.replayer.reason], ['ended', 'denied']);
    stage.dispose();
    start();
    stage.room.setState('disconnected', new CobrowseError('connection/room-full', 'Full.'));
    assert.deepEqual([stage.replayer.state, stage.replayer.reason], ['ended', 'connection/room-full']);
    assert.deepEqual(stage.errors.map(({ code }) => code), ['connection/room-full']);
  });

  it('says hello once to each recorder, and what it has when a stream goes on', () => {
    start();
    stage.room.connect();
    stage.room.recorderJoins();
    stage.room.receive('hello', { software: 'cobrowse-widget/0' });
    stage.room.receive('hello', { software: 'cobrowse-widget/0' });
    assert.deepEqual(hellos(), [null, null]);
    stage.room.receive('admission', { status: 'admitted' });
    stage.send(snapshotEvents());
    stage.room.recorderLeaves();
    stage.room.recorderJoins('recorder-2');
    assert.deepEqual(hellos().slice(2), [{ epoch: '1-epoch', sequence: 1 }]);
  });

  it('drops what follows a hole, asks for a snapshot once, and goes on from it', async () => {
    const clock = createFakeClock();
    start({ clock });
    stage.admit();
    stage.send(snapshotEvents([paragraph('first')]));
    stage.room.sent.length = 0;
    for (let sequence = 5; sequence < 10; sequence++)
      stage.room.receive('events', [setText('wrong')], { epoch: '1-epoch', sequence });
    assert.equal(stage.page.querySelector('p')!.textContent, 'first');
    assert.equal(stage.replayer.picture, 'stale');
    assert.deepEqual(hellos(), [{ epoch: '1-epoch', sequence: 1 }]);
    stage.send(snapshotEvents([paragraph('second')]));
    stage.send([setText('third')]);
    assert.equal(stage.page.querySelector('p')!.textContent, 'third');
    assert.equal(stage.replayer.picture, 'current');
    await clock.advance(10_000);
    assert.equal(hellos().length, 1);
  });

  it('asks for what it may have missed where a frame could not be read, until it is told', async () => {
    const clock = createFakeClock();
    start({ clock });
    stage.admit();
    stage.send(snapshotEvents([paragraph('first')]));
    stage.room.sent.length = 0;
    stage.room.receiveGarbage();
    stage.room.receiveGarbage();
    assert.deepEqual(hellos(), [{ epoch: '1-epoch', sequence: 1 }]);
    await clock.advance(1_000);
    assert.equal(hellos().length, 2);
    // Nothing was missed.
    stage.room.receive('events', [], { epoch: '1-epoch', sequence: 2 });
    await clock.advance(60_000);
    assert.equal(hellos().length, 2);
    assert.equal(stage.replayer.picture, 'current');
  });

  it('ignores an older epoch', () => {
    start();
    stage.admit();
    stage.room.receive('events', snapshotEvents([paragraph('new')]), { epoch: '2-b', sequence: 0 });
    stage.room.receive('events', snapshotEvents([paragraph('old')]), { epoch: '1-a', sequence: 0 });
    assert.equal(stage.page.querySelector('p')!.textContent, 'new');
  });

  it('keeps the last picture while paused and while a connection is being restored, and none after the end', () => {
    start();
    stage.admit();
    stage.send(snapshotEvents([paragraph('kept')]));
    stage.room.receive('state', { state: 'paused' });
    assert.equal(stage.page.querySelector('p')!.textContent, 'kept');
    stage.room.setState('reconnecting');
    assert.equal(stage.page.querySelector('p')!.textContent, 'kept');
    stage.room.connect();
    stage.room.recorderJoins();
    stage.room.receive('state', { state: 'ended', reason: 'customer' });
    assert.equal(stage.replayer.picture, 'none');
    assert.isNull(stage.container.querySelector('iframe'));
  });

  it('measures the way to the customer and back, and says how far it has come', async () => {
    const clock = createFakeClock();
    start({ clock });
    const trips: number[] = [];
    stage.replayer.on('latency', ({ roundTripMs }) => trips.push(roundTripMs));
    stage.admit();
    stage.send(snapshotEvents([paragraph('a')]));
    for (let step = 0; step < 20; step++) stage.send([setText(`step ${step}`)]);
    await clock.advance(3_000);
    const acks = stage.room.sent.filter(({ kind }) => kind === 'ack');
    assert.equal(acks.length, 1);
    assert.deepEqual([acks[0]!.header.epoch, acks[0]!.header.sequence], ['1-epoch', 21]);
    const ping = stage.room.sent.find(({ kind }) => kind === 'ping')!;
    await clock.advance(30);
    stage.room.receive('pong', ping.payload);
    assert.deepEqual(trips, [30]);
  });

  it('tells of frames, of what was applied and of the customer’s viewport', () => {
    start();
    const told: unknown[] = [];
    stage.replayer.on('frame', ({ direction, header, bytes }) => told.push([direction, header.kind, bytes > 0]));
    stage.replayer.on('applied', (applied) => told.push(applied));
    stage.replayer.on('resize', (size) => told.push(size));
    stage.room.connect();
    stage.room.receive('events', snapshotEvents(), { epoch: '1-a', sequence: 0 });
    assert.deepEqual(told, [
      ['out', 'hello', true],
      ['in', 'events', true],
      { width: 800, height: 600 },
      { epoch: '1-a', sequence: 1, events: 2 },
    ]);
  });

  it('scales the page down into its container, in its middle, and never up', async () => {
    start();
    stage.admit();
    stage.send(snapshotEvents());
    const box = stage.container.getBoundingClientRect();
    const shown = (): DOMRect => stage.frame.getBoundingClientRect();
    assert.deepEqual([shown().width, shown().height], [400, 300]);
    stage.container.style.width = '200px';
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    assert.deepEqual([shown().width, shown().height, shown().top - box.top], [200, 150, 75]);
    stage.container.style.cssText = 'width: 1000px; height: 900px';
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    assert.deepEqual([shown().width, shown().left - stage.container.getBoundingClientRect().left], [800, 100]);
  });

  it('shows the page in its own size where it is told to', () => {
    start({ fit: 'none' });
    stage.admit();
    stage.send(snapshotEvents());
    assert.equal(stage.frame.getBoundingClientRect().width, 800);
  });

  it('leaves nothing behind when it is disposed of', async () => {
    const clock = createFakeClock();
    const sheets = document.adoptedStyleSheets.length;
    start({ clock });
    const steps: unknown[] = [];
    stage.admit();
    stage.send(snapshotEvents([paragraph('a')]));
    stage.room.receive('events', [setText('lost')], { epoch: '1-epoch', sequence: 9 });
    stage.replayer.on('statechange', (step) => steps.push(step));
    assert.isAbove(clock.pending, 0);
    stage.replayer.dispose();
    stage.replayer.dispose();
    assert.equal(stage.container.childNodes.length, 0);
    assert.equal(document.adoptedStyleSheets.length, sheets);
    assert.equal(clock.pending, 0);
    assert.isTrue(stage.room.left);
    assert.equal(stage.replayer.state, 'ended');
    assert.deepEqual(steps, []);
  });

  it('refuses options that it cannot work with, by name', () => {
    start();
    const wrong = [
      [{}, 'container'],
      [{ container: document.createElement('div'), connectionInfo: '/x' }, 'container'],
      [{ container: document.body }, 'connectionInfo'],
      [{ container: document.body, connectionInfo: '/x', fit: 'stretch' }, 'fit'],
      [{ container: document.body, connectionInfo: '/x', colour: 'red' }, 'colour'],
    ] as const;
    for (const [options, name] of wrong)
      try {
        createReplayer(options as never);
        assert.fail(`${name} was taken`);
      } catch (error) {
        assert.isTrue(isCobrowseError(error) && error.message.includes(name), `${name}: ${String(error)}`);
      }
  });
});

describe('a snapshot that others needed', () => {
  const continued = (from: object): unknown[] => {
    const [meta, snapshot] = snapshotEvents([paragraph('as sent')]) as { data: object }[];
    return [{ ...meta, data: { ...meta!.data, continues: from } }, snapshot];
  };

  it('leaves the page of a replayer standing that has everything before it', () => {
    const stage = createStage();
    stage.admit();
    stage.room.receive('events', [...snapshotEvents([paragraph('a')]), setText('as it is')], { epoch: '1-e', sequence: 0 });
    const { frame } = stage;
    stage.room.receive('events', continued({ epoch: '1-e', sequence: 2 }), { epoch: '2-e', sequence: 0 });
    assert.equal(stage.frame, frame);
    assert.equal(stage.page.querySelector('p')!.textContent, 'as it is');
    stage.room.receive('events', [setText('later')], { epoch: '2-e', sequence: 2 });
    assert.equal(stage.page.querySelector('p')!.textContent, 'later');
    assert.deepEqual([stage.replayer.picture, stage.errors], ['current', []]);
    stage.dispose();
  });

  it('is built by one that lacks the last, or has another epoch, and after a malformed claim', () => {
    for (const from of [{ epoch: '1-e', sequence: 1 }, { epoch: '0-e', sequence: 2 }, { epoch: '1-e' }, {}, 7, null] as object[]) {
      const stage = createStage();
      stage.admit();
      stage.room.receive('events', [...snapshotEvents([paragraph('a')]), setText('as it is')], { epoch: '1-e', sequence: 0 });
      stage.room.receive('events', continued(from), { epoch: '2-e', sequence: 0 });
      assert.equal(stage.page.querySelector('p')!.textContent, 'as sent');
      stage.dispose();
    }
  });
});

describe('rrweb’s own memory', () => {
  it('does not grow with the events that were applied', () => {
    const layer = document.createElement('div');
    document.body.append(layer);
    const replay = createReplay(layer, () => {});
    const apply = (event: unknown): void => void [...replay.apply(event as WireEvent)];
    for (const event of snapshotEvents([paragraph('a')])) apply(event);
    for (let step = 0; step < 10_000; step++) apply(setText(`step ${step}`));
    assert.equal(layer.querySelector('iframe')!.contentDocument!.querySelector('p')!.textContent, 'step 9999');
    assert.isAtMost(replay.retainedEvents, 1);
    replay.clear();
    assert.equal(layer.childNodes.length, 0);
    layer.remove();
  });
});
