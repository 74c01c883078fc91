import { constants, createDeflateRaw } from 'node:zlib';
import assert from 'node:assert/strict';
import { createEncoder } from '../src/wire/codec/encoder.ts';
import { createDecoder } from '../src/wire/codec/decoder.ts';
import { recordedStreams } from './streams/record.ts';
import type { WireEvent } from '../src/wire/messages.ts';

const head = (bytes: number): number => (bytes < 126 ? 6 : bytes < 65_536 ? 8 : 14);
const streams = await recordedStreams();
for (const [name, events] of streams) {
  const at = events.findIndex(({ type }) => type === 2) + 1;
  const batches = [events.slice(0, at), ...events.slice(at).map((event) => [event])];
  const frames: Uint8Array[] = [];
  let done: () => void;
  const encoder = createEncoder({ onFrame(bytes) { frames.push(bytes); done(); }, onError: (error) => { throw error; }, now: () => performance.now(), later: (action) => void setImmediate(action) });
  encoder.begin();
  for (const batch of batches) { const through = new Promise<void>((resolve) => (done = resolve)); encoder.push(batch); await through; }
  const decoder = createDecoder();
  frames.forEach((frame, index) => assert.deepEqual(decoder.decode(frame), batches[index]));
  const json = batches.map((batch) => batch.reduce((sum, event) => { const n = Buffer.byteLength(JSON.stringify(event)); return sum + n + head(n); }, 0));
  const own = frames.map(({ length }) => length + head(length));
  const sum = (list: number[]): number => list.reduce((a, b) => a + b, 0);
  console.log(name.padEnd(18), String(events.length).padStart(5), 'snapshot', json[0], own[0], ((own[0]! / json[0]!) * 100).toFixed(1), ' steady', sum(json.slice(1)), sum(own.slice(1)), ((sum(own.slice(1)) / sum(json.slice(1))) * 100).toFixed(2), '%');
}
