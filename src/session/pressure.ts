import type { Position } from '../wire/log.ts';

/**
 * What the network bears. `free`: what happens leaves within one frame of the screen · `merge`: four times a second, and
 * of pointer and scrolling the last alone · `hold`: nothing leaves; beyond what the log holds, the next is a snapshot.
 */
export type Step = 'free' | 'merge' | 'hold';

export interface PressureOptions {
  now(): number;
  /** Bytes that the socket has accepted and the network has not. */
  bufferedBytes(): number;
}

/** Watches what was sent and what has arrived. */
export interface Pressure {
  readonly step: Step;
  /**
   * How long ago that was sent which the most current of the agents has not applied yet; 0 where that is nothing, or no
   * agent says so. The slowest does not count: the relay holds what is for it, and lets it go when that is too much.
   */
  readonly ageMs: number;
  /** Everything before that position has left. */
  noteSent(end: Position): void;
  /** An agent has applied the event of that position, and all before. */
  noteAcked(position: Position): void;
  /** Other agents are there: nothing is known of them. */
  restart(): void;
}

/** More than this is some tenths of a second of a mobile uplink of 1 Mbit/s; below, the socket is doing its work. */
const MERGE_BYTES = 64 * 1_024;
/** Two megabytes are some seconds of a slow mobile uplink, and the most that should be on its way before a new snapshot. */
const HOLD_BYTES = 2 * 1_024 * 1_024;
/** Agents say how far they are four times a second, and a round trip over a satellite takes 0.6 s. */
const MERGE_AGE_MS = 1_000;
/** A view that old is not live any more; what is on its way gets there first. */
const HOLD_AGE_MS = 5_000;
/** Frames of half a minute at 30 a second; more are unacknowledged only where nobody acknowledges. */
const MOST_UNACKED = 1_000;

export function createPressure({ now, bufferedBytes }: PressureOptions): Pressure {
  let unacked: (Position & { readonly atMs: number })[] = [];
  let isAcknowledged = false;

  function ageMs(): number {
    const [oldest] = unacked;
    // A clock that was set back measures nothing.
    return oldest && isAcknowledged ? Math.max(0, now() - oldest.atMs) : 0;
  }

  return {
    get step() {
      const [bytes, age] = [bufferedBytes(), ageMs()];
      if (bytes > HOLD_BYTES || age > HOLD_AGE_MS) return 'hold';
      return bytes > MERGE_BYTES || age > MERGE_AGE_MS ? 'merge' : 'free';
    },
    get ageMs() {
      return ageMs();
    },
    noteSent({ epoch, sequence }) {
      unacked.push({ epoch, sequence, atMs: now() });
      if (unacked.length > MOST_UNACKED) unacked.shift();
    },
    noteAcked({ epoch, sequence }) {
      const isKnown = unacked.some((sent) => sent.epoch === epoch);
      isAcknowledged = true;
      if (!isKnown) return;
      let arrived = 0;
      // Whatever was sent before this epoch is of no interest any more.
      for (const [index, sent] of unacked.entries())
        if (sent.epoch === epoch && sent.sequence <= sequence + 1) arrived = index + 1;
      unacked = unacked.slice(arrived);
    },
    restart() {
      unacked = [];
      isAcknowledged = false;
    },
  };
}
