import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRateLimiter, DEFAULT_RATE_LIMIT } from '../../../src/backend/rate-limit.ts';
import { createManualClock } from '../../support/manual-clock.ts';

test('so many at once, then one for each share of the window', () => {
  const clock = createManualClock();
  const limiter = createRateLimiter({ requests: 3, windowMs: 60_000 }, clock);
  assert.deepEqual([1, 2, 3].map(() => limiter.take('ada')), [0, 0, 0]);
  assert.equal(limiter.take('ada'), 20_000);
  clock.advance(5_000);
  assert.equal(limiter.take('ada'), 15_000, 'asking in vain costs nothing');
  clock.advance(15_000);
  assert.equal(limiter.take('ada'), 0);
  assert.equal(limiter.take('ada'), 20_000);
});

test('customers do not use up one another’s', () => {
  const limiter = createRateLimiter({ requests: 1, windowMs: 1_000 }, createManualClock());
  assert.equal(limiter.take('ada'), 0);
  assert.equal(limiter.take('bob'), 0);
  assert(limiter.take('ada') > 0);
});

test('a long absence saves up no more than a full bucket, a clock set back takes nothing', () => {
  const clock = createManualClock();
  const limiter = createRateLimiter({ requests: 2, windowMs: 1_000 }, clock);
  limiter.take('ada');
  clock.advance(86_400_000);
  assert.deepEqual([limiter.take('ada'), limiter.take('ada')], [0, 0]);
  assert(limiter.take('ada') > 0);
  clock.advance(-3_600_000);
  assert.equal(limiter.take('ada'), 500);
});

test('the page’s own reconnect schedule passes, also with the shortest waits likely', () => {
  const clock = createManualClock();
  const limiter = createRateLimiter(DEFAULT_RATE_LIMIT, clock);
  // Every draw at a quarter of its range, for ten minutes.
  for (let attempt = 0, passedMs = 0; passedMs < 600_000; attempt += 1) {
    assert.equal(limiter.take('ada'), 0, `attempt ${attempt}`);
    const waitMs = Math.min(30_000, 500 * 2 ** attempt) / 4;
    clock.advance(waitMs);
    passedMs += waitMs;
  }
});

test('the memory is bounded: those who asked last are kept', () => {
  const limiter = createRateLimiter({ requests: 1, windowMs: 60_000 }, createManualClock());
  limiter.take('first');
  limiter.take('second');
  for (let count = 0; count < 9_998; count += 1) limiter.take(`customer-${count}`);
  assert(limiter.take('first') > 0, 'still known, and now the latest');
  limiter.take('one more');
  assert(limiter.take('first') > 0);
  assert.equal(limiter.take('second'), 0, 'forgotten, and starts anew');
});
