import type { Undo } from './emitter.ts';

/** Time as an argument: what waits or measures is told by a test what time it is. */
export interface Clock {
  /** Milliseconds since 1970, the customer's or agent's own clock. */
  now(): number;
  /** Runs `callback` once after `delayMs`; returns its undo. */
  after(delayMs: number, callback: () => void): Undo;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
