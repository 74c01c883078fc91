import type { Privacy } from '../capture/privacy.ts';
import { type Recorder, startRecorder } from '../capture/recorder.ts';
import { asCobrowseError, type CobrowseError, type ErrorCode } from '../core/errors.ts';
import type { StartRecorder } from './stream.ts';

/** What the recording goes on after, with the page told. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['capture/unknown-event', 'capture/decide-failed']);

export interface CaptureListeners {
  /** What ends the session: page content would leave unfiltered, or nothing can be recorded. */
  onFatal(error: CobrowseError): void;
  /** What a new snapshot may mend. */
  onStumble(error: CobrowseError): void;
  /** What is only to be told. */
  onError(error: CobrowseError): void;
}

/** Starts the recorder for the stream, and again, with a snapshot, whenever another privacy policy holds. */
export function createCapture(privacy: Privacy, { onFatal, onStumble, onError }: CaptureListeners): StartRecorder {
  return (emit) => {
    let recorder: Recorder | undefined;
    let state: 'running' | 'stopped' = 'running';

    function start(): void {
      try {
        recorder = startRecorder({
          privacy,
          emit,
          onError: (error) => {
            if (PASSING.has(error.code)) onError(error);
            else if (error.code === 'capture/failed') onStumble(error);
            else onFatal(error);
          },
        });
      } catch (error) {
        // Afterwards: the fact that led here is still being followed up.
        queueMicrotask(() => onFatal(asCobrowseError(error)));
      }
    }

    function renew(): void {
      if (state === 'stopped') return;
      recorder?.stop();
      start();
    }

    start();
    // Not within whatever changed it: a pause that the new policy asks for stops the recorder first.
    const undo = privacy.onChange(() => queueMicrotask(renew));
    return {
      takeSnapshot: () => recorder?.takeSnapshot(),
      stop() {
        state = 'stopped';
        undo();
        recorder?.stop();
      },
    };
  };
}
