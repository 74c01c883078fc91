import type { Clock } from '../core/clock.ts';
import { CobrowseError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Facts } from './facts.ts';
import { type ResumeRecord, writeResumeRecord } from './resume-record.ts';

/** The customer is about to go somewhere where the widget is not, and is coming back. */
export interface ExpectedAbsence {
  /** Milliseconds from now within which the customer is expected back. */
  readonly returnWithinMs: number;
  /** Words for the agent, such as "at the bank's page"; at most 200 characters. */
  readonly message?: string;
}

/** Keeps the record of this tab's session up to date. */
export interface RecordKeeper {
  /** Sharing begins, with the record that was left or anew. */
  begin(record: ResumeRecord | null, tab: number): void;
  /** Notes an input; says whether the record should be written because of it. */
  noteInput(): boolean;
  expect(absence: ExpectedAbsence): void;
  recordOf(facts: Facts, roomId: string | undefined): ResumeRecord | null;
  /** Writes the record; null where there is none yet, or storage is blocked. */
  keep(facts: Facts, roomId: string | undefined): ResumeRecord | null;
  /** What the agents are told when this document goes. */
  farewell(): { why: 'loading' } | { why: 'expected'; returnWithinMs: number; message?: string };
}

/** The record is brought up to date at most this often; a crash then costs seconds of the time that it is good for. */
const INTERVAL_MS = 5_000;
/** As much of the host page's words as a frame carries. */
const MAX_MESSAGE = 200;

/** `onBlocked` is told, once, that the session will end with this page. */
export function createRecordKeeper(
  clock: Clock,
  place: 'top' | 'listed',
  onBlocked: (error: CobrowseError) => void,
): RecordKeeper {
  let sessionId = newId();
  let tab = 1;
  let lastInputMs = clock.now();
  let writtenMs = -Infinity;
  let absence: { returnByMs: number; message: string | undefined } | undefined;
  let storage: 'untried' | 'written' | 'blocked' = 'untried';

  function recordOf(facts: Facts, roomId: string | undefined): ResumeRecord | null {
    if (!roomId || facts.ended) return null;
    const admitted = [...facts.admissions].filter(([, status]) => status === 'admitted').map(([id]) => id);
    return {
      sessionId,
      roomId,
      lastInputMs,
      writtenMs: clock.now(),
      returnByMs: absence?.returnByMs ?? null,
      // A name that nobody vouches for can be anybody's on the next page.
      admitted: admitted.filter((id) => id.startsWith('verified:')),
      pauses: [...facts.pauses],
      hidden: facts.hidden,
      tab,
    };
  }

  return {
    begin(record, number) {
      if (record) ({ sessionId } = record);
      tab = number;
      // Whoever has come to a page has done something to get there.
      lastInputMs = clock.now();
    },
    noteInput() {
      lastInputMs = clock.now();
      return lastInputMs - writtenMs > INTERVAL_MS;
    },
    expect({ returnWithinMs, message }) {
      absence = { returnByMs: clock.now() + returnWithinMs, message: message?.slice(0, MAX_MESSAGE) };
    },
    recordOf,
    keep(facts, roomId) {
      const record = recordOf(facts, roomId);
      if (!record) return null;
      writtenMs = record.writtenMs;
      // Firefox loses what a frame removes in the task in which it goes itself, and the tab's next page finds the record of
      // a session that is over. Admissions count at top level alone, so a frame writes none for such a page to find.
      const outcome = writeResumeRecord(place === 'top' ? record : { ...record, admitted: [] });
      if (outcome === 'blocked' && storage !== 'blocked')
        onBlocked(new CobrowseError('session/storage-blocked', 'Storage is blocked: the session ends with this page.'));
      storage = outcome;
      return outcome === 'blocked' ? null : record;
    },
    farewell() {
      if (!absence) return { why: 'loading' };
      const returnWithinMs = Math.max(0, Math.round(absence.returnByMs - clock.now()));
      return { why: 'expected', returnWithinMs, ...(absence.message ? { message: absence.message } : {}) };
    },
  };
}
