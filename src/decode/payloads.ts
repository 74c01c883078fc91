import { isCobrowseError } from '../core/errors.ts';
import { createEventsReader, type EventsReader } from '../wire/events.ts';
import type { Frame, ReadFrame } from './frames.ts';

/** The payloads of frames, as JSON. */
export interface Payloads {
  /** To be asked once for each frame. Null where it cannot be had; why has been told, for an epoch once. */
  textOf(frame: ReadFrame): string | null;
}

/** What the codec wrote in one epoch: it makes sense in the order of its numbers alone, over whatever connections it came. */
interface Epoch {
  readonly id: string;
  /** By the number of its first event, in that order. */
  readonly payloads: Map<number, Uint8Array>;
  /** How often each was sent. */
  readonly counts: Map<number, number>;
  /** What was read and is still to be asked for. */
  readonly texts: Map<number, string | null>;
  reader: EventsReader | undefined;
  /** The number that comes next; undefined once nothing more can be read. */
  next: number | undefined;
}

/** A recorder has one, and each reader keeps tables of a megabyte: a file with more is made for that. */
const MAX_OPEN_EPOCHS = 64;
/** Characters that wait to be asked for, of what was sent again or out of order: the JSON of a hundred large pages. */
const MAX_WAITING_CHARS = 134_217_728;

/** `tell` is handed a sentence for each thing that could not be decoded. */
export function createPayloads(frames: readonly Frame[], tell: (sentence: string) => void): Payloads {
  const epochs = collect(frames);
  const open = new Set<Epoch>();
  let waitingChars = 0;

  function close(epoch: Epoch): void {
    epoch.next = epoch.reader = undefined;
    open.delete(epoch);
  }

  function lose(epoch: Epoch, sequence: number, why: string): void {
    close(epoch);
    tell(`The events of epoch ${epoch.id} could not be decoded from sequence ${sequence} on: ${why}`);
  }

  function openReader(epoch: Epoch): EventsReader {
    const [oldest] = open;
    if (oldest && open.size === MAX_OPEN_EPOCHS) lose(oldest, oldest.next ?? 0, 'there are too many epochs at a time.');
    open.add(epoch);
    return (epoch.reader ??= createEventsReader());
  }

  function readNext(epoch: Epoch, next: number): void {
    const payload = epoch.payloads.get(next);
    if (!payload) return lose(epoch, next, next === 0 ? 'its beginning is missing.' : 'what comes there is missing.');
    epoch.payloads.delete(next);
    const reader = epoch.reader ?? openReader(epoch);
    let events: readonly unknown[];
    try {
      events = reader.read(payload);
    } catch (error) {
      if (!isCobrowseError(error)) throw error;
      return lose(epoch, next, error.message);
    }
    if (waitingChars > MAX_WAITING_CHARS) return lose(epoch, next, 'too much would have to be kept.');
    const text = write(events);
    if (text === null) tell(`The events of epoch ${epoch.id}, sequence ${next}, are too many or nest too deep for JSON.`);
    waitingChars += text?.length ?? 0;
    epoch.texts.set(next, text);
    epoch.next = next + events.length;
    if (epoch.payloads.size === 0) close(epoch);
  }

  function take({ texts, counts }: Epoch, sequence: number): string | null {
    const text = texts.get(sequence) ?? null;
    const left = counts.get(sequence)! - 1;
    counts.set(sequence, left);
    if (left > 0) return text;
    if (texts.delete(sequence)) waitingChars -= text?.length ?? 0;
    return text;
  }

  return {
    textOf(frame) {
      if (typeof frame.payload === 'string') return checked(frame, frame.payload, tell);
      const { epoch: id, sequence } = frame.header;
      const epoch = epochs.get(id)!;
      while (epoch.next !== undefined && epoch.next <= sequence && !epoch.texts.has(sequence)) readNext(epoch, epoch.next);
      if (epoch.next !== undefined && !epoch.texts.has(sequence)) lose(epoch, sequence, 'it begins within what was before.');
      return take(epoch, sequence);
    },
  };
}

function collect(frames: readonly Frame[]): Map<string, Epoch> {
  const epochs = new Map<string, Epoch>();
  for (const { header, payload } of frames.filter((frame) => frame.header !== null)) {
    if (typeof payload === 'string') continue;
    const { epoch: id, sequence } = header;
    const epoch = epochs.get(id) ?? { id, payloads: new Map(), counts: new Map(), texts: new Map(), reader: undefined, next: 0 };
    epochs.set(id, epoch);
    if (!epoch.payloads.has(sequence)) epoch.payloads.set(sequence, payload);
    epoch.counts.set(sequence, (epoch.counts.get(sequence) ?? 0) + 1);
  }
  return epochs;
}

function write(events: readonly unknown[]): string | null {
  try {
    return JSON.stringify(events);
  } catch (error) {
    // Longer than a string may be, or deeper than the stack is.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** What was sent, as it was: nothing that a reader would drop is left out. It is on one line then. */
function checked({ message, header }: ReadFrame, payload: string, tell: (sentence: string) => void): string | null {
  try {
    JSON.parse(payload);
  } catch {
    tell(`${message.source}: the payload of a frame ${header.kind} is no JSON.`);
    return null;
  }
  return payload.trim().replaceAll(/[\r\n]+/g, ' ');
}
