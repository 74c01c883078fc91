import { fromJson, toJson } from '../core/json.ts';
import type { PauseReason } from './facts.ts';

/** What one document leaves for the next of the same tab, or one tab for another, so that a session goes on. */
export interface ResumeRecord {
  readonly sessionId: string;
  readonly roomId: string;
  /** Time of the customer's last input, ms since 1970 like all times here. */
  readonly lastInputMs: number;
  /** When this was written: on leaving the page, and now and then before. */
  readonly writtenMs: number;
  /** Until when the customer is expected back from elsewhere; null where nobody said so. */
  readonly returnByMs: number | null;
  /** Identities that the customer has admitted, verified ones alone. */
  readonly admitted: readonly string[];
  /** Reasons that the session is paused for; whoever set one lifts it on the next page, too. */
  readonly pauses: readonly PauseReason[];
  /** Selectors of what the customer has hidden. */
  readonly hidden: readonly string[];
  /** Number of the tab within the session, from 1. */
  readonly tab: number;
}

const KEY = 'cobrowse-widget.session';
/** Records are our own, but other scripts can write there; a list that no session has is no record. */
const MAX_LIST = 64;

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
    const record = fromJson(sessionStorage.getItem(KEY) ?? 'null') as ResumeRecord | null;
    if (!record || !isRecord(record)) return null;
    // A time to come is a clock that was changed: no record to build on.
    const ageMs = nowMs - record.lastInputMs;
    return ageMs >= 0 && ageMs < withinMs ? record : null;
  } catch {
    return null;
  }
}

/** Says whether it could be written; where storage is blocked the session ends with the page. */
export function writeResumeRecord(record: ResumeRecord): 'written' | 'blocked' {
  try {
    sessionStorage.setItem(KEY, toJson(record));
    return 'written';
  } catch {
    return 'blocked';
  }
}

export function clearResumeRecord(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Storage is blocked: nothing was written.
  }
}

/** Also what another tab sends is checked by this. */
export function isRecord(value: unknown): value is ResumeRecord {
  const record = value as Record<keyof ResumeRecord, unknown>;
  const isTexts = (list: unknown): boolean =>
    Array.isArray(list) && list.length <= MAX_LIST && list.every((item) => typeof item === 'string');
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof record.sessionId === 'string' &&
    typeof record.roomId === 'string' &&
    Number.isFinite(record.lastInputMs) &&
    Number.isFinite(record.writtenMs) &&
    (record.returnByMs === null || Number.isFinite(record.returnByMs)) &&
    isTexts(record.admitted) &&
    isTexts(record.pauses) &&
    isTexts(record.hidden) &&
    Number.isSafeInteger(record.tab)
  );
}

/** Whether this page may keep a record at all. Writes beside the record, and takes it away again. */
export function probeStorage(): 'usable' | 'blocked' {
  const key = `${KEY}.probe`;
  try {
    sessionStorage.setItem(key, '1');
    const kept = sessionStorage.getItem(key);
    sessionStorage.removeItem(key);
    return kept === '1' ? 'usable' : 'blocked';
  } catch {
    return 'blocked';
  }
}
