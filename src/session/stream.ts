import type { Recorder } from '../capture/recorder.ts';
import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';
import type { Batch, Log } from '../wire/log.ts';
import type { WireEvent } from '../wire/messages.ts';

/** Starts the recorder; what it records goes to `emit`. */
export type StartRecorder = (emit: (event: WireEvent) => void) => Recorder;

export interface StreamOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly startRecorder: StartRecorder;
  /** Sends one batch to those members; false means that it did not leave. */
  send(batch: Batch, to: readonly string[]): boolean;
  /** Bytes that the socket has accepted and the network has not. */
  bufferedBytes(): number;
}

/** From recorder to room: runs the recorder while it may, and gathers what it emits into frames. */
export interface Stream {
  /** Starts or stops recording. */
  setRecording(recording: 'on' | 'off'): void;
  /** Who receives from now on; whoever is new gets a snapshot. */
  setRecipients(members: readonly string[]): void;
  /**
   * A member asks for a snapshot. `haveEpoch` is the epoch that it is in: one that has not got the newest snapshot yet
   * says so while that is still on its way, and asks again if it does not come.
   */
  resync(haveEpoch: string | null): void;
  stop(): void;
}

/** rrweb's Meta event; it precedes every full snapshot and nothing else (`EventType.Meta`). */
const META = 4;
/** One frame of a 60 Hz screen: what changes within it was never seen apart, so it travels together. */
const GATHER_MS = 16;
/** Requests for a snapshot within this time are one request; a snapshot costs the page a task that can be felt. */
const SNAPSHOT_INTERVAL_MS = 1_000;
/**
 * Above this much unsent the network is not keeping up and events are held back in the log: two megabytes are some
 * seconds of a slow mobile uplink, and the most that the agent's view should lag before it starts anew.
 */
const MAX_BUFFERED_BYTES = 2 * 1_024 * 1_024;
/** How often a full socket is looked at again. */
const DRAIN_POLL_MS = 100;

// As it was when this file was loaded: fake timers replace it on running pages, and the stream would stand still.
const { queueMicrotask: soon } = globalThis;

export function createStream(options: StreamOptions): Stream {
  const { log, clock } = options;
  let recorder: Recorder | undefined;
  let to: readonly string[] = [];
  let lastSentMs = -Infinity;
  let lastSnapshotMs = -Infinity;
  let cancelFlush: Undo | undefined;
  let cancelSnapshot: Undo | undefined;

  function emit(event: WireEvent): void {
    if (event.type === META) {
      log.begin();
      lastSnapshotMs = clock.now();
    }
    log.append(event);
    if (cancelFlush) return;
    const waitMs = GATHER_MS - (clock.now() - lastSentMs);
    if (waitMs > 0) schedule(waitMs);
    else flushSoon();
  }

  /** After the running task's own work, not within it: rrweb must never wait for, nor see a failure of, sending. */
  function flushSoon(): void {
    let cancelled = false;
    cancelFlush = () => (cancelled = true);
    soon(() => {
      if (!cancelled) flush();
    });
  }

  function schedule(delayMs: number): void {
    cancelFlush = clock.after(delayMs, flush);
  }

  function flush(): void {
    cancelFlush = undefined;
    if (to.length === 0) return log.desync();
    if (options.bufferedBytes() > MAX_BUFFERED_BYTES) return schedule(DRAIN_POLL_MS);
    if (log.state === 'desynced') return requestSnapshot();
    const batch = log.take();
    if (!batch) return;
    lastSentMs = clock.now();
    if (!options.send(batch, to)) log.desync();
  }

  function requestSnapshot(): void {
    if (!recorder || to.length === 0 || cancelSnapshot) return;
    const waitMs = SNAPSHOT_INTERVAL_MS - (clock.now() - lastSnapshotMs);
    if (waitMs <= 0) return recorder.takeSnapshot();
    cancelSnapshot = clock.after(waitMs, () => {
      cancelSnapshot = undefined;
      recorder?.takeSnapshot();
    });
  }

  function cancelTimers(): void {
    cancelFlush?.();
    cancelSnapshot?.();
    cancelFlush = cancelSnapshot = undefined;
  }

  function stopRecorder(): void {
    cancelTimers();
    log.desync();
    recorder?.stop();
    recorder = undefined;
  }

  return {
    setRecording(recording) {
      if (recording === 'off') return stopRecorder();
      // Starting takes the first snapshot, so it waits until there is somebody to send it to.
      if (!recorder && to.length > 0) recorder = options.startRecorder(emit);
    },
    setRecipients(members) {
      const isNew = members.some((id) => !to.includes(id));
      to = members;
      if (members.length === 0) {
        cancelTimers();
        log.desync();
      } else if (isNew && recorder) {
        // An admission is a moment at which the agent waits, so it does not wait for the interval.
        lastSnapshotMs = -Infinity;
        cancelSnapshot?.();
        cancelSnapshot = undefined;
        recorder.takeSnapshot();
      }
    },
    resync(haveEpoch) {
      const isOnItsWay = haveEpoch !== log.epoch && clock.now() - lastSnapshotMs < SNAPSHOT_INTERVAL_MS;
      if (!isOnItsWay) requestSnapshot();
    },
    stop() {
      to = [];
      stopRecorder();
    },
  };
}
