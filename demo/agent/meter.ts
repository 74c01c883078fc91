import { byTestId, formatBytes } from './page.ts';

export interface Meter {
  /** Counts one received frame. */
  count(bytes: number): void;
  showLatency(roundTripMs: number): void;
  stop(): void;
}

/** The rate is shown per second, so that is how often it is worth showing. */
const TICK_MS = 1_000;

/** The figures of the bar. Written once a second: a busy page sends sixty frames in that time. */
export function createMeter(): Meter {
  let frames = 0;
  let bytes = 0;
  let bytesBefore = 0;

  const show = (): void => {
    byTestId('frames').textContent = frames.toLocaleString('en');
    byTestId('data').textContent = formatBytes(bytes);
    byTestId('rate').textContent = `${formatBytes(bytes - bytesBefore)}/s`;
    bytesBefore = bytes;
  };

  byTestId('latency').textContent = '–';
  show();
  const timer = setInterval(show, TICK_MS);
  return {
    count(size) {
      frames += 1;
      bytes += size;
    },
    showLatency(roundTripMs) {
      byTestId('latency').textContent = `${Math.round(roundTripMs)} ms`;
    },
    stop: () => clearInterval(timer),
  };
}
