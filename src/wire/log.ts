import { newId } from '../core/ids.ts';
import type { WireEvent } from './messages.ts';

/** Events of one epoch, numbered and waiting to be sent. */
export interface Batch {
  readonly epoch: string;
  /** Number of the first event. */
  readonly sequence: number;
  readonly events: readonly WireEvent[];
}

/**
 * Numbers events and holds them until they are sent. Once events had to be dropped nothing leaves until a new epoch
 * begins: a stream of DOM changes with a hole rebuilds the wrong page.
 */
export interface Log {
  /** `in-order`: every event since the snapshot is held or was taken · `desynced`: wait for a snapshot. */
  readonly state: 'in-order' | 'desynced';
  readonly epoch: string;
  /** Events held. */
  readonly size: number;
  /** Begins an epoch; what was held of the one before is of no use any more and is dropped. */
  begin(): void;
  append(event: WireEvent): void;
  /** Hands out what is held, or nothing. */
  take(): Batch | undefined;
  /** Drops everything; nothing is taken in before the next epoch. */
  desync(): void;
}

/**
 * Events held at most while the socket does not take them. A busy page emits some hundreds a second, so this is more
 * than ten seconds of it; after that a snapshot is both smaller and quicker than the backlog.
 */
export const MAX_HELD_EVENTS = 5_000;

export function createLog(maxEvents: number = MAX_HELD_EVENTS): Log {
  let order = 0;
  let epoch = '';
  let next = 0;
  let held: WireEvent[] = [];
  let state: Log['state'] = 'desynced';

  const desync = (): void => {
    state = 'desynced';
    held = [];
  };
  return {
    get state() {
      return state;
    },
    get epoch() {
      return epoch;
    },
    get size() {
      return held.length;
    },
    begin() {
      order += 1;
      // The order tells newer from older within one page load, the random part one page load from another.
      epoch = `${order}-${newId()}`;
      next = 0;
      held = [];
      state = 'in-order';
    },
    append(event) {
      if (state === 'desynced') return;
      held.push(event);
      if (held.length > maxEvents) desync();
    },
    take() {
      if (held.length === 0) return undefined;
      const batch: Batch = { epoch, sequence: next, events: held };
      next += held.length;
      held = [];
      return batch;
    },
    desync,
  };
}
