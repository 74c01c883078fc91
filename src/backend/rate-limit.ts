import type { Clock } from '../core/clock.ts';

/** How often one customer may ask. */
export interface RateLimit {
  /** Requests that may come at once, and within each `windowMs` from then on. */
  readonly requests: number;
  readonly windowMs: number;
}

/**
 * The page asks before every attempt to connect. Its waits are drawn between nothing and 0.5 s, doubling to 30 s, so a
 * relay that stays away makes about eleven requests in the first minute and four in each further one, and each page that
 * is loaded within a session makes one. Twenty leave room for unlucky draws and a customer who leafs quickly.
 */
export const DEFAULT_RATE_LIMIT: RateLimit = { requests: 20, windowMs: 60_000 };

/** Customers remembered, some 100 bytes each. Beyond it the one who has asked least recently starts anew. */
const MAX_CUSTOMERS = 10_000;

export interface RateLimiter {
  /** Takes one request from what `userId` has; returns 0, or the milliseconds to wait where nothing is left. */
  take(userId: string): number;
}

/**
 * One bucket for each customer, which fills evenly. Counted in this instance's memory: with several instances behind
 * one address a customer has as many buckets.
 */
export function createRateLimiter({ requests, windowMs }: RateLimit, clock: Clock): RateLimiter {
  const buckets = new Map<string, { left: number; at: number }>();
  const perMs = requests / windowMs;
  return {
    take(userId) {
      const now = clock.now();
      const known = buckets.get(userId);
      // A clock that was set back must not take anything away.
      const filled = known ? known.left + Math.max(0, now - known.at) * perMs : requests;
      const bucket = { left: Math.min(requests, filled), at: now };
      const waitMs = bucket.left >= 1 ? 0 : Math.ceil((1 - bucket.left) / perMs);
      if (waitMs === 0) bucket.left -= 1;
      // Taken out and put back, so that the map's order is the order of last use.
      buckets.delete(userId);
      buckets.set(userId, bucket);
      if (buckets.size > MAX_CUSTOMERS) buckets.delete(buckets.keys().next().value as string);
      return waitMs;
    },
  };
}
