import type { Policy, PrivacyOptions } from '../capture/policy.ts';
import type { Privacy } from '../capture/privacy.ts';
import type { HiddenPlace } from '../capture/places.ts';
import type { Recorder, startRecorder } from '../capture/recorder.ts';
import type { selectorOf } from '../capture/selector-of.ts';
import type { LoadBundle } from '../client.ts';
import { createDisposer } from '../core/disposer.ts';
import { asCobrowseError, type CobrowseError, type ErrorCode } from '../core/errors.ts';
import { loadWithin } from '../core/load.ts';
import { CAPTURE_INTEGRITY } from '../integrity.ts';
import type { PrivacyRule } from '../wire/privacy-rules.ts';
import type { StartRecorder } from './stream.ts';

/** The capture bundle: what reads the page, and says what of it may leave. */
export interface CaptureModule {
  readonly CONTRACT: number;
  createPrivacy(options: PrivacyOptions): Privacy;
  readonly startRecorder: typeof startRecorder;
  readonly selectorOf: typeof selectorOf;
}

export interface CaptureDeps {
  readonly options: PrivacyOptions;
  readonly load: LoadBundle | undefined;
  /** What holds for the page now, as soon as that is known, and whenever it changes. */
  onPolicy(policy: Policy): void;
  /** What ends the session: page content would leave unfiltered, or nothing can be recorded. */
  onFatal(error: CobrowseError): void;
  /** What a new snapshot may mend. */
  onStumble(error: CobrowseError): void;
  /** What is only to be told. */
  onError(error: CobrowseError): void;
}

/** The way to the capture bundle, which is loaded when an agent asks: before that there is nobody to record for. */
export interface Capture {
  /** Loads the bundle, if that has not begun; what is started meanwhile begins when it is there. */
  load(): void;
  /** Starts the recorder, and again, with a snapshot, whenever another policy holds. */
  readonly start: StartRecorder;
  setRules(rules: readonly PrivacyRule[] | null): void;
  setHidden(selectors: readonly string[]): void;
  /** What agents do not see of this page; nothing until the bundle is there. */
  places(): readonly HiddenPlace[];
  /** A selector for an element that the customer hides. */
  selectorOf(element: Element): string | undefined;
  stop(): void;
}

/** What the recording goes on after, with the page told. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['capture/unknown-event', 'capture/decide-failed']);

export function createCapture({ options, load, onPolicy, onFatal, onStumble, onError }: CaptureDeps): Capture {
  const disposer = createDisposer();
  let loading: 'no' | 'yes' = 'no';
  let loaded: { module: CaptureModule; privacy: Privacy } | undefined;
  let rules: readonly PrivacyRule[] | null = [];
  let hidden: readonly string[] = [];
  let restart = (): void => {};

  async function fetchModule(): Promise<void> {
    try {
      const module: CaptureModule = await loadWithin(
        (): Promise<CaptureModule> => (load ? load('capture.js', CAPTURE_INTEGRITY) : import('../capture/capture.ts')),
      );
      if (disposer.disposed) return;
      const privacy = module.createPrivacy(options);
      loaded = { module, privacy };
      disposer.add(() => privacy.stop());
      privacy.setRules(rules);
      privacy.setHidden(hidden);
      disposer.add(
        privacy.onChange((policy) => {
          onPolicy(policy);
          // Afterwards: a pause that the new policy asks for has stopped the recorder by then.
          queueMicrotask(() => restart());
        }),
      );
      onPolicy(privacy.policy());
      restart();
    } catch (error) {
      if (!disposer.disposed) onFatal(asCobrowseError(error));
    }
  }

  const self: Capture = {
    load() {
      if (loading === 'yes') return;
      loading = 'yes';
      void fetchModule();
    },
    start(emit) {
      let recorder: Recorder | undefined;
      const begin = (): void => {
        recorder?.stop();
        if (!loaded) return;
        try {
          recorder = loaded.module.startRecorder({
            privacy: loaded.privacy,
            emit,
            onError: (error, recording) => {
              if (recording === 'over') onFatal(error);
              else if (PASSING.has(error.code)) onError(error);
              else onStumble(error);
            },
          });
        } catch (error) {
          // Afterwards: the fact that led here is still being followed up.
          queueMicrotask(() => onFatal(asCobrowseError(error)));
        }
      };
      restart = begin;
      self.load();
      begin();
      return {
        takeSnapshot: () => recorder?.takeSnapshot(),
        stop() {
          if (restart === begin) restart = () => {};
          recorder?.stop();
        },
      };
    },
    setRules(next) {
      rules = next;
      loaded?.privacy.setRules(next);
    },
    setHidden(next) {
      hidden = next;
      loaded?.privacy.setHidden(next);
    },
    places: () => loaded?.privacy.places() ?? [],
    selectorOf: (element) => loaded?.module.selectorOf(element),
    stop: () => disposer.dispose(),
  };
  return self;
}
