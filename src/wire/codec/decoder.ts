import { CobrowseError, isCobrowseError } from '../../core/errors.ts';
import { MAX_PLAIN_BYTES, WINDOW } from './bounds.ts';
import { checksum, FIRST_CHECKSUM } from './checksum.ts';
import { inflate } from './inflate.ts';
import { BEGINS, CODEC_VERSION, METHODS, STORED, VERSION_SHIFT, WITH_WINDOW, WITHOUT_WINDOW } from './layout.ts';
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
}

interface Epoch {
  readonly structure: StructureReader;
  /** The last of what was said. */
  window: Uint8Array;
  sum: number;
}

const NOTHING = new Uint8Array(0);

export function createDecoder(): Decoder {
  let epoch: Epoch | undefined;

  function decode(frame: Uint8Array): unknown[] {
    const reader = createReader(frame);
    const first = reader.byte();
    const version = first >> VERSION_SHIFT;
    if (version !== CODEC_VERSION) throw mismatch(version);
    const sum = reader.byte() + 256 * reader.byte();
    if (first & BEGINS) epoch = { structure: createStructureReader(), window: NOTHING, sum: FIRST_CHECKSUM };
    if (!epoch) throw malformed('the beginning of the epoch is missing');
    const plain = readContent(first & METHODS, reader, epoch.window);
    epoch.sum = checksum(plain, epoch.sum);
    if ((epoch.sum & 0xffff) !== sum) throw malformed('the checksum is another');
    epoch.window = moved(epoch.window, plain);
    const content = createReader(plain);
    const textSize = content.count();
    const textBytes = Math.floor(textSize / 2);
    if (textBytes > content.left) throw malformed('the frame ends too early');
    const structure = createReader(content.take(content.left - textBytes));
    const texts = createTextReader(content.take(textBytes), textSize % 2 === 1);
    const events = epoch.structure.read(structure, texts);
    if (structure.left > 0 || texts.left > 0) throw malformed('something is left over');
    return events;
  }

  return {
    decode(frame) {
      try {
        return decode(frame);
      } catch (cause) {
        epoch = undefined;
        // Whatever a hostile frame makes the engine throw is the frame's fault.
        throw isCobrowseError(cause) ? cause : new CobrowseError('protocol/malformed-frame', 'Events: the frame could not be decoded.', { cause });
      }
    },
  };
}

function readContent(method: number, reader: Reader, window: Uint8Array): Uint8Array {
  if (method === STORED) return reader.take(reader.left);
  if (method === WITH_WINDOW) return inflate(reader.take(reader.left), window, MAX_PLAIN_BYTES);
  if (method !== WITHOUT_WINDOW) throw malformed('an unknown method');
  const sizes = [reader.count(), reader.count()] as const;
  if (sizes[0] + sizes[1] > MAX_PLAIN_BYTES) throw malformed('more than a frame may have');
  const first = inflate(reader.take(reader.count()), NOTHING, sizes[0]);
  const second = inflate(reader.take(reader.left), NOTHING, sizes[1]);
  if (first.length < sizes[0] || second.length < sizes[1]) throw malformed('less than was announced');
  return joined(first, second);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const result = new Uint8Array(first.length + second.length);
  result.set(first);
  result.set(second, first.length);
  return result;
}

function moved(window: Uint8Array, plain: Uint8Array): Uint8Array {
  if (plain.length >= WINDOW) return plain.slice(plain.length - WINDOW);
  return joined(window.subarray(Math.max(0, window.length + plain.length - WINDOW)), plain);
}

function mismatch(version: number): CobrowseError {
  const side = version > CODEC_VERSION ? 'the replayer' : 'the recorder';
  return new CobrowseError('protocol/version-mismatch', `Events are in format ${version}, not ${CODEC_VERSION}: update ${side}.`);
}
