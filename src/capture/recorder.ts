import { takeBackArrayFrom } from './array-from.ts';
import { record } from 'rrweb';
import { createDisposer } from '../core/disposer.ts';
import { reportToPage } from '../core/emitter.ts';
import { CobrowseError } from '../core/errors.ts';
import type { WireEvent } from '../wire/messages.ts';
import { type CaptureOptions, checkSelectors, toRrwebOptions } from './capture-options.ts';
import { type FilterContext, filterEvent } from './filter.ts';
import { createGates } from './gates.ts';
import { maskInput } from './inputs.ts';
import { createLoadWaiter, type LoadWaiter } from './once-loaded.ts';
import { createTidy, type Mirror } from './tidy.ts';

export type { CaptureOptions } from './capture-options.ts';

/** A recording under way. Both calls are harmless once it has stopped. */
export interface Recorder {
  /** Emits a new snapshot, from which an agent can start; use it to resynchronise instead of stop and start. */
  takeSnapshot(): void;
  /** Ends the recording at once: nothing is emitted from here on, and nothing of rrweb remains in the page. */
  stop(): void;
}

export interface RecorderDeps {
  readonly options: CaptureOptions;
  /** Receives every event, filtered. What it throws goes to `onError`. */
  emit(event: WireEvent): void;
  /**
   * `capture/filter-failed`: an event could not be filtered; nothing is emitted any more, stop the recorder.
   * `capture/failed`: something else broke, of which only the first is reported; a new snapshot may mend it.
   */
  onError(error: CobrowseError): void;
}

/** Where one recording stands; `closed` is a failed filter's: running, and emitting nothing. */
type RecorderState = 'recording' | 'closed' | 'stopped';

/** rrweb with what the transform `load-waits-can-be-undone` (scripts/rrweb-transforms.mjs) adds to it. */
const rrweb: typeof record & { mirror: Mirror; onceLoaded?: LoadWaiter['onceLoaded'] } = record;

const lendArrayFrom = takeBackArrayFrom();
let isBusy = false;

/**
 * Starts recording the page, with a snapshot first; where the document is still being parsed, once it is. rrweb can
 * record once per page, so that a second start throws `session/busy` until the first has stopped. Throws
 * `config/invalid-option` for a selector that the browser cannot read, `capture/failed` where rrweb does not start.
 */
export function startRecorder({ options, emit, onError }: RecorderDeps): Recorder {
  if (isBusy) throw new CobrowseError('session/busy', 'This page is being recorded already.');
  checkSelectors(options);
  isBusy = true;

  let state: RecorderState = 'recording';
  let hasFailed = false;
  let hasBegun = false;
  const disposer = createDisposer();

  const report = (error: CobrowseError): void => {
    try {
      onError(error);
    } catch (thrown) {
      reportToPage(thrown);
    }
  };
  const reportFailure = (cause: unknown): void => {
    if (hasFailed || state === 'stopped') return;
    hasFailed = true;
    report(new CobrowseError('capture/failed', 'The recording of this page may have gaps.', { cause }));
  };

  const context: FilterContext = {
    nodeOf: (id) => rrweb.mirror.getNode(id),
    maskInput: (value, element) => maskInput(value, element, options),
  };
  const pass = (raw: unknown): void => {
    // rrweb has timers of its own that outlive its stop.
    if (state !== 'recording') return;
    if (gates.reclaim() === 'taken off') queueMicrotask(takeSnapshot);
    let event: WireEvent;
    try {
      event = filterEvent(raw as WireEvent, context);
    } catch (cause) {
      state = 'closed';
      report(new CobrowseError('capture/filter-failed', 'An event could not be filtered.', { cause }));
      return;
    }
    // What is thrown into rrweb during a snapshot mutes it until the next.
    try {
      emit(event);
    } catch (cause) {
      reportFailure(cause);
    }
  };

  const tidy = createTidy(rrweb.mirror);
  const gates = createGates(tidy.noteRoot, reportFailure);
  const waiter = createLoadWaiter((element, listener) => {
    const view = 'contentDocument' in element ? element.contentDocument?.defaultView : null;
    if (view) gates.around(view, () => attempt(listener));
    else attempt(listener);
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
    gates.around('every window', () => attempt(() => rrweb.takeFullSnapshot(true)));
    tidy.noteRoots();
  };

  const begin = (): void => {
    let stopRrweb: (() => void) | undefined;
    hasBegun = true;
    const returnArrayFrom = lendArrayFrom();
    rrweb.onceLoaded = waiter.onceLoaded;
    disposer.add(() => {
      // Not taken off: rrweb would fall back on listeners that nobody can remove.
      rrweb.onceLoaded = () => {};
      waiter.stop();
      gates.close(() => {
        try {
          stopRrweb?.();
          tidy.finish();
        } finally {
          returnArrayFrom();
          isBusy = false;
        }
      });
    });
    gates.around(window, () => {
      stopRrweb = rrweb(
        toRrwebOptions(options, {
          emit: pass,
          maskInput: context.maskInput,
          handleError: (error) => {
            // The host page's calls go through the gates, so that all that arrives here is rrweb's own.
            reportFailure(error);
            return true;
          },
        }),
      );
    });
    tidy.noteRoots();
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
