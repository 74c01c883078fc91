import type { ResumeRecord } from './resume-record.ts';

/**
 * Longest time between leaving one page and running on the next that is still one visit. The old page goes when the
 * answer for the next has begun to arrive, so only that page's own parsing lies between; a tab that was closed and is
 * reopened later than this, or a crash that nobody noticed, is asked about again.
 */
export const MAX_GAP_MS = 30_000;

export interface Circumstances {
  readonly nowMs: number;
  /** Whether this document alone holds the session's lock; `unavailable` where the browser has none. */
  readonly lock: 'held' | 'unavailable';
  readonly place: 'top' | 'listed';
}

/**
 * What of a record counts: its room always; its admissions only on the next page of the same visit, at top level, and
 * where no other document can have taken the same record. Otherwise the customer is asked again.
 */
export function honour(record: ResumeRecord, { nowMs, lock, place }: Circumstances): 'admissions' | 'room-alone' {
  const gapMs = nowMs - record.writtenMs;
  const isExpected = record.returnByMs !== null && nowMs <= record.returnByMs;
  const isSameVisit = gapMs >= 0 && (gapMs <= MAX_GAP_MS || isExpected);
  return lock === 'held' && place === 'top' && isSameVisit ? 'admissions' : 'room-alone';
}
