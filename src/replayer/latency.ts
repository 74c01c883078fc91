import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';

export interface LatencyOptions {
  readonly clock: Clock;
  /** Sends a ping; false if it did not leave. */
  ping(sentAt: number): boolean;
  onRoundTrip(roundTripMs: number): void;
}

/** Measures the way to the customer's page and back. */
export interface Latency {
  handlePong(sentAt: number): void;
  stop: Undo;
}

/**
 * Often enough that an agent sees a network go bad while they speak, rare enough to cost nothing: some 100 bytes. It is
 * also what tells either side of a dead socket that nobody closed.
 */
const PING_INTERVAL_MS = 3_000;

export function startLatency({ clock, ping, onRoundTrip }: LatencyOptions): Latency {
  let outstanding: number | undefined;
  let cancel: Undo = () => {};

  function next(): void {
    const sentAt = clock.now();
    outstanding = ping(sentAt) ? sentAt : undefined;
    cancel = clock.after(PING_INTERVAL_MS, next);
  }
  next();

  return {
    handlePong(sentAt) {
      // Only the answer to our own last question counts: a number that a stranger chose measures nothing.
      if (sentAt !== outstanding) return;
      outstanding = undefined;
      onRoundTrip(Math.max(0, clock.now() - sentAt));
    },
    stop: () => cancel(),
  };
}
