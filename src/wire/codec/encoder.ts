import { CobrowseError } from '../../core/errors.ts';
import type { WireEvent } from '../messages.ts';
import { MAX_CODED, MAX_PLAIN_BYTES, MAX_WAITING_EVENTS, WINDOW } from './bounds.ts';
import { checksum } from './checksum.ts';
import { type Compress, findCompress } from './compress.ts';
import { createFieldCoder, type FieldCoder } from './field-coder.ts';
import { codeFrame } from './field-codes.ts';
import { BEGINS, CODED, CODEC_VERSION, DEFLATED, STORED, VERSION_SHIFT } from './layout.ts';
import { createStructureWriter, type StructureWriter } from './structure-writer.ts';
import { createTexts, type Taken } from './texts.ts';
import { createWriter } from './writer.ts';

export interface EncoderOptions {
  /** Takes the frames of an epoch, in order; `events` of those that were pushed are in it. */
  onFrame(frame: Uint8Array, events: number): void;
  /** Nothing is encoded any more before the next `begin()`. */
  onError(error: CobrowseError): void;
  /** Milliseconds, of any beginning. */
  now(): number;
  /** Runs that once the page has had its turn. */
  later(action: () => void): void;
  /** For frames of more than a few kilobytes: the browser's own where it has one; null for none. */
  readonly compress?: Compress | null;
}

/** Turns batches of events into frames. Never throws: it is called while rrweb observes. */
export interface Encoder {
  /** Begins an epoch: what is under way is dropped, and the next frame refers to nothing before it. */
  begin(): void;
  /** Encodes at once what takes no longer than a slice; what is pushed while more is under way waits its turn. */
  push(events: readonly WireEvent[]): void;
  dispose(): void;
}

/** A quarter of a frame at sixty a second; at a fourth of the speed an ordinary event takes less. */
const SLICE_MS = 4;
/**
 * Between two slices the browser may render, which a page of a hundred thousand elements takes longer for than for the slice. After
 * so many they get longer, a millisecond every four, up to what can still not be felt.
 */
const SHORT_SLICES = 32;
const MAX_SLICE_MS = 12;

/** Bytes between two looks at the clock where a byte takes the tenth of a microsecond. */
const PIECE = 4_096;

/**
 * An epoch's first frame that is no larger goes as it is: a kilobyte more at most, once. The first 500 bytes that a page codes take its
 * engine 20 ms, and a deflate some milliseconds to be made.
 */
const MAX_STORED = 2_048;

/** `off`: begin() is waited for. */
type State = 'off' | 'idle' | 'writing' | 'compressing';

interface Epoch {
  readonly structure: StructureWriter;
  readonly coder: FieldCoder;
  isNew: boolean;
}

