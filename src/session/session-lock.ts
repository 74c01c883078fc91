import type { Undo } from '../core/emitter.ts';

/** One per origin: the tab that holds it is the one that shares. */
export const LOCK_NAME = 'cobrowse-widget.session';

/** How trying went: ours until released or taken away · another document's · the browser has no locks, or refuses. */
export type LockOutcome =
  | { readonly state: 'held'; readonly release: Undo; readonly lost: Promise<void> }
  | { readonly state: 'taken' }
  | { readonly state: 'unavailable' };

/**
 * `now`: if it is free · a number: waits so many milliseconds for it · `steal`: takes it from a tab that does not
 * answer any more.
 */
export type LockWish = 'now' | 'steal' | number;

export function acquireLock(wish: LockWish): Promise<LockOutcome> {
  const locks = globalThis.navigator?.locks;
  if (!locks) return Promise.resolve({ state: 'unavailable' });
  return new Promise((resolve) => {
    const aborter = new AbortController();
    const timer = typeof wish === 'number' ? setTimeout(() => aborter.abort(), wish) : undefined;
    let lose = (): void => {};
    const lost = new Promise<void>((settle) => (lose = settle));
    const hold = (lock: Lock | null): Promise<void> | undefined => {
      clearTimeout(timer);
      if (!lock) {
        resolve({ state: 'taken' });
        return undefined;
      }
      return new Promise((release) => resolve({ state: 'held', release: () => release(), lost }));
    };
    const options: LockOptions =
      wish === 'now' ? { ifAvailable: true } : wish === 'steal' ? { steal: true } : { signal: aborter.signal };
    // Rejects when the wait is aborted, when a holder is stolen from, and where locks are refused (opaque origins).
    const requested = (async () => locks.request(LOCK_NAME, options, hold))();
    requested.then(lose, (error: unknown) => {
      clearTimeout(timer);
      lose();
      // Without effect where the outcome is known already.
      resolve({ state: aborter.signal.aborted || isAbort(error) ? 'taken' : 'unavailable' });
    });
  });
}

/** Whether some document of this origin is sharing. */
export async function isLockHeld(): Promise<boolean> {
  try {
    const { held } = await navigator.locks.query();
    return held?.some(({ name }) => name === LOCK_NAME) ?? false;
  } catch {
    return false;
  }
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
