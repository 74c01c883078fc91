import type { Clock } from '../core/clock.ts';

/** Remembers which signatures were used, each until it expires anyway. */
export interface UsedNonces {
  /** Says whether the nonce was new. A full memory takes no more: rather nobody enters than somebody twice. */
  add(nonce: string, expiresAt: number): boolean;
}

/** 9 MB, measured on Node.js 20. At the default lifetime of a signature that is 1,600 members joining every second. */
const MAX_USED = 100_000;

export function createUsedNonces(clock: Pick<Clock, 'now'>, max: number = MAX_USED): UsedNonces {
  const expiries = new Map<string, number>();
  return {
    add(nonce, expiresAt) {
      const now = clock.now();
      for (const [old, expiry] of expiries) {
        // Signatures of one lifetime expire about in the order in which they came. When it is tight, all are looked at.
        if (expiry > now && expiries.size < max) break;
        if (expiry <= now) expiries.delete(old);
      }
      if (expiries.has(nonce) || expiries.size >= max) return false;
      expiries.set(nonce, expiresAt);
      return true;
    },
  };
}
