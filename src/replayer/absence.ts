import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';
import type { Facts } from './facts.ts';

/** Waits for a customer who went away, and not for ever. */
export interface Absence {
  follow(facts: Facts): void;
  readonly stop: Undo;
}

/** `onGone` is called once a recorder that had been here was away for `timeoutMs`, or for as long as it announced. */
export function createAbsence(clock: Clock, timeoutMs: number, onGone: () => void): Absence {
  let cancel: Undo | undefined;
  const stop = (): void => {
    cancel?.();
    cancel = undefined;
  };
  let announced: Facts['away'] = null;
  return {
    follow({ recorder, admission, away, ended }) {
      const isMissed = ended === null && recorder === 'absent' && admission === 'admitted';
      if (!isMissed) return stop();
      if (cancel && away === announced) return;
      stop();
      announced = away;
      cancel = clock.after(timeoutMs + (away?.returnWithinMs ?? 0), onGone);
    },
    stop,
  };
}
