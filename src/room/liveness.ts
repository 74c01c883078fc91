import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';

export interface LivenessDeps {
  readonly clock: Clock;
  /** Asks the relay for a word. */
  probe(): void;
  /** Whether somebody is there who would be heard now and then. */
  isAccompanied(): boolean;
  /** The connection is dead, and nobody closed it. */
  onDead(): void;
}

/** Finds the connection that has died without a word. */
export interface Liveness {
  /** The room was joined. `beatMs` is how often its relay says a word; undefined for a relay that says none. */
  begin(beatMs: number | undefined): void;
  /** Something arrived. */
  hear(): void;
  /** So many bytes come next, in one piece; until they are all here nothing else can. */
  expect(bytes: number): void;
  /** It may have died meanwhile: the network is back, or the page is seen again. */
  check(): void;
  end(): void;
}

/** A relay that was quiet for one and a half of its beats is asked; one whose beats are rare is asked that often. */
const BEATS = 1.5;
const LEAST_QUIET_MS = 1_000;
const MOST_QUIET_MS = 10_000;
/** A word there and back takes some hundred milliseconds on a bad mobile line, seconds behind other traffic. */
const ANSWER_MS = 4_000;
/** The page was busy, asleep or hidden: what has come meanwhile is dealt with first. */
const LATE_MS = 1_000;
/** The slowest line on which a page can be watched at all, and the longest that one piece is waited for. */
const SLOWEST_BYTES_PER_MS = 8;
const MOST_PATIENCE_MS = 60_000;
/**
 * With a relay that says nothing itself: somebody on the other side pings every few seconds, or once a minute from a
 * hidden tab, whose timers browsers slow down. Nine looks in a row without a word are 90 s.
 */
const LOOK_MS = 10_000;
const MOST_LOOKS = 9;

export function createLiveness({ clock, ...deps }: LivenessDeps): Liveness {
  let quietMs: number | undefined;
  let lastHeardMs = 0;
  let patienceMs = 0;
  let looks = 0;
  let isAsking = false;
  let hasBegun = false;
  let cancel: Undo = () => {};

  function wait(ms: number, then: () => void): void {
    cancel();
    cancel = clock.after(ms, then);
  }

  function rest(): void {
    isAsking = false;
    wait(quietMs ?? LOOK_MS, look);
  }

  /** What the clock says is no proof of silence, as it may have been set: it only tells when to ask. */
  function look(): void {
    if (quietMs === undefined) {
      looks += 1;
      return looks > MOST_LOOKS && deps.isAccompanied() ? deps.onDead() : rest();
    }
    const heardMs = clock.now() - lastHeardMs;
    const leftMs = quietMs + patienceMs - heardMs;
    if (heardMs >= 0 && leftMs > 0) wait(Math.min(leftMs, MOST_PATIENCE_MS), look);
    else ask();
  }

  function ask(): void {
    isAsking = true;
    const untilMs = clock.now() + ANSWER_MS + patienceMs;
    wait(ANSWER_MS + patienceMs, () => (clock.now() - untilMs > LATE_MS ? wait(LATE_MS, deps.onDead) : deps.onDead()));
    deps.probe();
  }

  function hear(): void {
    lastHeardMs = clock.now();
    patienceMs = looks = 0;
    if (isAsking) rest();
  }

  return {
    begin(beatMs) {
      hasBegun = true;
      quietMs = beatMs === undefined ? undefined : Math.min(Math.max(beatMs * BEATS, LEAST_QUIET_MS), MOST_QUIET_MS);
      hear();
      rest();
    },
    hear,
    expect(bytes) {
      patienceMs = Math.min(bytes / SLOWEST_BYTES_PER_MS, MOST_PATIENCE_MS);
    },
    check() {
      if (hasBegun && quietMs !== undefined && !isAsking) ask();
    },
    end() {
      cancel();
      hasBegun = isAsking = false;
    },
  };
}
