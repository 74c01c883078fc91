import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CobrowseError } from '../../../src/core/errors.ts';
import { createReport, type DiagnosticEvent, NO_REPORT } from '../../../src/session/report.ts';
import type { Batch } from '../../../src/wire/log.ts';
import { createFakeRoom } from '../../support/fake-room.ts';
import { createManualClock } from '../../support/manual-clock.ts';

function open() {
  const clock = createManualClock();
  const told: DiagnosticEvent[] = [];
  const fake = createFakeRoom();
  const room = fake.join({ role: 'recorder', connectionInfo: '/info' });
  const report = createReport((event) => told.push(event), clock, 120);
  report.watchRoom(room);
  const emit = report.watchEvents(() => {});
  const send = report.watchBatches(({ events, epoch, sequence }, to: readonly string[]) => room.send('events', events, { to, epoch, sequence }));
  return { clock, told, fake, emit, send };
}
const batch = (...events: Batch['events'][number][]): Batch => ({ epoch: '1-a', sequence: 0, events });
const change = { type: 3, timestamp: 9, data: { source: 0 } };

describe('what monitoring is told', () => {
  it('how long loading and joining took, each time', () => {
    const { clock, told, fake } = open();
    clock.advance(300);
    fake.connect();
    clock.advance(5_000);
    fake.setState('reconnecting', new CobrowseError('connection/socket-failed', 'MARKER'));
    clock.advance(700);
    fake.connect();
    assert.deepEqual(told, [
      { type: 'load', ms: 120 },
      { type: 'joined', ms: 300, joins: 1 },
      { type: 'reconnecting', losses: 1, code: 'connection/socket-failed' },
      { type: 'joined', ms: 700, joins: 2 },
    ]);
  });

  it('how long each answer of the customer took', () => {
    const { clock, told, emit } = open();
    const [anna, ben] = [{ name: 'MARKER-Anna', verified: true }, { name: 'MARKER-Ben', verified: false }];
    emit('admission', { agent: anna, status: 'asked' });
    clock.advance(1_000);
    emit('admission', { agent: ben, status: 'asked' });
    clock.advance(2_000);
    emit('admission', { agent: anna, status: 'admitted' });
    emit('admission', { agent: ben, status: 'denied' });
    assert.deepEqual(told.slice(1), [
      { type: 'admission', status: 'admitted', waitedMs: 3_000 },
      { type: 'admission', status: 'denied', waitedMs: 2_000 },
    ]);
    assert.ok(!JSON.stringify(told).includes('MARKER'));
  });

  it('what a snapshot took, what left each minute, and all of it at the end', () => {
    const { clock, told, fake, emit, send } = open();
    fake.connect();
    const first = batch({ type: 4, timestamp: 100, data: { href: 'MARKER' } }, { type: 2, timestamp: 140, data: { node: {} } });
    const bytes = JSON.stringify(first.events).length;
    send(first, ['a']);
    assert.deepEqual(told.at(-1), { type: 'snapshot', ms: 40, events: 2, bytes });
    clock.advance(60_000);
    send(batch(change), ['a']);
    const more = JSON.stringify([change]).length;
    assert.deepEqual(told.at(-1), { type: 'traffic', ms: 60_000, frames: 2, events: 3, bytes: bytes + more });
    send(batch(change, change), ['a']);
    assert.equal(told.at(-1)!.type, 'traffic', 'nothing new within the minute');
    emit('error', new CobrowseError('connection/lost', 'MARKER'));
    emit('ended', { reason: 'connection-lost', error: new CobrowseError('connection/lost', 'MARKER') });
    const total = { frames: 3, events: 5, bytes: bytes + more + JSON.stringify([change, change]).length };
    assert.deepEqual(told.slice(-2), [
      { type: 'problem', code: 'connection/lost' },
      { type: 'ended', reason: 'connection-lost', code: 'connection/lost', durationMs: 60_000, ...total },
    ]);
    assert.ok(!JSON.stringify(told).includes('MARKER'));
  });

  it('is nothing, and costs nothing, where nobody asked', () => {
    const emit = (): void => {};
    const send = (): boolean => true;
    assert.equal(NO_REPORT.watchEvents(emit), emit);
    assert.equal(NO_REPORT.watchBatches(send), send);
  });
});
