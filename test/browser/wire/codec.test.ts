import { assert } from 'chai';
import { createDecoder } from '../../../src/wire/codec/decoder.ts';
import { createEncoder, type EncoderOptions } from '../../../src/wire/codec/encoder.ts';
import type { WireEvent } from '../../../src/wire/messages.ts';

const row = (id: number, name: string) => ({ parentId: 4, nextId: null, node: { type: 2, tagName: 'li', attributes: { class: 'row', title: name }, childNodes: [], isSVG: undefined, id } });
const eventOf = (rows: number, firstId: number): WireEvent => ({
  type: 3,
  data: { source: 0, texts: [], attributes: [], removes: [], adds: Array.from({ length: rows }, (_, at) => row(firstId + at, `Grüße 😀 \uD83D ${(at * 7_919) % 99_991}`)) },
  timestamp: 1_700_000_000_000 + firstId,
});
/** A small one, which begins and goes as it is, one that the browser deflates, and one that waits for that. */
const events = [eventOf(3, 10), eventOf(3_000, 100), eventOf(3, 9_000)];

async function roundTrip(options: Partial<EncoderOptions>): Promise<{ decoded: unknown[]; methods: number[] }> {
  const frames: Uint8Array[] = [];
  await new Promise<void>((resolve, reject) => {
    const [first, ...others] = events;
    const encoder = createEncoder({
      onFrame(frame) {
        frames.push(frame);
        // How fast a browser is must not decide which events come in one frame. In a task of its own, as events come.
        if (frames.length === 1) setTimeout(() => others.forEach((event) => encoder.push([event])));
        if (frames.length === events.length) resolve();
      },
      onError: reject,
      now: () => performance.now(),
      later: (action) => void setTimeout(action, 0),
      ...options,
    });
    encoder.begin();
    encoder.push([first!]);
  });
  const decoder = createDecoder();
  return { decoded: frames.flatMap((frame) => decoder.decode(frame)), methods: frames.map(([first]) => first! & 7) };
}

describe('the codec in a browser', () => {
  it('gives back what was pushed, large ones deflated by the browser', async () => {
    const { decoded, methods } = await roundTrip({});
    assert.deepEqual(decoded, JSON.parse(JSON.stringify(events)));
    assert.deepEqual(methods, [0, 2, 1]);
  });

  it('gives back the same where the browser cannot deflate: large ones as they are', async () => {
    const { decoded, methods } = await roundTrip({ compress: null });
    assert.deepEqual(decoded, JSON.parse(JSON.stringify(events)));
    assert.deepEqual(methods, [0, 0, 1]);
  });
});
