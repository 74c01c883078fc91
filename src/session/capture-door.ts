import { type CaptureOptions, startRecorder } from '../capture/recorder.ts';
import { asCobrowseError, type CobrowseError } from '../core/errors.ts';
import type { StartRecorder } from './stream.ts';

/**
 * Starts the recorder for the stream. `onFatal` is told what ends the session: page content would leave unfiltered, or
 * nothing can be recorded. `onStumble` is told what a new snapshot may mend.
 */
export function createCapture(
  options: CaptureOptions,
  onFatal: (error: CobrowseError) => void,
  onStumble: (error: CobrowseError) => void,
): StartRecorder {
  return (emit) => {
    try {
      return startRecorder({
        options,
        emit,
        onError: (error) => (error.code === 'capture/failed' ? onStumble(error) : onFatal(error)),
      });
    } catch (error) {
      // Afterwards: the fact that led here is still being followed up.
      queueMicrotask(() => onFatal(asCobrowseError(error)));
      return { takeSnapshot() {}, stop() {} };
    }
  };
}
