import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import { createDecoder } from '../../../../src/wire/codec/decoder.ts';
import { CODED, DEFLATED, METHODS, STORED } from '../../../../src/wire/codec/layout.ts';
import type { WireEvent } from '../../../../src/wire/messages.ts';
import { asJson, eventOf, openEncoder, rowsEvent } from './codec.ts';

const small = (at: number): WireEvent => eventOf({ source: 1, positions: [{ x: at, y: at, id: 7, timeOffset: 0 }] }, 1_700_000_000_000 + at);
const large = (at: number): WireEvent => rowsEvent(3_000, at);

/** Gives what is deflated when it is told to. */
function slowCompress() {
  const held: (() => void)[] = [];
  return {
    held,
    compress: (bytes: Uint8Array) =>
      new Promise<Uint8Array>((resolve) => {
        const content = Uint8Array.from(bytes);
        held.push(() => resolve(deflateRawSync(content)));
      }),
  };
}
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('the encoder', () => {
  it('hands out a small batch before push returns', () => {
    const { encoder, frames, counts } = openEncoder();
    encoder.push([small(1), small(2)]);
    assert.deepEqual([frames.length, counts], [1, [2]]);
    encoder.push([small(3)]);
    assert.deepEqual([frames.length, counts], [2, [2, 1]]);
    const decoder = createDecoder();
    assert.deepEqual(frames.flatMap((frame) => decoder.decode(frame)), [small(1), small(2), small(3)]);
  });

  it('codes nothing of what an epoch begins with', async () => {
    const methodOf = (frame: Uint8Array | undefined): number => frame![0]! & METHODS;
    const { held, compress } = slowCompress();
    const { encoder, frames } = openEncoder({ compress });
    encoder.push([small(1)]);
    encoder.push([small(2)]);
    assert.deepEqual(frames.map(methodOf), [STORED, CODED]);
    encoder.begin();
    encoder.push([rowsEvent(300, 100)]);
    assert.equal(frames.length, 2);
    while (frames.length < 3) {
      held.shift()?.();
      await turn();
    }
    encoder.push([rowsEvent(300, 5_000)]);
    assert.deepEqual(frames.slice(2).map(methodOf), [DEFLATED, CODED]);
    const decoder = createDecoder();
    assert.deepEqual(frames.flatMap((frame) => decoder.decode(frame)), [small(1), small(2), asJson(rowsEvent(300, 100)), asJson(rowsEvent(300, 5_000))]);
  });

  it('codes it where nothing deflates, but for the smallest', () => {
    const { encoder, frames } = openEncoder({ compress: null });
    encoder.push([rowsEvent(300, 100)]);
    assert.equal(frames[0]![0]! & METHODS, CODED);
    assert.deepEqual(createDecoder().decode(frames[0]!), [asJson(rowsEvent(300, 100))]);
  });

  it('keeps the order while a large one is compressed', async () => {
    const { held, compress } = slowCompress();
    const { encoder, frames, counts } = openEncoder({ compress });
    encoder.push([small(1)]);
    encoder.push([large(100)]);
    encoder.push([small(2)]);
    encoder.push([small(3), small(4)]);
    assert.equal(frames.length, 1);
    while (frames.length < 3) {
      held.shift()?.();
      await turn();
    }
    // What has waited comes together.
    assert.deepEqual(counts, [1, 1, 3]);
    const decoder = createDecoder();
    assert.deepEqual(frames.flatMap((frame) => decoder.decode(frame)), [small(1), large(100), small(2), small(3), small(4)]);
  });

  it('works no longer than four milliseconds at a time, thirty times', async () => {
    let time = 0;
    // Each look at the clock finds it half a millisecond later.
    const { encoder, frames, due, runLater } = openEncoder({ now: () => (time += 0.5) });
    encoder.push([large(100)]);
    const all: number[] = [];
    while (frames.length === 0) {
      if (due.length === 0) await turn();
      const before = time;
      runLater();
      all.push(time - before);
    }
    const slices = all.slice(0, 30);
    assert.ok(slices.filter((ms) => ms > 0).length > 10, `${slices.length} slices`);
    assert.ok(Math.max(...slices) <= 5, `a slice of ${Math.max(...slices)} ms`);
    assert.deepEqual(createDecoder().decode(frames[0]!), [asJson(large(100))]);
  });

  it('takes longer turns, though none that is felt, where a frame has had very many', async () => {
    let time = 0;
    const { encoder, frames, due, runLater } = openEncoder({ now: () => (time += 1) });
    encoder.push([rowsEvent(20_000, 100)]);
    const slices: number[] = [];
    while (frames.length === 0) {
      if (due.length === 0) await turn();
      const before = time;
      runLater();
      slices.push(time - before);
    }
    const ended = slices.filter((ms) => ms > 0);
    assert.ok(Math.max(...ended.slice(0, 20)) <= 6, `${ended.slice(0, 20).join()} ms`);
    assert.ok(Math.max(...ended) > 8 && Math.max(...ended) <= 14, `at most ${Math.max(...ended)} ms`);
    assert.deepEqual(createDecoder().decode(frames[0]!), [asJson(rowsEvent(20_000, 100))]);
  });

  it('drops what is under way when an epoch begins', async () => {
    const { held, compress } = slowCompress();
    const { encoder, frames, errors } = openEncoder({ compress });
    encoder.push([large(100)]);
    encoder.push([small(1)]);
    encoder.begin();
    encoder.push([small(2)]);
    while (held.length > 0) {
      held.shift()!();
      await turn();
    }
    assert.deepEqual(frames.map((frame) => createDecoder().decode(frame)), [[small(2)]]);
    assert.deepEqual(errors, []);
  });

  it('drops what is under way in the middle of a slice, too', () => {
    let time = 0;
    const { encoder, frames, due, runLater } = openEncoder({ now: () => (time += 0.5) });
    encoder.push([large(100)]);
    encoder.begin();
    encoder.push([small(2)]);
    while (due.length > 0) runLater();
    assert.deepEqual(frames.map((frame) => createDecoder().decode(frame)), [[small(2)]]);
  });

  it('says nothing once it is disposed', async () => {
    const { held, compress } = slowCompress();
    const { encoder, frames } = openEncoder({ compress });
    encoder.push([large(100)]);
    await turn();
    encoder.dispose();
    encoder.push([small(1)]);
    held.shift()!();
    await turn();
    assert.equal(frames.length, 0);
  });

  it('asks for no task where it was disposed while the browser deflated', async () => {
    let goOn = (): void => {};
    const isDeflating = new Promise<void>((resolve) => (goOn = resolve));
    let time = 0;
    const { encoder, due, runLater } = openEncoder({
      // Every look at the clock ends a slice.
      now: () => (time += 10),
      async compress(bytes, pause) {
        await isDeflating;
        await pause();
        return bytes;
      },
    });
    encoder.push([large(100)]);
    while (due.length > 0) {
      runLater();
      await turn();
    }
    encoder.dispose();
    goOn();
    await turn();
    assert.equal(due.length, 0);
  });

  it('does without the browser’s deflate where it fails', async () => {
    const { encoder, frames, errors } = openEncoder({ compress: () => Promise.reject(new Error('no')) });
    encoder.push([large(100)]);
    encoder.push([small(1)]);
    await turn();
    const decoder = createDecoder();
    assert.deepEqual(frames.flatMap((frame) => decoder.decode(frame)), [asJson(large(100)), small(1)]);
    assert.deepEqual(errors, []);
  });

  const circle: Record<string, unknown> = {};
  circle['self'] = { inside: [circle] };
  const unsound: Record<string, unknown> = {
    'a circle': circle,
    'a BigInt': { value: 1n },
    'a toJSON that throws': { toJSON: () => assert.fail('thrown') },
    'a getter that throws': Object.defineProperty({}, 'x', { enumerable: true, get: () => assert.fail('thrown') }),
  };
  for (const [name, value] of Object.entries(unsound))
    it(`reports ${name}, throws nothing and waits for an epoch`, () => {
      const { encoder, frames, errors } = openEncoder();
      encoder.push([small(1)]);
      encoder.push([small(2), eventOf({ value })]);
      encoder.push([small(3)]);
      assert.deepEqual(errors.map(({ code }) => code), ['capture/failed']);
      assert.equal(frames.length, 1);
      encoder.begin();
      encoder.push([small(4)]);
      assert.deepEqual(createDecoder().decode(frames[1]!), [small(4)]);
    });

  it('reports that too much waits, instead of growing', () => {
    const { encoder, errors } = openEncoder({ compress: () => new Promise(() => {}) });
    encoder.push([large(100)]);
    for (let at = 0; at < 6_000; at += 1) encoder.push([small(at)]);
    assert.deepEqual(errors.map(({ code }) => code), ['capture/failed']);
  });
});
