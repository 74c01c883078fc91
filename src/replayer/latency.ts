import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';

export interface LatencyOptions {
  readonly clock: Clock;
  /** Sends a ping; false if it did not leave. */
  ping(sentAt: number): boolean;
  /**
   * So long it took, and so old is what is seen: half of that, and what the customer's side held back. While an answer
   * is due for longer than the next question, both are how long.
   */
  onMeasured(roundTripMs: number, ageMs: number): void;
}

/** Measures the way to the customer's page and back. */
export interface Latency {
  handlePong(sentAt: number, heldMs?: number): void;
  stop: Undo;
}

/**
 * Often enough that an agent sees a network go bad while they speak, rare enough to cost nothing: some 100 bytes. It is
 * also what tells either side of a dead socket that nobody closed.
 */
const PING_INTERVAL_MS = 3_000;

/** A minute of them. */
const MOST_UNANSWERED = 20;

export function startLatency({ clock, ping, onMeasured }: LatencyOptions): Latency {
  /** When questions left that have no answer yet, the oldest first. A dead connection is found before there are many. */
  let unanswered: number[] = [];
  let cancel: Undo = () => {};

  function next(): void {
    const sentAt = clock.now();
    const [oldest] = unanswered;
    if (oldest !== undefined) onMeasured(Math.max(0, sentAt - oldest), Math.max(0, sentAt - oldest));
    if (ping(sentAt)) unanswered.push(sentAt);
    else unanswered = [];
    if (unanswered.length > MOST_UNANSWERED) unanswered.shift();
    cancel = clock.after(PING_INTERVAL_MS, next);
  }
  next();

  return {
    handlePong(sentAt, heldMs = 0) {
      // Only the answer to a question of our own counts: a number that a stranger chose measures nothing.
      const index = unanswered.indexOf(sentAt);
      if (index < 0) return;
      unanswered = unanswered.slice(index + 1);
      const roundTripMs = Math.max(0, clock.now() - sentAt);
      onMeasured(roundTripMs, roundTripMs / 2 + heldMs);
    },
    stop: () => cancel(),
  };
}
