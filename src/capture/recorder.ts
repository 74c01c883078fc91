import { takeBackArrayFrom } from './array-from.ts';
import { record } from 'rrweb';
import { systemClock } from '../core/clock.ts';
import { createDisposer } from '../core/disposer.ts';
import { reportToPage, type Undo } from '../core/emitter.ts';
import { CobrowseError } from '../core/errors.ts';
import type { WireEvent } from '../wire/messages.ts';
import { toRrwebOptions } from './capture-options.ts';
import { maskField } from './fields.ts';
import { type FilterContext, filterEvent, isUnderstood } from './filter.ts';
import { createGates } from './gates.ts';
import { createLoadWaiter, type LoadWaiter } from './once-loaded.ts';
import { createMentions } from './mentions.ts';
import { POPOVER_STATE, watchPopovers } from './popovers.ts';
import type { Privacy } from './privacy.ts';
import { createReview } from './review.ts';
import { createTidy, type Mirror } from './tidy.ts';
import * as shortcuts from './shortcuts.ts';
import { isSound } from './soundness.ts';
import { maskRecorded } from './texts.ts';
import { createVerdicts } from './verdicts.ts';

/** A recording under way. Both calls are harmless once it has stopped. */
export interface Recorder {
  /** Emits a new snapshot, from which an agent can start; use it to resynchronise instead of stop and start. */
  takeSnapshot(): void;
  /** Ends the recording at once: nothing is emitted from here on, and nothing of rrweb remains in the page. */
  stop(): void;
}

export interface RecorderDeps {
  /** Once another policy holds than at the start, nothing is emitted any more: stop this recorder and start another. */
  readonly privacy: Pick<Privacy, 'policy' | 'close'>;
  /** Receives every event, filtered. What it throws goes to `onError`. */
  emit(event: WireEvent): void;
  /**
   * `capture/filter-failed`: an event could not be filtered; nothing is emitted any more, stop the recorder.
   * `capture/failed`: something else broke, of which only the first is reported; a new snapshot may mend it, unless it was
   * a snapshot that failed.
   * `capture/unknown-event`: an event of a kind that the filter does not know was left out, once for each recording.
   * Once it is `over` nothing is emitted any more.
   */
  onError(error: CobrowseError, recording: 'goes on' | 'over'): void;
}

/** Where one recording stands; `closed` is a failed filter's, or an outdated policy's: running, and emitting nothing. */
type RecorderState = 'recording' | 'closed' | 'stopped';

/** rrweb with what its transforms (scripts/rrweb-transforms.mjs) add to it: waits that can be undone, and answers that it need not ask for. */
const rrweb: typeof record & { mirror: Mirror } & Partial<Pick<LoadWaiter, 'onceLoaded'> & typeof shortcuts> = record;

/**
 * Between two snapshots for the sake of what has become private, or public. What changes is masked at once; a page that
 * toggles a class all the time must not be serialized all the time for what it showed before.
 */
const MIN_SNAPSHOT_MS = 1_000;
/** How soon after an event the gates are looked at: with each, it would be a twentieth of what typing costs. */
const LOOK_MS = 250;

const lendArrayFrom = takeBackArrayFrom();
let isBusy = false;

/**
 * Starts recording the page, with a snapshot first; where the document is still being parsed, once it is. rrweb can
 * record once per page, so that a second start throws `session/busy` until the first has stopped. Throws
 * `capture/failed` where rrweb does not start.
 */
