import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { createDecoder } from '../../../../src/wire/codec/decoder.ts';
import type { WireEvent } from '../../../../src/wire/messages.ts';
import { anything, event } from './arbitraries.ts';
import { assertLossless, encodeAll, eventOf, rowsEvent } from './codec.ts';

const batchesOf = (item: fc.Arbitrary<WireEvent>) => fc.array(fc.array(item, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 });

describe('decoding gives what JSON would have given', () => {
  it('of events of every kind', async () => {
    await fc.assert(fc.asyncProperty(batchesOf(event), (batches) => assertLossless(batches)), { numRuns: 300 });
  });

  it('of nodes that come before a sibling, as the last of a parent, or into one another', async () => {
    const add = fc.record({ parent: fc.nat(6), next: fc.constantFrom('none', 'last', 'first'), isText: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(add, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 6 }), async (batches) => {
        let id = 100;
        const events = batches.map((adds) => {
          const first = id;
          return adds.map(({ parent, next, isText }) => ({
            parentId: parent < 2 ? 40 + parent : Math.max(first, id - parent),
            nextId: { none: null, last: id, first: 41 }[next],
            node: { ...(isText ? { type: 3, textContent: 'Tea' } : { type: 2, tagName: 'p', attributes: {}, childNodes: [] }), id: (id += 1) },
          }));
        });
        await assertLossless(events.map((adds) => [eventOf({ source: 0, texts: [], attributes: [], removes: [], adds })]));
      }),
      { numRuns: 300 },
    );
  });

  it('of anything at all', async () => {
    await fc.assert(fc.asyncProperty(batchesOf(fc.oneof(anything, event)), (batches) => assertLossless(batches)), { numRuns: 300 });
  });

  it('in a browser that cannot deflate', async () => {
    await fc.assert(fc.asyncProperty(batchesOf(fc.oneof(anything, event)), (batches) => assertLossless(batches, { compress: null })), { numRuns: 100 });
  });

  it('of a recorded session', async () => {
    const events = JSON.parse(readFileSync(new URL('../../../fixtures/streams/typing.json', import.meta.url), 'utf8')) as WireEvent[];
    await assertLossless(events.map((one) => [one]));
    await assertLossless([events.slice(0, 2), events.slice(2)]);
  });

  it('of what no key or text of a page is, and could be', async () => {
    const hostile: unknown[] = [
      JSON.parse('{"__proto__":{"a":1},"constructor":2,"a\\u0000b":3}'),
      JSON.parse('{"a":1,"b":2}'),
      { 'a\0b': 1 },
      { 10: 'a', 2: 'b', x: 'c' },
      ['\uFEFF', '\uD800', '\uDC00', '\uD83D', '\uDE00', '😀', '\u2028', ''],
      [-0, 1e21, 2 ** 53, -(2 ** 53) - 2, 2 ** 49, 2 ** 49 + 1, 5e-324, 1.7976931348623157e308, NaN, -Infinity, 0.1, 123.33333587646484],
      ['-0', '0', '00', '1.0', '1e3', '9007199254740993', '-5', '562949953421312', '562949953421313'],
      // oxlint-disable-next-line no-sparse-arrays -- it is what is asked about
      [1, , 3, undefined, () => 1, Symbol('x')],
      { a: undefined, b: () => 1, c: new Date(0), d: Object(1), e: Object('x'), f: Object(false), g: new Map([[1, 2]]), h: /x/ },
      { toJSON: (key: string) => `for ${key}` },
      Object.assign(() => 1, { toJSON: () => 'a function' }),
      new Proxy({ a: 1 }, {}),
    ];
    await assertLossless(hostile.flatMap((value) => [[eventOf({ value })], [eventOf(value)]]));
  });

  it('of trees of 10,000 elements one in the other', async () => {
    let node: unknown = { type: 3, textContent: 'deep', id: 10_001 };
    for (let id = 10_000; id > 0; id -= 1) node = { type: 2, tagName: 'div', attributes: {}, childNodes: [node], id };
    const [frame] = await encodeAll([[eventOf({ node, initialOffset: { top: 0, left: 0 } })]]);
    let [decoded] = createDecoder().decode(frame!) as [{ data: { node: unknown } }];
    let depth = 0;
    for (let at = decoded.data.node as { childNodes?: unknown[]; textContent?: string }; ; at = at.childNodes![0] as typeof at, depth += 1)
      if (at.textContent) {
        assert.equal(at.textContent, 'deep');
        break;
      }
    assert.equal(depth, 10_000);
  });

  it('of more strings, shapes and records than are kept', async () => {
    const shapes = Array.from({ length: 3_000 }, (_, at) => eventOf({ [`key-${at}`]: at, id: at }));
    const strings = Array.from({ length: 200 }, (_, at) => rowsEvent(120, 1_000 * at, `name-${at}`));
    const long = Array.from({ length: 40 }, (_, at) => eventOf({ source: 8, adds: [{ rule: `.rule-${at} {}`.repeat(15_000 + at) }] }));
    await assertLossless([...shapes, ...strings, ...long, ...shapes.slice(0, 50), ...strings.slice(0, 3)].map((one) => [one]));
  });

  it('of objects of very many keys', async () => {
    const large = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`key-${at}`, at % 3 === 0 ? { at, list: [at] } : String(at)]));
    await assertLossless([[eventOf(large)], [eventOf({ large, again: large })]]);
  });

  it('on pages whose arrays have a toJSON', async () => {
    const prototype = Array.prototype as unknown as { toJSON?: unknown };
    const batches = [[rowsEvent(3, 10)], [rowsEvent(3, 20)]];
    const plain = batches.map((batch) => JSON.stringify(batch));
    prototype.toJSON = () => 'spoilt';
    let frames: Uint8Array[];
    try {
      frames = await encodeAll(batches);
    } finally {
      delete prototype.toJSON;
    }
    const decoder = createDecoder();
    assert.deepEqual(frames.map((frame) => JSON.stringify(decoder.decode(frame))), plain);
  });
});
