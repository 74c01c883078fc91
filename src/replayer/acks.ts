import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';
import type { Position } from '../wire/log.ts';

/** Tells the recorder how far this side has come, not more often than it can use. */
export interface Acks {
  /** Something was applied. */
  note(): void;
  stop: Undo;
}

/** Four a second: finer than anybody reads 'how old is the agent's view', coarser than the stream by far. */
const ACK_INTERVAL_MS = 250;

export function createAcks(clock: Clock, have: () => Position | null, send: (position: Position) => void): Acks {
  let cancel: Undo | undefined;

  function tell(): void {
    const position = have();
    if (position) send(position);
  }

  return {
    note() {
      // Browsers let a hidden page's timers wait for a minute, and the customer would be told of a view as old.
      if (document.visibilityState === 'hidden') return tell();
      cancel ??= clock.after(ACK_INTERVAL_MS, () => {
        cancel = undefined;
        tell();
      });
    },
    stop: () => cancel?.(),
  };
}
