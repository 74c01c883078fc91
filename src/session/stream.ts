import type { Recorder } from '../capture/recorder.ts';
import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';
import type { CobrowseError } from '../core/errors.ts';
import type { Tasks } from '../core/tasks.ts';
import type { Payload } from '../wire/frame.ts';
import type { Batch, Log, Position } from '../wire/log.ts';
import type { WireEvent } from '../wire/messages.ts';
import { withoutSuperseded } from '../wire/superseded.ts';
import { createPacker, type Encoding } from './packer.ts';
import { createPressure } from './pressure.ts';

/** Starts the recorder; what it records goes to `emit`. */
export type StartRecorder = (emit: (event: WireEvent) => void) => Recorder;

export interface StreamOptions {
  readonly log: Log;
  readonly clock: Clock;
  readonly tasks: Tasks;
  readonly startRecorder: StartRecorder;
  /** What the relay passes on and all those members read. */
  encodingFor(members: readonly string[]): Encoding;
  /** Sends that batch to those members; one that was sent before says no events. False means that it did not leave. */
  send(batch: Batch, payload: Payload, to: readonly string[]): boolean;
  /** Bytes that the socket has accepted and the network has not. */
  bufferedBytes(): number;
  /** Events could not be packed; a snapshot follows. */
  onError(error: CobrowseError): void;
}

/** From recorder to room: runs the recorder while it may, and gathers what it emits into frames. */
export interface Stream {
  /** How far the view of the most current agent is behind; see `Pressure`. */
  readonly ageMs: number;
  /** How long the oldest event has waited that has not left. */
  readonly heldMs: number;
  /** Starts or stops recording. */
  setRecording(recording: 'on' | 'off'): void;
  /** Who receives from now on; whoever is new gets the page as it is. */
  setRecipients(members: readonly string[]): void;
  /** A member that is about to become a recipient has that much already, or nothing. */
  recall(member: string, have: Position | null): void;
  /** A recipient has applied everything up to that event. */
  acknowledge(position: Position): void;
  /** A recipient says what it has last; it is sent what it missed, or everybody a snapshot. */
  resync(member: string, have: Position | null): void;
  /** What was recorded may have a hole: takes a snapshot, soon. */
  repair(): void;
  stop(): void;
}

/** rrweb's Meta event; it precedes every full snapshot and nothing else (`EventType.Meta`). */
const META = 4;
/** rrweb's events of changes to the document (`EventType.IncrementalSnapshot`, `IncrementalSource.Mutation`). */
const [INCREMENTAL, MUTATION] = [3, 0];
/** One frame of a 60 Hz screen: what changes within it was never seen apart, so it travels together. */
const GATHER_MS = 16;
/** Requests for a snapshot within this time are one request; a snapshot costs the page a task that can be felt. */
const SNAPSHOT_INTERVAL_MS = 1_000;
/** The same where the network does not keep up: four pictures a second can still be followed. */
const GATHER_UNDER_PRESSURE_MS = 250;
/** How often a network that takes nothing is looked at again. */
const DRAIN_POLL_MS = 100;

// As it was when this file was loaded: fake timers replace it on running pages, and the stream would stand still.
const { queueMicrotask: soon } = globalThis;

const isChange = ({ type, data }: WireEvent): boolean => type === INCREMENTAL && data?.source === MUTATION;

