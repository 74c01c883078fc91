import { newId } from '../core/ids.ts';
import type { WireEvent } from './messages.ts';

/** Events of one epoch, numbered and waiting to be sent. */
export interface Batch {
  readonly epoch: string;
  /** Number of the first event. */
  readonly sequence: number;
  readonly events: readonly WireEvent[];
}

/** A batch that was sent, as it was sent. */
export interface SentBatch {
  readonly sequence: number;
  /** JSON of its events. */
  readonly payload: string;
}

/**
 * Numbers events and holds them until they are sent. Once events had to be dropped nothing leaves until a new epoch
 * begins: a stream of DOM changes with a hole rebuilds the wrong page.
 */
export interface Log {
  /** `in-order`: every event since the snapshot is held or was taken · `desynced`: wait for a snapshot. */
  readonly state: 'in-order' | 'desynced';
  readonly epoch: string;
  /** Number of the next event that will be taken. */
  readonly next: number;
  /** Events held. */
  readonly size: number;
  /** Begins an epoch; what was held of the one before is of no use any more and is dropped. */
  begin(): void;
  append(event: WireEvent): void;
  /** Hands out what is held, or nothing. */
  take(): Batch | undefined;
  /** Everything that was sent of this epoch, from its snapshot on; null once that is more than is kept. */
  readonly sent: readonly SentBatch[] | null;
  /** Remembers a batch that was taken, for members that missed it. */
  keep(batch: SentBatch): void;
  /** Drops everything; nothing is taken in before the next epoch. */
  desync(): void;
}

/**
 * Events held at most while the socket does not take them. A busy page emits some hundreds a second, so this is more
 * than ten seconds of it; after that a snapshot is both smaller and quicker than the backlog.
 */
export const MAX_HELD_EVENTS = 5_000;
/**
 * Characters of sent batches kept for those who missed some. A page's snapshot is below one million almost everywhere;
 * beyond two, sending a new one costs no more than sending what is kept.
 */
export const MAX_KEPT_LENGTH = 2_000_000;

export function createLog(maxEvents: number = MAX_HELD_EVENTS): Log {
  let order = 0;
  let epoch = '';
  let next = 0;
  let held: WireEvent[] = [];
  let state: Log['state'] = 'desynced';
  let sent: SentBatch[] | null = null;
  let keptLength = 0;

  const desync = (): void => {
    state = 'desynced';
    held = [];
    sent = null;
  };
  return {
    get state() {
      return state;
    },
    get epoch() {
      return epoch;
    },
    get next() {
      return next;
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
      sent = [];
      keptLength = 0;
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
    get sent() {
      return sent;
    },
    keep(batch) {
      keptLength += batch.payload.length;
      if (keptLength > MAX_KEPT_LENGTH) sent = null;
      else sent?.push(batch);
    },
    desync,
  };
}