export function createEncoder(options: EncoderOptions): Encoder {
  const { onFrame, onError, now, later } = options;
  let { compress } = options;
  const bytes = createWriter();
  const texts = createTexts();
  const plain = createWriter();
  const coded = createWriter();
  const frame = createWriter();
  let state: State = 'off';
  let epoch: Epoch;
  let waiting: WireEvent[] = [];
  let count = 0;
  let until = 0;
  let isSliced = false;
  /** Of this frame, so far. */
  let slices = 0;

  function stop(): void {
    state = 'off';
    waiting = [];
  }

  function fail(cause: unknown): void {
    stop();
    const message = cause instanceof RangeError ? 'There is more in one event than a frame can hold.' : 'An event could not be encoded.';
    onError(new CobrowseError('capture/failed', message, { cause }));
  }

  /** Goes on with that epoch's work, if it is still wanted. */
  function proceed(work: () => void, of: Epoch): void {
    if (of !== epoch || state === 'off') return;
    try {
      work();
    } catch (error) {
      fail(error);
    }
  }

  function next(): void {
    state = 'idle';
    if (waiting.length === 0) return;
    state = 'writing';
    const events = waiting;
    waiting = [];
    count = events.length;
    bytes.clear();
    isSliced = false;
    slices = 0;
    epoch.structure.start(events);
    write();
  }

  const isTimeUp = (): boolean => now() >= until;
  const startSlice = (): void => {
    slices += 1;
    until = now() + Math.max(SLICE_MS, Math.min(MAX_SLICE_MS, SLICE_MS + (slices - SHORT_SLICES) / 4));
  };

  function write(): void {
    const of = epoch;
    startSlice();
    if (!epoch.structure.run(isTimeUp)) {
      isSliced = true;
      later(() => proceed(write, of));
    } else if (isSliced) later(() => proceed(finish, of));
    else finish();
  }

  function finish(): void {
    const text = texts.take();
    const method = methodFor(bytes.length + text.bytes.length);
    if (method === CODED) {
      coded.clear();
      epoch.coder.startWriting(coded);
      code(codeFrame(epoch.coder, bytes, text));
      return;
    }
    plain.clear();
    plain.count(2 * text.bytes.length + (text.isUtf16 ? 1 : 0));
    plain.append(bytes.view());
    if (plain.length + text.bytes.length > MAX_PLAIN_BYTES) throw new RangeError('More than one frame can hold.');
    if (method === STORED) store(text);
    else void deflate(text);
  }

  /** An epoch begins with a page that nothing is known of, and on a page that has not coded before: that is not for the coder. */
  function methodFor(size: number): number {
    if (epoch.isNew && size <= MAX_STORED) return STORED;
    return size > MAX_CODED || (epoch.isNew && compressor()) ? DEFLATED : CODED;
  }

  /** Asked for as it is needed: on small pages it never is, and a stream takes milliseconds to be made. */
  const compressor = (): Compress | null => (compress === undefined ? (compress = findCompress() ?? null) : compress);

  function code(run: ReturnType<typeof codeFrame>): void {
    const of = epoch;
    if (run(isTimeUp)) {
      epoch.coder.end();
      begin(CODED);
      frame.append(coded.view());
      send();
    } else
      later(() => {
        startSlice();
        proceed(() => code(run), of);
      });
  }

  function store(text: Taken): void {
    const { coder } = epoch;
    plain.append(text.bytes);
    coder.sum = checksum(plain.view(), coder.sum);
    coder.remember(text.bytes);
    begin(STORED);
    frame.append(plain.view());
    send();
  }

  async function deflate(text: Taken): Promise<void> {
    const of = epoch;
    state = 'compressing';
    // Each has codes of its own: structure and text have few bytes in common.
    const parts = [plain.view().slice(), text.bytes];
    const deflated: Uint8Array[] = [];
    try {
      for (const part of parts) await inPieces(part, of, (piece) => (of.coder.sum = checksum(piece, of.coder.sum)));
      await inPieces(text.bytes.subarray(-WINDOW), of, of.coder.remember);
    } catch (error) {
      return proceed(() => {
        throw error;
      }, of);
    }
    try {
      const work = compressor();
      if (work) for (const part of parts) deflated.push(await work(part, () => pause(of)));
    } catch {
      // Unlikely, and larger is better than nothing.
    }
    proceed(() => {
      const isDeflated = deflated.length === parts.length;
      begin(isDeflated ? DEFLATED : STORED);
      if (isDeflated) for (const { length } of [...parts, deflated[0]!]) frame.count(length);
      for (const part of isDeflated ? deflated : parts) frame.append(part);
      send();
    }, of);
  }

  /** Goes through the bytes, with pauses; rejects where that epoch is over. */
  async function inPieces(whole: Uint8Array, of: Epoch, work: (piece: Uint8Array) => void): Promise<void> {
    for (let at = 0; at < whole.length; at += PIECE) {
      await pause(of);
      work(whole.subarray(at, at + PIECE));
    }
  }

  let pausedAt = 0;
  function pause(of: Epoch): Promise<void> {
    return new Promise((resolve, reject) => {
      const isWanted = (): boolean => of === epoch && state !== 'off';
      const goOn = (): void => (isWanted() ? resolve() : reject(new Error('Not wanted any more.')));
      // What nobody wants asks for no task: it would come after the last one was cleared away.
      if (!isWanted() || now() - pausedAt < SLICE_MS) return goOn();
      later(() => {
        pausedAt = now();
        goOn();
      });
    });
  }

  /** Begins a frame. */
  function begin(method: number): void {
    frame.clear();
    frame.byte((CODEC_VERSION << VERSION_SHIFT) + (epoch.isNew ? BEGINS : 0) + method);
    frame.byte(epoch.coder.sum & 255);
    frame.byte((epoch.coder.sum >> 8) & 255);
  }

  function send(): void {
    const of = epoch;
    epoch.isNew = false;
    onFrame(frame.view().slice(), count);
    // It may have begun another, or stopped.
    if (of === epoch && state !== 'off') next();
  }

  return {
    begin() {
      stop();
      texts.take();
      state = 'idle';
      epoch = { structure: createStructureWriter(bytes, texts), coder: createFieldCoder(), isNew: true };
    },
    push(events) {
      if (state === 'off' || events.length === 0) return;
      proceed(() => {
        for (const event of events) waiting.push(event);
        if (waiting.length > MAX_WAITING_EVENTS) throw new RangeError('More events wait than are encoded.');
        if (state === 'idle') next();
      }, epoch);
    },
    dispose: stop,
  };
}
