import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startLatency } from '../../../src/replayer/latency.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

describe('the round trip', () => {
  it('is the time between a ping and its pong', async () => {
    const clock = createFakeClock();
    const sent: number[] = [];
    const trips: number[] = [];
    const latency = startLatency({ clock, ping: (at) => sent.push(at) > 0, onRoundTrip: (ms) => trips.push(ms) });
    await clock.advance(42);
    latency.handlePong(sent[0]!);
    assert.deepEqual(trips, [42]);
    latency.stop();
    assert.equal(clock.pending, 0);
  });

  it('is not what a stranger says it is', async () => {
    const clock = createFakeClock();
    const trips: number[] = [];
    const latency = startLatency({ clock, ping: () => true, onRoundTrip: (ms) => trips.push(ms) });
    latency.handlePong(0);
    latency.handlePong(clock.now() + 5_000);
    const sentAt = clock.now();
    latency.handlePong(sentAt);
    latency.handlePong(sentAt);
    assert.deepEqual(trips, [0]);
    latency.stop();
  });
});
