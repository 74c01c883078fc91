// What the codec makes of recorded streams, beside JSON with and without permessage-deflate. Every batch is a frame, as
// the stream sends it: the first event at once, what follows within 16 ms together. A baseline's event is a message.
import { mkdirSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { constants, createDeflateRaw, deflateRawSync } from 'node:zlib';
import { createDecoder } from '../src/wire/codec/decoder.ts';
import { createEncoder, type EncoderOptions } from '../src/wire/codec/encoder.ts';
import { createModel } from '../src/wire/codec/model.ts';
import { createStructureWriter } from '../src/wire/codec/structure-writer.ts';
import { createTexts } from '../src/wire/codec/texts.ts';
import { createWriter } from '../src/wire/codec/writer.ts';
import type { WireEvent } from '../src/wire/messages.ts';
import { recordedStreams } from './streams/record.ts';

const FULL_SNAPSHOT = 2;
const GATHER_MS = 16;
/** Runs of which the quickest counts; the first ones warm the engine up. */
const ROUNDS = 7;

type Batches = readonly (readonly WireEvent[])[];
/** Bytes on the customer's wire: of the snapshot, and of all that follows. */
interface Sizes {
  readonly snapshot: number;
  readonly steady: number;
}

/** A WebSocket frame of a browser's has a mask. */
const onWire = (bytes: number): number => bytes + (bytes < 126 ? 6 : bytes < 65_536 ? 8 : 14);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
const sizesOf = (messages: readonly number[], first: number): Sizes => ({ snapshot: sum(messages.slice(0, first).map(onWire)), steady: sum(messages.slice(first).map(onWire)) });

function gather(events: readonly WireEvent[]): Batches {
  const first = events.findIndex(({ type }) => type === FULL_SNAPSHOT) + 1;
  const batches: WireEvent[][] = [events.slice(0, first)];
  let sentAt = -Infinity;
  let gathering = false;
  for (const event of events.slice(first)) {
    if (gathering && event.timestamp < sentAt + GATHER_MS) batches.at(-1)!.push(event);
    else {
      gathering = event.timestamp < sentAt + GATHER_MS;
      sentAt = gathering ? sentAt + GATHER_MS : event.timestamp;
      batches.push([event]);
    }
  }
  return batches;
}

async function deflated(texts: readonly string[]): Promise<number[]> {
  const stream = createDeflateRaw();
  let length = 0;
  stream.on('data', (chunk: Buffer) => (length += chunk.length));
  const sizes: number[] = [];
  for (const text of texts) {
    length = 0;
    await new Promise<void>((resolve) => {
      stream.write(text);
      stream.flush(constants.Z_SYNC_FLUSH, () => resolve());
    });
    // permessage-deflate leaves out the four bytes that a sync flush ends with.
    sizes.push(length - 4);
  }
  return sizes;
}

/** The structure alone, as it stands before its last step. */
function structured(batches: Batches, hasHistory: boolean): number[] {
  const model = createModel();
  if (!hasHistory) {
    Object.defineProperty(model.history, 'expected', { value: -1 });
    Object.defineProperty(model.chain, 'next', { value: -1 });
  }
  const bytes = createWriter();
  const texts = createTexts();
  const structure = createStructureWriter(bytes, texts, model);
  return batches.map((batch) => {
    bytes.clear();
    structure.start(batch);
    structure.run(() => false);
    return 4 + bytes.length + texts.take().bytes.length;
  });
}

/** All frames, and how long each push took, with what it left to be done later. */
async function encoded(batches: Batches, compress: EncoderOptions['compress']): Promise<{ frames: Uint8Array[]; ms: number[] }> {
  const frames: Uint8Array[] = [];
  const ms: number[] = [];
  const due: (() => void)[] = [];
  const options = { onFrame: (bytes: Uint8Array) => void frames.push(bytes), onError: (error: Error) => console.error(error), now: () => performance.now(), later: (action: () => void) => void due.push(action) };
  const encoder = createEncoder(compress ? { ...options, compress } : options);
  encoder.begin();
  for (const batch of batches) {
    const before = frames.length;
    let spent = 0;
    const timed = (action: () => void): void => {
      const started = performance.now();
      action();
      spent += performance.now() - started;
    };
    timed(() => encoder.push(batch));
    while (frames.length === before) {
      const next = due.shift();
      if (next) timed(next);
      else await new Promise((resolve) => void setImmediate(resolve));
    }
    ms.push(spent);
  }
  return { frames, ms };
}

const timed = (action: () => void): number => {
  const started = performance.now();
  action();
  return performance.now() - started;
};

async function measure(name: string, events: readonly WireEvent[]) {
  const batches = gather(events);
  const texts = events.map((event) => JSON.stringify(event));
  const bytes = texts.map((text) => Buffer.byteLength(text));
  const first = batches[0]!.length;
  const { frames } = await encoded(batches, undefined);
  const decoder = createDecoder();
  if (!frames.every((frame, at) => isDeepStrictEqual(decoder.decode(frame), batches[at]))) throw new Error(`${name}: not what was encoded`);

  let [stringifyMs, encodeMs, deflateMs, parseMs, decodeMs] = [Infinity, Infinity, Infinity, Infinity, Infinity];
  let p95 = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    stringifyMs = Math.min(stringifyMs, timed(() => events.forEach((event) => JSON.stringify(event))));
    let deflating = 0;
    // What the browser's own deflate costs is told apart: some do it on the page's thread.
    const { ms } = await encoded(batches, (part) => {
      let result: Uint8Array | undefined;
      deflating += timed(() => (result = deflateRawSync(part)));
      return Promise.resolve(result!);
    });
    encodeMs = Math.min(encodeMs, sum(ms));
    deflateMs = Math.min(deflateMs, deflating);
    p95 = Math.min(p95, ms.sort((a, b) => a - b)[Math.floor(ms.length * 0.95)]!);
    parseMs = Math.min(parseMs, timed(() => texts.forEach((text) => void JSON.parse(text))));
    const again = createDecoder();
    decodeMs = Math.min(decodeMs, timed(() => frames.forEach((frame) => void again.decode(frame))));
  }
  return {
    name,
    events: events.length,
    json: sizesOf(bytes, first),
    deflate: sizesOf(await deflated(texts), first),
    structure: sizesOf(structured(batches, false), 1),
    history: sizesOf(structured(batches, true), 1),
    codec: sizesOf(frames.map(({ length }) => length), 1),
    stringifyMs,
    // The first of a synchronous compress is within a push; it is taken off.
    encodeMs: encodeMs - deflateMs,
    deflateMs,
    p95,
    parseMs,
    decodeMs,
  };
}

