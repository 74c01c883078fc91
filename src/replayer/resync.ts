import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';

/** Asks for a snapshot when the stream is broken, and again, ever more rarely, until one has come. */
export interface Resync {
  /** The stream is broken. Any number of calls is one question. */
  request(): void;
  /** A snapshot has come and the stream goes on from it. `holds` says that it was also followed by more. */
  settle(stream: 'began' | 'holds'): void;
  stop: Undo;
}

/** The recorder merges questions within one second, so asking sooner is of no use. */
const FIRST_WAIT_MS = 1_000;
/** A snapshot that cannot be applied would be asked for for ever, and each costs the customer's page a task. */
const LONGEST_WAIT_MS = 30_000;

export function createResync(clock: Clock, ask: () => void): Resync {
  let waitMs = FIRST_WAIT_MS;
  let isBroken = false;
  let cancel: Undo | undefined;

  function askNow(): void {
    ask();
    cancel = clock.after(waitMs, () => {
      cancel = undefined;
      if (isBroken) askNow();
    });
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }

  return {
    request() {
      isBroken = true;
      if (!cancel) askNow();
    },
    settle(stream) {
      isBroken = false;
      if (stream === 'holds') waitMs = FIRST_WAIT_MS;
    },
    stop() {
      cancel?.();
      isBroken = false;
    },
  };
}
