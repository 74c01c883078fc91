import type { Undo } from './emitter.ts';
import { outsideZone } from './zone.ts';

/** Time as an argument: what waits or measures is told by a test what time it is. */
export interface Clock {
  /** Milliseconds since 1970, the customer's or agent's own clock. */
  now(): number;
  /** Runs `callback` once after `delayMs`; returns its undo. */
  after(delayMs: number, callback: () => void): Undo;
}

// As they were when this file was loaded: a page that replaces them meanwhile must not stop what waits for its turn.
const { setTimeout, clearTimeout } = globalThis;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    const timer = outsideZone(() => setTimeout(callback, delayMs));
    return () => clearTimeout(timer);
  },
};

/** A clock whose callbacks throw into `report`: an exception from a timer of ours is not for the page to hear of. */
export function guardedClock(clock: Clock, report: (error: unknown) => void): Clock {
  return {
    now: () => clock.now(),
    after: (delayMs, callback) =>
      clock.after(delayMs, () => {
        try {
          callback();
        } catch (error) {
          report(error);
        }
      }),
  };
}
