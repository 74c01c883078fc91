import { toJson } from '../core/json.ts';

/** What one document leaves for the next of the same tab, so that a page load does not end the session. */
export interface ResumeRecord {
  readonly sessionId: string;
  readonly roomId: string;
  /** Time of the customer's last input, ms since 1970. */
  readonly lastInputMs: number;
}

const KEY = 'cobrowse-widget.session';

/** Whether there is anything to go on with; what it is worth, {@link readResumeRecord} says. */
export function hasResumeRecord(): boolean {
  try {
    return sessionStorage.getItem(KEY) !== null;
  } catch {
    return false;
  }
}

/** The record, if there is one that is young enough. Storage that is blocked or was tampered with holds none. */
export function readResumeRecord(nowMs: number, withinMs: number): ResumeRecord | null {
  try {
    const { sessionId, roomId, lastInputMs } = JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<ResumeRecord>;
    if (typeof sessionId !== 'string' || typeof roomId !== 'string' || typeof lastInputMs !== 'number') return null;
    // A time to come is a clock that was changed: no record to build on.
    const ageMs = nowMs - lastInputMs;
    return ageMs >= 0 && ageMs < withinMs ? { sessionId, roomId, lastInputMs } : null;
  } catch {
    return null;
  }
}

export function writeResumeRecord(record: ResumeRecord): void {
  try {
    sessionStorage.setItem(KEY, toJson(record));
  } catch {
    // Storage is blocked: the session then ends with the page.
  }
}

export function clearResumeRecord(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: nothing was written.
  }
}
