import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CobrowseError } from '../../../src/core/errors.ts';
import { createReconnectPolicy } from '../../../src/room/reconnect-policy.ts';

const lost = new CobrowseError('connection/socket-failed', 'lost');

describe('when to try again', () => {
  it('waits a random part of a ceiling that doubles up to 30 s', () => {
    const highest = createReconnectPolicy(10_000_000, () => 1);
    const lowest = createReconnectPolicy(10_000_000, () => 0);
    const ceilings = [1, 2, 3, 4, 5, 6, 7, 8, 20].map((attempt) =>
      highest.nextDelayMs({ attempt, elapsedMs: 0, error: lost }),
    );
    assert.deepEqual(ceilings, [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    assert.equal(lowest.nextDelayMs({ attempt: 9, elapsedMs: 0, error: lost }), 0);
  });

  it('waits at least as long as the backend asked for', () => {
    const policy = createReconnectPolicy(120_000, () => 0);
    const error = new CobrowseError('connection/info-rate-limited', 'slow down', { retryAfterMs: 7_000 });
    assert.equal(policy.nextDelayMs({ attempt: 1, elapsedMs: 0, error }), 7_000);
  });

  it('gives up on what waiting does not mend', () => {
    const policy = createReconnectPolicy(120_000);
    for (const code of ['connection/info-unauthorized', 'connection/info-malformed', 'connection/replaced'] as const)
      assert.equal(policy.nextDelayMs({ attempt: 1, elapsedMs: 0, error: new CobrowseError(code, '') }), null);
  });

  it('gives up once the time is spent, or would be before the next attempt', () => {
    const policy = createReconnectPolicy(10_000, () => 1);
    assert.equal(policy.nextDelayMs({ attempt: 1, elapsedMs: 9_400, error: lost }), 500);
    assert.equal(policy.nextDelayMs({ attempt: 1, elapsedMs: 9_600, error: lost }), null);
    const error = new CobrowseError('connection/info-rate-limited', '', { retryAfterMs: 20_000 });
    assert.equal(policy.nextDelayMs({ attempt: 1, elapsedMs: 0, error }), null);
  });
});
