import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';

/** Tells how old what agents see is, while that is old enough to matter. */
export interface Delay {
  /** Whether it is late now. */
  readonly isLate: boolean;
  /** Somebody looks on, or nobody any more. */
  follow(isWatched: boolean): void;
  stop: Undo;
}

/** People who talk on the phone about a page notice three seconds; less is what a bad line is like anyway. */
const LATE_MS = 3_000;
/** Once it was late it has to be well again, or the bar would flicker. */
const WELL_MS = 1_000;
const LOOK_MS = 1_000;

/** `tell` is called once a second while it is late, and with 0 when it no longer is. */
export function createDelay(clock: Clock, ageMs: () => number, tell: (ms: number) => void): Delay {
  let isLate = false;
  let cancel: Undo | undefined;

  function look(): void {
    cancel = clock.after(LOOK_MS, look);
    const ms = ageMs();
    const wasLate = isLate;
    isLate = ms >= (wasLate ? WELL_MS : LATE_MS);
    if (isLate) tell(ms);
    else if (wasLate) tell(0);
  }

  function stop(): void {
    cancel?.();
    cancel = undefined;
    const wasLate = isLate;
    isLate = false;
    if (wasLate) tell(0);
  }

  return {
    get isLate() {
      return isLate;
    },
    follow(isWatched) {
      if (!isWatched) stop();
      else if (!cancel) cancel = clock.after(LOOK_MS, look);
    },
    stop,
  };
}
