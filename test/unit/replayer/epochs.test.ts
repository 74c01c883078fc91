import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEpochs, type EventsFrame } from '../../../src/replayer/epochs.ts';

const META = { type: 4 };
const CHANGE = { type: 3 };
const snapshot = (epoch: string, sender = 'r1'): EventsFrame => ({ sender, epoch, sequence: 0, events: [META, { type: 2 }] });
const changes = (epoch: string, sequence: number, count = 1, sender = 'r1'): EventsFrame => ({
  sender,
  epoch,
  sequence,
  events: Array.from({ length: count }, () => CHANGE),
});

describe('the order of the stream', () => {
  it('begins with a snapshot and follows without a hole', () => {
    const epochs = createEpochs();
    assert.equal(epochs.have, null);
    assert.deepEqual(epochs.judge(snapshot('1-a')), { kind: 'begin', skip: 0 });
    assert.deepEqual(epochs.judge(changes('1-a', 2, 3)), { kind: 'apply', skip: 0 });
    assert.deepEqual(epochs.have, { epoch: '1-a', sequence: 4 });
  });

  it('takes a stream that it joins in the middle, or that does not open with a snapshot, for a gap', () => {
    assert.equal(createEpochs().judge(changes('1-a', 7)).kind, 'gap');
    assert.equal(createEpochs().judge(changes('1-a', 0)).kind, 'gap');
  });

  it('drops what comes after a hole until the hole is filled', () => {
    const epochs = createEpochs();
    epochs.judge(snapshot('1-a'));
    assert.equal(epochs.judge(changes('1-a', 5)).kind, 'gap');
    assert.equal(epochs.judge(changes('1-a', 6)).kind, 'gap');
    assert.deepEqual(epochs.have, { epoch: '1-a', sequence: 1 });
    assert.deepEqual(epochs.judge(changes('1-a', 2, 5)), { kind: 'apply', skip: 0 });
    assert.deepEqual(epochs.judge(changes('1-a', 7)), { kind: 'apply', skip: 0 });
  });

  it('applies what was sent twice once', () => {
    const epochs = createEpochs();
    epochs.judge(snapshot('1-a'));
    epochs.judge(changes('1-a', 2, 2));
    assert.equal(epochs.judge(changes('1-a', 2, 2)).kind, 'ignore');
    assert.deepEqual(epochs.judge(changes('1-a', 3, 3)), { kind: 'apply', skip: 1 });
    assert.deepEqual(epochs.have, { epoch: '1-a', sequence: 5 });
  });

  it('leaves an epoch for a newer one and does not go back', () => {
    const epochs = createEpochs();
    epochs.judge(snapshot('2-a'));
    assert.equal(epochs.judge(snapshot('3-b')).kind, 'begin');
    assert.equal(epochs.judge(changes('2-a', 2)).kind, 'ignore');
    assert.equal(epochs.judge(snapshot('1-z')).kind, 'ignore');
  });

  it('takes up another page load, whose orders begin anew, and ignores what the old page still had on its way', () => {
    const epochs = createEpochs();
    epochs.judge(snapshot('9-a'));
    assert.equal(epochs.judge(snapshot('1-b', 'r2')).kind, 'begin');
    assert.equal(epochs.judge(changes('9-a', 2)).kind, 'ignore');
    assert.equal(epochs.judge(changes('1-b', 2, 1, 'r2')).kind, 'apply');
  });

  it('goes on with an epoch whose recorder came back under another member id', () => {
    const epochs = createEpochs();
    epochs.judge(snapshot('1-a'));
    assert.equal(epochs.judge(changes('1-a', 2, 1, 'r2')).kind, 'apply');
    assert.equal(epochs.judge(snapshot('2-b', 'r2')).kind, 'begin');
  });

  it('takes nothing more of an epoch that was spoilt, and says that it has nothing', () => {
    const epochs = createEpochs();
    epochs.judge(snapshot('1-a'));
    epochs.spoil();
    assert.equal(epochs.have, null);
    assert.equal(epochs.judge(changes('1-a', 2)).kind, 'gap');
    assert.equal(epochs.judge(snapshot('2-b')).kind, 'begin');
  });

  it('has nothing to do with an empty frame', () => {
    assert.equal(createEpochs().judge(changes('1-a', 0, 0)).kind, 'ignore');
  });
});
