import type { Clock } from '../../src/core/clock.ts';

/** Time that passes when the test says so. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Timers that are still to run. */
  readonly pending: number;
}

export function createManualClock(start = 1_700_000_000_000): ManualClock {
  let time = start;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => time,
    after(delayMs, callback) {
      const timer = { at: time + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      time += ms;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at > time || !timers.delete(timer)) continue;
        timer.callback();
      }
    },
    get pending() {
      return timers.size;
    },
  };
}
