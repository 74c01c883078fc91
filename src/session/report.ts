import type { CobrowseEvents, SessionDeps } from '../client.ts';
import type { Clock } from '../core/clock.ts';
import { reportToPage } from '../core/emitter.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { Room } from '../room/room.ts';
import type { Batch } from '../wire/log.ts';
import type { WireEvent } from '../wire/messages.ts';
import type { EndReason } from './facts.ts';

/**
 * What `onDiagnostic` is told, for the merchant's monitoring: durations in ms, counts and codes. Never page content, an
 * address, a room or a name. `docs/events.md` has one row for each type.
 */
export type DiagnosticEvent =
  /** The session bundle arrived. */
  | { readonly type: 'load'; readonly ms: number }
  /** The room was joined, for the first time or again: how long after `start()` or the loss, and the how-manieth time. */
  | { readonly type: 'joined'; readonly ms: number; readonly joins: number }
  /** The connection was lost, for the how-manieth time, and is being restored. */
  | { readonly type: 'reconnecting'; readonly losses: number; readonly code?: ErrorCode }
  /** The customer answered about one agent, so long after the question. */
  | { readonly type: 'admission'; readonly status: 'admitted' | 'denied'; readonly waitedMs: number }
  /** A snapshot left: how long the page was busy with it, and what the frame it left in held and weighed. */
  | { readonly type: 'snapshot'; readonly ms: number; readonly events: number; readonly bytes: number }
  /** What left since the last of these, about once a minute while something does. */
  | { readonly type: 'traffic'; readonly ms: number; readonly frames: number; readonly events: number; readonly bytes: number }
  /** What the page hears as `error`. */
  | { readonly type: 'problem'; readonly code: ErrorCode }
  /** The customer left this page, and the session goes on with the next; with all that left it. */
  | {
      readonly type: 'left';
      readonly durationMs: number;
      readonly frames: number;
      readonly events: number;
      readonly bytes: number;
    }
  /** The session is over, with all that left since it started on this page. */
  | {
      readonly type: 'ended';
      readonly reason: EndReason;
      readonly code?: ErrorCode;
      readonly durationMs: number;
      readonly frames: number;
      readonly events: number;
      readonly bytes: number;
    };

/** A merchant's own listener. What it throws goes to the page's `error` handling, and nowhere else. */
export type OnDiagnostic = (event: DiagnosticEvent) => void;

type Emit = SessionDeps['emit'];
type SendBatch<Rest extends unknown[]> = (batch: Batch, ...rest: Rest) => boolean;

/** Looks on at the places that a session passes anyway, so that the session itself counts nothing. */
export interface Report {
  /** The page's events, seen on their way. */
  watchEvents(emit: Emit): Emit;
  /** What is sent of the page, seen on its way. */
  watchBatches<Rest extends unknown[]>(send: SendBatch<Rest>): SendBatch<Rest>;
  /** Connection and frames of a tab that shares; of several in a row where tabs take turns. */
  watchRoom(room: Room): void;
  /** The document goes away, and the session with it to the next one. */
  leave(): void;
}

/** Each number of a minute is one point in a monitoring system; more often would be more than a session is worth. */
const TRAFFIC_INTERVAL_MS = 60_000;
/** rrweb's `EventType` of the two events of a snapshot; the time between their making is what it took. */
const META = 4;
const FULL_SNAPSHOT = 2;

/** Where nobody is told: everything passes as it is. */
export const NO_REPORT: Report = { watchEvents: (emit) => emit, watchBatches: (send) => send, watchRoom() {}, leave() {} };

/**
 * In the ES module's own file, not in the session bundle: a script tag cannot give a function, and most pages would load
 * this for nothing.
 */
export function createReport(onDiagnostic: OnDiagnostic, clock: Clock, loadMs: number): Report {
  const startedMs = clock.now();
  const asked = new WeakMap<object, number>();
  const total = { frames: 0, events: 0, bytes: 0 };
  let told = { ...total, atMs: startedMs };
  let lostMs = startedMs;
  let joins = 0;
  let losses = 0;
  let sending: readonly WireEvent[] = [];

  function tell(event: DiagnosticEvent): void {
    try {
      onDiagnostic(event);
    } catch (error) {
      reportToPage(error);
    }
  }

  function tellOf(type: keyof CobrowseEvents, event: CobrowseEvents[keyof CobrowseEvents]): void {
    if (type === 'error') tell({ type: 'problem', code: (event as CobrowseEvents['error']).code });
    else if (type === 'admission') {
      const { agent, status } = event as CobrowseEvents['admission'];
      if (status === 'asked') asked.set(agent, clock.now());
      else tell({ type: 'admission', status, waitedMs: clock.now() - (asked.get(agent) ?? clock.now()) });
    } else if (type === 'ended') {
      const { reason, error } = event as CobrowseEvents['ended'];
      const durationMs = clock.now() - startedMs;
      tell({ type: 'ended', reason, ...(error ? { code: error.code } : {}), durationMs, ...total });
    }
  }

  function count(bytes: number): void {
    total.frames += 1;
    total.events += sending.length;
    total.bytes += bytes;
    const full = sending.find(({ type }) => type === FULL_SNAPSHOT);
    const meta = sending.find(({ type }) => type === META);
    if (full && meta) tell({ type: 'snapshot', ms: full.timestamp - meta.timestamp, events: sending.length, bytes });
    const ms = clock.now() - told.atMs;
    if (ms < TRAFFIC_INTERVAL_MS) return;
    const { frames, events } = total;
    tell({ type: 'traffic', ms, frames: frames - told.frames, events: events - told.events, bytes: total.bytes - told.bytes });
    told = { ...total, atMs: clock.now() };
  }

  tell({ type: 'load', ms: loadMs });
  return {
    watchEvents: (emit) => (type, event) => {
      tellOf(type, event);
      emit(type, event);
    },
    watchBatches: (send) => (batch, ...rest) => {
      sending = batch.events;
      const sent = send(batch, ...rest);
      sending = [];
      return sent;
    },
    watchRoom(room) {
      if (joins > 0) lostMs = clock.now();
      room.on('sent', ({ bytes }) => count(bytes));
      room.on('connection', ({ state, error }) => {
        if (state === 'connected') tell({ type: 'joined', ms: clock.now() - lostMs, joins: (joins += 1) });
        if (state !== 'reconnecting') return;
        lostMs = clock.now();
        tell({ type: 'reconnecting', losses: (losses += 1), ...(error ? { code: error.code } : {}) });
      });
    },
    leave: () => tell({ type: 'left', durationMs: clock.now() - startedMs, ...total }),
  };
}