export function startRecorder({ privacy, emit, onError }: RecorderDeps): Recorder {
  if (isBusy) throw new CobrowseError('session/busy', 'This page is being recorded already.');
  isBusy = true;
  const policy = privacy.policy();

  let state: RecorderState = 'recording';
  let hasFailed = false;
  let hasWondered = false;
  let hasBegun = false;
  let lastSnapshotMs = -Infinity;
  const disposer = createDisposer();

  const report = (error: CobrowseError, recording: 'goes on' | 'over' = 'goes on'): void => {
    try {
      onError(error, recording);
    } catch (thrown) {
      reportToPage(thrown);
    }
  };
  const reportFailure = (cause: unknown): void => {
    if (hasFailed || state === 'stopped') return;
    hasFailed = true;
    report(new CobrowseError('capture/failed', 'The recording of this page may have gaps.', { cause }));
  };
  const close = (code: 'capture/failed' | 'capture/filter-failed', message: string, cause: unknown): void => {
    if (state !== 'recording') return;
    state = 'closed';
    report(new CobrowseError(code, message, { cause }), 'over');
  };

  const nodeOf = (id: number): Node | null => rrweb.mirror.getNode(id);
  const verdicts = createVerdicts(policy, (what, cause) => {
    if (what === 'slow') queueMicrotask(() => privacy.close(what));
    else wonder('capture/decide-failed', 'The page’s own privacy function failed; what it was asked about is masked.', cause);
  });
  const mentions = createMentions(policy);
  const isSent = (node: Node): boolean => rrweb.mirror.getId(node) > 0;
  const review = createReview({ policy, mentions, verdicts, nodeOf, isSent });
  const maskedSheets = new Set<unknown>();
  const context: FilterContext = { policy, verdicts, nodeOf, mentions, review, maskedSheets, isOutdated: false };

  /** Of what may come with every event, the first is told. */
  function wonder(code: 'capture/unknown-event' | 'capture/decide-failed', message: string, cause?: unknown): void {
    if (hasWondered) return;
    hasWondered = true;
    report(new CobrowseError(code, message, { cause }));
  }

  const pass = (raw: unknown): void => {
    // rrweb has timers of its own that outlive its stop.
    if (state !== 'recording') return;
    // Whoever listens to `privacy` starts another recording.
    if (privacy.policy() !== policy) {
      state = 'closed';
      return;
    }
    lookAtGates(LOOK_MS);
    let event: WireEvent | null;
    try {
      if (!isSound(raw as WireEvent, policy)) throw new Error('The page has replaced functions that the filter is made of.');
      event = filterEvent(raw as WireEvent, context);
      if (!event && !isUnderstood(raw as WireEvent))
        wonder('capture/unknown-event', 'An event of an unknown kind was left out.');
    } catch (cause) {
      close('capture/filter-failed', 'An event could not be filtered.', cause);
      return;
    }
    if (context.isOutdated) {
      context.isOutdated = false;
      snapshotSoon(Math.max(0, lastSnapshotMs + MIN_SNAPSHOT_MS - performance.now()));
    }
    if (!event) return;
    // What is thrown into rrweb during a snapshot mutes it until the next.
    try {
      emit(event);
    } catch (cause) {
      reportFailure(cause);
    }
  };

  const popovers = watchPopovers((popover, isOpen) => {
    const id = rrweb.mirror.getId(popover);
    const attributes = { [POPOVER_STATE]: isOpen ? 'open' : null };
    if (id > 0) pass({ type: 3, timestamp: Date.now(), data: { source: 0, adds: [], removes: [], texts: [], attributes: [{ id, attributes }] } });
  });
  disposer.add(popovers.stop);
  const tidy = createTidy(rrweb.mirror, popovers.in);
  const gates = createGates(tidy.noteRoot, reportFailure);
  const waiter = createLoadWaiter((element, listener) => {
    const view = 'contentDocument' in element ? element.contentDocument?.defaultView : null;
    if (!view) return attempt(listener);
    popovers.in(view.document);
    gates.around(view, () => attempt(listener));
  });
  const attempt = (action: () => void): void => {
    try {
      action();
    } catch (cause) {
      reportFailure(cause);
    }
  };

  const takeSnapshot = (): void => {
    // Until the document is parsed there is nothing to take, and the first snapshot is still to come.
    if (state !== 'recording' || !hasBegun) return;
    lastSnapshotMs = performance.now();
    verdicts.renew();
    try {
      gates.around('every window', () => rrweb.takeFullSnapshot(true));
    } catch (cause) {
      // rrweb tells of nothing until it has taken one: what the agent sees would stand still, and look alive.
      close('capture/failed', 'A snapshot of this page could not be taken.', cause);
    }
    tidy.noteRoots();
  };

  /** Runs `action` once so long after the first of some calls. */
  const once = (action: () => void): ((afterMs: number) => void) => {
    let cancel: Undo | undefined;
    disposer.add(() => cancel?.());
    return (afterMs) => {
      cancel ??= systemClock.after(afterMs, () => {
        cancel = undefined;
        action();
      });
    };
  };
  const snapshotSoon = once(takeSnapshot);
  const lookAtGates = once(() => {
    if (gates.reclaim() === 'taken off') takeSnapshot();
  });

  const begin = (): void => {
    let stopRrweb: (() => void) | undefined;
    hasBegun = true;
    const returnArrayFrom = lendArrayFrom();
    Object.assign(rrweb, shortcuts, { onceLoaded: waiter.onceLoaded });
    disposer.add(() => {
      // Not taken off: rrweb would fall back on listeners that nobody can remove.
      rrweb.onceLoaded = () => {};
      waiter.stop();
      gates.close(() => {
        try {
          stopRrweb?.();
          tidy.finish();
          // It would keep every node that was ever recorded: rrweb empties it when it starts, not when it stops.
          rrweb.mirror.reset();
        } finally {
          returnArrayFrom();
          isBusy = false;
        }
      });
    });
    gates.around(window, () => {
      stopRrweb = rrweb(
        toRrwebOptions(policy, {
          emit: pass,
          maskInput: (value, element) => maskField(value, element, verdicts.of(element), policy),
          // rrweb names no element for a text right in a shadow root; the filter knows its place.
          maskText: (text, element) => (element ? maskRecorded(text, verdicts.of(element), policy) : text),
          handleError: (error) => {
            // The host page's calls go through the gates, so that all that arrives here is rrweb's own.
            reportFailure(error);
            return true;
          },
        }),
      );
    });
    tidy.noteRoots();
    popovers.in(document);
    if (stopRrweb) return;
    stop();
    throw new CobrowseError('capture/failed', 'rrweb could not record this page; the console has its warning.');
  };

  const stop = (): void => {
    state = 'stopped';
    disposer.dispose();
  };

  if (document.readyState === 'loading') {
    const beginLater = (): void => {
      try {
        begin();
      } catch (error) {
        report(error as CobrowseError);
      }
    };
    document.addEventListener('DOMContentLoaded', beginLater, { once: true });
    disposer.add(() => {
      document.removeEventListener('DOMContentLoaded', beginLater);
      if (!hasBegun) isBusy = false;
    });
  } else {
    begin();
  }

  return { takeSnapshot, stop };
}