type Result = Awaited<ReturnType<typeof measure>>;
const LAYERS = ['json', 'deflate', 'structure', 'history', 'codec'] as const;
const share = (size: number, of: number): string => `${size.toLocaleString('en')} ${((100 * size) / of).toFixed(2).padStart(6)} %`;
const line = (cells: readonly string[]): void => console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(18) : cell.padStart(20))).join(''));

const results: Result[] = [];
for (const [name, events] of await recordedStreams()) results.push(await measure(name, events));
for (const part of ['snapshot', 'steady'] as const) {
  console.log(`\n${part}: bytes on the customer’s wire, and % of one JSON text for each event`);
  line(['', 'JSON', '+ deflate', 'structure', '+ history', '+ last step']);
  for (const result of results) line([result.name, ...LAYERS.map((layer) => share(result[layer][part], result.json[part]))]);
}
console.log('\nmain thread: ms, and multiples of JSON’s');
line(['', 'stringify', 'encode', '+ deflate', 'p95 of a frame', 'parse', 'decode']);
for (const { name, stringifyMs, encodeMs, deflateMs, p95, parseMs, decodeMs } of results)
  line([name, stringifyMs.toFixed(1), `${encodeMs.toFixed(1)} ×${(encodeMs / stringifyMs).toFixed(1)}`, `${(encodeMs + deflateMs).toFixed(1)} ×${((encodeMs + deflateMs) / stringifyMs).toFixed(1)}`, p95.toFixed(2), parseMs.toFixed(1), `${decodeMs.toFixed(1)} ×${(decodeMs / parseMs).toFixed(1)}`]);
mkdirSync('.build/bench', { recursive: true });
writeFileSync('.build/bench/codec.json', `${JSON.stringify(results, null, 1)}\n`);
