import { newId } from '../core/ids.ts';
import type { Payload } from './frame.ts';
import type { WireEvent } from './messages.ts';
import { withoutSuperseded } from './superseded.ts';

/** A place in the stream: the epoch, and the number of an event in it. */
export interface Position {
  readonly epoch: string;
  readonly sequence: number;
}

/** Events of one epoch that travel together, from that place on. */
export interface Batch extends Position {
  readonly events: readonly WireEvent[];
}

/** A payload that was numbered, as it was sent. */
export interface SentPayload {
  /** Number of its first event. */
  readonly sequence: number;
  readonly payload: Payload;
}

/**
 * Numbers events and holds them until they are sent. Once events had to be dropped nothing leaves until a new epoch
 * begins: a stream of DOM changes with a hole rebuilds the wrong page.
 */
export interface Log {
  /** `in-order`: every event since the snapshot is held or was taken · `desynced`: wait for a snapshot. */
  readonly state: 'in-order' | 'desynced';
  readonly epoch: string;
  /** Number that the next payload's first event will have. */
  readonly next: number;
  /** Events held. */
  readonly size: number;
  /** Since when the oldest of them has waited, or the log is desynced; Infinity where nothing waits. */
  readonly heldSinceMs: number;
  /** Begins an epoch; what was held of the one before is of no use any more and is dropped. */
  begin(): void;
  append(event: WireEvent): void;
  /** Hands out what is held, or nothing. */
  take(): readonly WireEvent[] | undefined;
  /** Numbers a payload of so many of the events that were taken, and remembers it for members that missed it. */
  keep(payload: Payload, events: number): Position;
  /** All that was sent from that number on; null where some of it is not kept any more. */
  since(sequence: number): readonly SentPayload[] | null;
  /** Drops everything; nothing is taken in before the next epoch. */
  desync(): void;
}

/** What a log holds at most. */
export interface LogLimits {
  /** Events that wait to be sent. Default {@link MAX_HELD_EVENTS}. */
  readonly maxHeldEvents?: number;
  /** Bytes of payloads kept for members that missed some; of JSON, its characters. */
  readonly maxKeptBytes: number;
  /** How long they are kept. */
  readonly maxKeptMs: number;
}

/**
 * A busy page emits some hundreds a second, so this is more than ten seconds of it; after that a snapshot is both
 * smaller and quicker than the backlog.
 */
export const MAX_HELD_EVENTS = 5_000;

interface Kept extends SentPayload {
  readonly atMs: number;
}

/** `now`: milliseconds, of any beginning. */
export function createLog(now: () => number, limits: LogLimits): Log {
  const { maxHeldEvents = MAX_HELD_EVENTS, maxKeptBytes, maxKeptMs } = limits;
  let order = 0;
  let epoch = '';
  let next = 0;
  let held: WireEvent[] = [];
  let heldSinceMs = 0;
  let state: Log['state'] = 'desynced';
  let kept: Kept[] = [];
  /** How many of them are not kept any more: the list is shortened once that is half of it. */
  let gone = 0;
  let keptBytes = 0;

  function empty(): void {
    held = [];
    kept = [];
    keptBytes = gone = 0;
  }

  function forgetOld(): void {
    const since = now() - maxKeptMs;
    while (gone < kept.length && (keptBytes > maxKeptBytes || kept[gone]!.atMs < since)) {
      keptBytes -= kept[gone]!.payload.length;
      gone += 1;
    }
    if (gone <= kept.length / 2) return;
    kept = kept.slice(gone);
    gone = 0;
  }

  const desync = (): void => {
    if (held.length === 0) heldSinceMs = now();
    state = 'desynced';
    empty();
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
    get heldSinceMs() {
      return held.length > 0 || state === 'desynced' ? heldSinceMs : Infinity;
    },
    begin() {
      order += 1;
      // The order tells newer from older within one page load, the random part one page load from another.
      epoch = `${order}-${newId()}`;
      next = 0;
      empty();
      state = 'in-order';
    },
    append(event) {
      if (state === 'desynced') return;
      if (held.length === 0) heldSinceMs = now();
      held.push(event);
      if (held.length <= maxHeldEvents) return;
      held = withoutSuperseded(held);
      // With less than half of it gone, this would soon be done for every event.
      if (held.length > maxHeldEvents / 2) desync();
    },
    take() {
      if (held.length === 0) return undefined;
      const events = held;
      held = [];
      return events;
    },
    keep(payload, events) {
      const position = { epoch, sequence: next };
      kept.push({ sequence: next, payload, atMs: now() });
      keptBytes += payload.length;
      next += events;
      forgetOld();
      return position;
    },
    since(sequence) {
      forgetOld();
      if (sequence >= next) return [];
      const first = kept.findIndex((payload) => payload.sequence === sequence);
      return first < gone ? null : kept.slice(first);
    },
    desync,
  };
}
