import type { Clock } from '../core/clock.ts';
import { CobrowseError } from '../core/errors.ts';

export interface Deadline {
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** The caller's own reason to stop. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs `work` until it settles, the time is up (`backend/timeout`) or the caller stops it (`backend/aborted`). Returns in
 * time also where the work ignores the signal it is given, or waits for something that others wait for, too.
 */
export async function withinDeadline<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  { timeoutMs, clock, signal }: Deadline,
): Promise<Result> {
  const controller = new AbortController();
  const abort = (): void => controller.abort(new CobrowseError('backend/aborted', 'The caller stopped the call.'));
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  const undoTimer = clock.after(timeoutMs, () => {
    const said = `The contact centre did not answer within ${timeoutMs} ms.`;
    controller.abort(new CobrowseError('backend/timeout', said));
  });
  try {
    controller.signal.throwIfAborted();
    const stopped = new Promise<never>((_, reject) => {
      controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), { once: true });
    });
    return await Promise.race([work(controller.signal), stopped]);
  } catch (error) {
    // A stopped `fetch` rejects first and in its own words.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    undoTimer();
    signal?.removeEventListener('abort', abort);
  }
}
