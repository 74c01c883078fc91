import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startLatency } from '../../../src/replayer/latency.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

describe('the round trip', () => {
  it('is the time between a ping and its pong', async () => {
    const clock = createFakeClock();
    const sent: number[] = [];
    const trips: number[] = [];
    const latency = startLatency({ clock, ping: (at) => sent.push(at) > 0, onMeasured: (ms) => trips.push(ms) });
    await clock.advance(42);
    latency.handlePong(sent[0]!);
    assert.deepEqual(trips, [42]);
    latency.stop();
    assert.equal(clock.pending, 0);
  });

  it('is not what a stranger says it is', async () => {
    const clock = createFakeClock();
    const trips: number[] = [];
    const latency = startLatency({ clock, ping: () => true, onMeasured: (ms) => trips.push(ms) });
    latency.handlePong(0);
    latency.handlePong(clock.now() + 5_000);
    const sentAt = clock.now();
    latency.handlePong(sentAt);
    latency.handlePong(sentAt);
    assert.deepEqual(trips, [0]);
    latency.stop();
  });

  it('tells how old what is seen is: half the way, and what the other side holds back', async () => {
    const clock = createFakeClock();
    const ages: number[] = [];
    const latency = startLatency({ clock, ping: () => true, onMeasured: (_, ageMs) => ages.push(ageMs) });
    const sentAt = clock.now();
    await clock.advance(100);
    latency.handlePong(sentAt, 4_000);
    assert.deepEqual(ages, [4_050]);
    latency.stop();
  });

  it('is told as it grows while no answer comes, and measured when one does', async () => {
    const clock = createFakeClock();
    const sent: number[] = [];
    const trips: number[] = [];
    const latency = startLatency({ clock, ping: (at) => sent.push(at) > 0, onMeasured: (ms) => trips.push(ms) });
    await clock.advance(7_000);
    assert.deepEqual(trips, [3_000, 6_000]);
    latency.handlePong(sent[0]!);
    latency.handlePong(sent[2]!);
    assert.deepEqual(trips, [3_000, 6_000, 7_000, 1_000]);
    latency.stop();
  });
});