export function createStream(options: StreamOptions): Stream {
  const { log, clock, tasks } = options;
  let recorder: Recorder | undefined;
  let to: readonly string[] = [];
  /** The epoch that each member was last sent from its beginning. */
  const served = new Map<string, string>();
  let lastSentMs = -Infinity;
  let lastSnapshotMs = -Infinity;
  let cancelFlush: Undo | undefined;
  /** That is for the next task, before which the changes may come that belong to it. */
  let isFlushAhead = false;
  let cancelSnapshot: Undo | undefined;
  let encoding: Encoding = 'text';
  /** What was recorded may have a hole. */
  let hasHole = false;
  /** A snapshot is being taken of a page that is known, where nothing is wrong with what was recorded so far. */
  let isKnown = false;
  /** The codec has met what it cannot write: from then on JSON has to do. */
  let hasCodecFailed = false;
  const pressure = createPressure({ now: clock.now, bufferedBytes: options.bufferedBytes });
  const packer = createPacker({
    tasks,
    onPacked(payload, events) {
      if (log.state === 'desynced') return;
      const position = log.keep(payload, events.length);
      // Without a name it would go to everybody; whoever comes back says what is missing.
      if (to.length === 0) return;
      if (options.send({ ...position, events }, payload, to)) pressure.noteSent({ epoch: log.epoch, sequence: log.next });
      else log.desync();
    },
    onFailed(error) {
      hasCodecFailed ||= encoding === 'binary';
      log.desync();
      options.onError(error);
      requestSnapshot();
    },
  });

  /** A time that is still to come was taken before the clock was set back: nothing waits for it. */
  function since(thenMs: number): number {
    const ms = clock.now() - thenMs;
    return ms < 0 ? Infinity : ms;
  }

  const gatherMs = (): number => (pressure.step === 'free' ? GATHER_MS : GATHER_UNDER_PRESSURE_MS);

  function emit(event: WireEvent): void {
    let next = event;
    if (event.type === META) {
      const isContinued = isKnown && log.state === 'in-order' && log.size === 0 && !packer.isBusy && log.next > 0;
      // Nodes keep their numbers: whoever has all of that need not build the page anew.
      if (isContinued) next = { ...event, data: { ...event.data, continues: { epoch: log.epoch, sequence: log.next - 1 } } };
      log.begin();
      encoding = hasCodecFailed ? 'text' : options.encodingFor(to);
      packer.begin(encoding);
      lastSnapshotMs = clock.now();
      served.clear();
      for (const member of to) served.set(member, log.epoch);
    }
    log.append(next);
    if (isFlushAhead && isChange(next)) cancelFlush?.();
    else if (cancelFlush) return;
    const waitMs = gatherMs() - since(lastSentMs);
    if (waitMs > 0) schedule(waitMs);
    else flushSoon(isChange(next) ? soon : tasks.later);
  }

  /**
   * Never within the running work: rrweb must not wait for, nor see a failure of, sending. What a key press changes comes
   * after the press itself, in the listeners and microtasks that follow, so that the press waits for the next task: of two
   * frames the second, which is what is to be seen, would wait for the next gathering. Changes are told of once they are made, and a
   * task of theirs would let the browser render them first.
   */
  function flushSoon(run: (action: () => void) => void): void {
    let cancelled = false;
    isFlushAhead = run !== soon;
    cancelFlush = () => (cancelled = true);
    run(() => {
      if (!cancelled) flush();
    });
  }

  function schedule(delayMs: number): void {
    isFlushAhead = false;
    cancelFlush = clock.after(delayMs, flush);
  }

  function flush(): void {
    cancelFlush = undefined;
    // Nobody can be reached: what happens is held, as long as there is room for it.
    if (to.length === 0) return;
    const { step } = pressure;
    if (step === 'hold') return schedule(DRAIN_POLL_MS);
    if (log.state === 'desynced') return step === 'free' ? requestSnapshot() : schedule(DRAIN_POLL_MS);
    if (packer.isBusy) return schedule(GATHER_MS);
    const events = log.take();
    if (!events) return;
    lastSentMs = clock.now();
    packer.pack(step === 'free' ? events : withoutSuperseded(events));
  }

  /** Those who are there get what is held now, as it is of no use to whoever comes and of none after a snapshot. */
  function flushHeld(): void {
    if (log.state !== 'in-order' || log.size === 0) return;
    cancelFlush?.();
    flush();
  }

  function takeSnapshot(): void {
    flushHeld();
    isKnown = !hasHole;
    hasHole = false;
    recorder?.takeSnapshot();
    isKnown = false;
  }

  /** Sends again what was sent of this epoch from that number on. Says whether it could. */
  function sendAgain(member: string, fromSequence: number): boolean {
    const missed = log.since(fromSequence);
    if (!missed) return false;
    for (const { sequence, payload } of missed)
      if (!options.send({ epoch: log.epoch, sequence, events: [] }, payload, [member])) return false;
    served.set(member, log.epoch);
    return true;
  }

  function requestSnapshot(): void {
    if (!recorder || to.length === 0 || cancelSnapshot) return;
    const waitMs = SNAPSHOT_INTERVAL_MS - since(lastSnapshotMs);
    if (waitMs <= 0) return takeSnapshot();
    cancelSnapshot = clock.after(waitMs, () => {
      cancelSnapshot = undefined;
      takeSnapshot();
    });
  }

  /** An admission is a moment at which the agent waits, so it does not wait for the interval. */
  function snapshotNow(): void {
    cancelSnapshot?.();
    cancelSnapshot = undefined;
    takeSnapshot();
  }

  function welcome(members: readonly string[]): void {
    if (!recorder || members.length === 0) return;
    // What an agent is shown began with its yes; a snapshot of this very moment may serve those who come together.
    const isFresh = since(lastSnapshotMs) < SNAPSHOT_INTERVAL_MS;
    const isReadable = encoding === 'text' || options.encodingFor(members) === 'binary';
    const isServed = isFresh && isReadable && log.state === 'in-order' && members.every((member) => sendAgain(member, 0));
    if (!isServed) snapshotNow();
  }

  function cancelTimers(): void {
    cancelFlush?.();
    cancelSnapshot?.();
    cancelFlush = cancelSnapshot = undefined;
  }

  function stopRecorder(): void {
    cancelTimers();
    packer.stop();
    tasks.stop();
    log.desync();
    served.clear();
    recorder?.stop();
    recorder = undefined;
  }

  return {
    get ageMs() {
      return pressure.ageMs;
    },
    get heldMs() {
      return recorder ? Math.max(0, clock.now() - log.heldSinceMs) : 0;
    },
    setRecording(recording) {
      if (recording === 'off') return stopRecorder();
      // Starting takes the first snapshot, so it waits until there is somebody to send it to.
      if (!recorder && to.length > 0) recorder = options.startRecorder(emit);
    },
    setRecipients(members) {
      const before = to;
      to = members.filter((id) => before.includes(id));
      const isOther = to.length < members.length || to.length < before.length;
      if (isOther) {
        flushHeld();
        pressure.restart();
      }
      to = members;
      // Whoever had this epoch before a break says itself what it missed.
      welcome(members.filter((id) => !before.includes(id) && served.get(id) !== log.epoch));
      if (before.length === 0 && log.size > 0 && !cancelFlush) schedule(0);
    },
    acknowledge: pressure.noteAcked,
    resync(member, have) {
      // Whoever asks has got what there was, and will not acknowledge it.
      pressure.restart();
      // Where nothing was missed, the empty batch says so: the member may call its picture current again.
      const next = { epoch: log.epoch, sequence: log.next, events: [] };
      if (have?.epoch === log.epoch && sendAgain(member, have.sequence + 1) && options.send(next, '[]', [member])) return;
      // A member that has not got the newest snapshot yet says so while that is still on its way.
      const isOnItsWay = served.get(member) === log.epoch && since(lastSnapshotMs) < SNAPSHOT_INTERVAL_MS;
      if (!isOnItsWay) requestSnapshot();
    },
    recall: (member, have) => void served.set(member, have?.epoch ?? ''),
    repair() {
      hasHole = true;
      requestSnapshot();
    },
    stop() {
      to = [];
      stopRecorder();
    },
  };
}
