import { CobrowseError, isCobrowseError } from '../../core/errors.ts';
import { finish, type Steps } from '../../core/steps.ts';
import { MAX_PLAIN_BYTES, WINDOW } from './bounds.ts';
import { checksum } from './checksum.ts';
import { createFieldCoder, type FieldCoder } from './field-coder.ts';
import { codedReaders } from './field-codes.ts';
import { inflate } from './inflate.ts';
import { BEGINS, CODED, CODEC_VERSION, DEFLATED, METHODS, STORED, VERSION_SHIFT } from './layout.ts';
import { createReader, malformed, type Reader } from './reader.ts';
import { createStructureReader, type StructureReader } from './structure-reader.ts';
import { createTextReader } from './text-reader.ts';

/** Turns frames back into batches of events. */
export interface Decoder {
  /**
   * Takes all frames of an epoch in order; the first of an epoch is taken at any time. Throws
   * `protocol/version-mismatch`, or `protocol/malformed-frame`: then nothing but the first of an epoch helps.
   */
  decode(frame: Uint8Array): unknown[];
  /** The same in steps; one that is left off is a frame that was missed. */
  decodeInSteps(frame: Uint8Array): Steps<unknown[]>;
}

interface Epoch {
  readonly structure: StructureReader;
  readonly coder: FieldCoder;
}

export function createDecoder(): Decoder {
  let epoch: Epoch | undefined;

  function* decode(frame: Uint8Array): Steps<unknown[]> {
    const reader = createReader(frame);
    const first = reader.byte();
    const version = first >> VERSION_SHIFT;
    if (version !== CODEC_VERSION) throw mismatch(version);
    const method = first & METHODS;
    const sum = reader.byte() + 256 * reader.byte();
    if (first & BEGINS) epoch = { structure: createStructureReader(), coder: createFieldCoder() };
    if (!epoch) throw malformed('the beginning of the epoch is missing');
    const { coder } = epoch;
    const check = (): void => {
      if ((coder.sum & 0xffff) !== sum) throw malformed('the checksum is another');
    };
    return yield* method === CODED ? readCoded(epoch, reader.take(reader.left), check) : readLarge(epoch, readContent(method, reader), check);
  }

  function* decodeInSteps(frame: Uint8Array): Steps<unknown[]> {
    let isWhole = false;
    try {
      const events = yield* decode(frame);
      isWhole = true;
      return events;
    } catch (cause) {
      // Whatever a hostile frame makes the engine throw is the frame's fault.
      throw isCobrowseError(cause) ? cause : new CobrowseError('protocol/malformed-frame', 'Events: the frame could not be decoded.', { cause });
    } finally {
      if (!isWhole) epoch = undefined;
    }
  }

  return { decode: (frame) => finish(decodeInSteps(frame)), decodeInSteps };
}

function* readCoded({ structure, coder }: Epoch, content: Uint8Array, check: () => void): Steps<unknown[]> {
  coder.startReading(content);
  const events = yield* structure.read(...codedReaders(coder));
  if (!coder.end()) throw malformed('something is left over');
  check();
  return events;
}

function* readLarge({ structure, coder }: Epoch, plain: Uint8Array, check: () => void): Steps<unknown[]> {
  coder.sum = checksum(plain, coder.sum);
  check();
  const content = createReader(plain);
  const textSize = content.count();
  const textBytes = Math.floor(textSize / 2);
  if (textBytes > content.left) throw malformed('the frame ends too early');
  const bytes = createReader(content.take(content.left - textBytes));
  const text = content.take(textBytes);
  coder.remember(text.subarray(-WINDOW));
  const texts = createTextReader(text, textSize % 2 === 1);
  const events = yield* structure.read(bytes, texts);
  if (bytes.left > 0 || texts.left > 0) throw malformed('something is left over');
  return events;
}

function readContent(method: number, reader: Reader): Uint8Array {
  if (method === STORED) return reader.take(reader.left);
  if (method !== DEFLATED) throw malformed('an unknown method');
  const sizes = [reader.count(), reader.count()] as const;
  if (sizes[0] + sizes[1] > MAX_PLAIN_BYTES) throw malformed('more than a frame may have');
  const first = inflate(reader.take(reader.count()), sizes[0]);
  const second = inflate(reader.take(reader.left), sizes[1]);
  if (first.length < sizes[0] || second.length < sizes[1]) throw malformed('less than was announced');
  return joined(first, second);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const result = new Uint8Array(first.length + second.length);
  result.set(first);
  result.set(second, first.length);
  return result;
}

function mismatch(version: number): CobrowseError {
  const side = version > CODEC_VERSION ? 'the replayer' : 'the recorder';
  return new CobrowseError('protocol/version-mismatch', `Events are in format ${version}, not ${CODEC_VERSION}: update ${side}.`);
}
