import { createStream } from '../../src/session/stream.ts';
import type { CobrowseError } from '../../src/core/errors.ts';
import { createEventsReader, type EventsReader } from '../../src/wire/events.ts';
import { type Batch, createLog } from '../../src/wire/log.ts';
import type { WireEvent } from '../../src/wire/messages.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakeTasks } from './fake-tasks.ts';

export const event = (type: number, text = ''): WireEvent => ({ type, timestamp: 0, data: { text } });
/** rrweb's `EventType`. */
export const META = 4;
export const SNAPSHOT = 2;
export const CHANGE = 3;

/** A stream with a recorder and a network of the test's own; what is sent is read as an agent reads it. */
export function setUpStream({ maxHeld = 100, maxKeptBytes = 1_000_000, maxKeptMs = 120_000, encoding = 'text' as 'text' | 'binary' } = {}) {
  const clock = createFakeClock();
  let shiftMs = 0;
  const sent: { batch: Batch; to: readonly string[]; encoding: 'text' | 'binary' }[] = [];
  /** Members that read JSON alone. */
  const plain = new Set<string>();
  const relay = { takes: encoding };
  const readers = new Map<string, EventsReader>();
  const payloads = new Map<string, WireEvent[]>();
  const network = { buffered: 0, open: true };
  const errors: CobrowseError[] = [];
  const recorders: { emit: (event: WireEvent) => void; stopped: boolean; snapshots: number }[] = [];
  const stream = createStream({
    log: createLog(clock.now, { maxHeldEvents: maxHeld, maxKeptBytes, maxKeptMs }),
    tasks: createFakeTasks(clock),
    encodingFor: (members) => (members.some((member) => plain.has(member)) ? 'text' : relay.takes),
    onError: (error) => errors.push(error),
    clock: { ...clock, now: () => clock.now() + shiftMs },
    bufferedBytes: () => network.buffered,
    send({ epoch, sequence }, payload, to) {
      const isText = typeof payload === 'string';
      if (!network.open || (!isText && relay.takes === 'text')) return false;
      const place = `${epoch} ${sequence} ${payload.length}`;
      const reader = readers.get(epoch) ?? createEventsReader();
      readers.set(epoch, reader);
      // A payload that is sent again is what it was.
      const events = payloads.get(place) ?? reader.read(payload);
      payloads.set(place, events);
      sent.push({ batch: { epoch, sequence, events }, to, encoding: isText ? 'text' : 'binary' });
      return true;
    },
    startRecorder(emit) {
      const recorder = { emit, stopped: false, snapshots: 0 };
      recorders.push(recorder);
      const takeSnapshot = (): void => {
        recorder.snapshots += 1;
        emit(event(META));
        emit(event(SNAPSHOT));
      };
      takeSnapshot();
      return { takeSnapshot, stop: () => (recorder.stopped = true) };
    },
  });
  const types = (): number[][] => sent.map(({ batch }) => batch.events.map(({ type }) => type));
  return { clock, stream, sent, plain, relay, errors, network, recorders, types, set: (ms: number) => (shiftMs = ms) };
}
