import type { CobrowseError } from '../core/errors.ts';

/** What a failed attempt looks like to whoever decides about the next. */
export interface Failure {
  /** Failures in a row, 1 for the first. */
  readonly attempt: number;
  /** Milliseconds since the connection was last known to hold, or since joining began. */
  readonly elapsedMs: number;
  readonly error: CobrowseError;
}

/** Decides when to try again. */
export interface ReconnectPolicy {
  /** Milliseconds to wait before the next attempt, or null to give up. */
  nextDelayMs(failure: Failure): number | null;
}

/** First step of the backoff: a blip is over sooner, and a relay that restarts has a moment. */
const BASE_MS = 500;
/** Ceiling of one wait: a customer who looks at 'reconnecting' should not look at it for longer than that at a time. */
const CAP_MS = 30_000;

/**
 * Exponential backoff with full jitter, `random() * min(cap, base * 2^n)`: members that a relay's restart cut off at
 * one moment come back spread out. A wait that the backend asked for (`Retry-After`) is a floor. Gives up on errors that
 * waiting does not mend, and once `limitMs` is spent.
 */
export function createReconnectPolicy(limitMs: number, random: () => number = Math.random): ReconnectPolicy {
  return {
    nextDelayMs({ attempt, elapsedMs, error }) {
      if (!error.retryable) return null;
      const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** (attempt - 1));
      const delay = Math.max(random() * ceiling, error.retryAfterMs ?? 0);
      return elapsedMs + delay < limitMs ? delay : null;
    },
  };
}
