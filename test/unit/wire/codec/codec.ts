import assert from 'node:assert/strict';
import { createDecoder } from '../../../../src/wire/codec/decoder.ts';
import { createEncoder, type Encoder, type EncoderOptions } from '../../../../src/wire/codec/encoder.ts';
import { type CobrowseError, isCobrowseError } from '../../../../src/core/errors.ts';
import type { WireEvent } from '../../../../src/wire/messages.ts';

/** An encoder whose frames and errors are kept; its clock stands still and later is when `runLater` is called. */
export function openEncoder(options: Partial<EncoderOptions> = {}) {
  const frames: Uint8Array[] = [];
  const counts: number[] = [];
  const errors: CobrowseError[] = [];
  const due: (() => void)[] = [];
  const encoder: Encoder = createEncoder({
    onFrame(bytes, events) {
      frames.push(bytes);
      counts.push(events);
    },
    onError: (error) => errors.push(error),
    now: () => 0,
    later: (action) => due.push(action),
    ...options,
  });
  encoder.begin();
  return { encoder, frames, counts, errors, due, runLater: () => due.shift()?.() };
}

/** One frame for each batch, encoded one after the other; rejects with what the encoder reports. */
export async function encodeAll(batches: readonly (readonly WireEvent[])[], options: Partial<EncoderOptions> = {}): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  let settle: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  const encoder = createEncoder({
    onFrame(bytes) {
      frames.push(bytes);
      settle?.resolve();
    },
    onError: (error) => settle?.reject(error),
    now: () => 0,
    later: (action) => void setImmediate(action),
    ...options,
  });
  encoder.begin();
  for (const batch of batches)
    await new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
      encoder.push(batch);
    });
  return frames;
}

export const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** What is read back is what JSON would have carried. */
export async function assertLossless(batches: readonly (readonly WireEvent[])[], options: Partial<EncoderOptions> = {}): Promise<void> {
  const decoder = createDecoder();
  const frames = await encodeAll(batches, options);
  frames.forEach((frame, at) => {
    const decoded = decoder.decode(frame);
    assert.deepStrictEqual(decoded, asJson(batches[at]));
    // The order of keys is told apart here alone.
    assert.equal(JSON.stringify(decoded), JSON.stringify(batches[at]));
  });
}

export const isRefusal = (error: unknown): boolean => isCobrowseError(error) && error.code.startsWith('protocol/');

/** An event of rrweb's with that in it. */
export const eventOf = (data: unknown, timestamp = 1_700_000_000_000): WireEvent => ({ type: 3, data, timestamp }) as WireEvent;

/** A mutation that adds so many rows of a list, with texts of their own. */
export function rowsEvent(rows: number, firstId: number, name = 'row'): WireEvent {
  const adds = Array.from({ length: rows }, (_, at) => {
    const id = firstId + 2 * at;
    const row = { parentId: 5, nextId: null, node: { type: 2, tagName: 'li', attributes: { class: 'row' }, childNodes: [], id } };
    return [row, { parentId: id, nextId: null, node: { type: 3, textContent: `${name} ${firstId + at * 7919}`, id: id + 1 } }];
  }).flat();
  return eventOf({ source: 0, texts: [], attributes: [], removes: [], adds }, 1_700_000_000_000 + firstId);
}
