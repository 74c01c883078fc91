import * as fc from 'fast-check';
import type { WireEvent } from '../../../../src/wire/messages.ts';

/** Texts as pages have them, and as they could be: halves of characters, byte order marks, spelt numbers. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', 'row', 'row row--odd', 'row row--even', 'Order 1001', 'Order 1002', '17', '-5', '007', '1e3', '\uFEFFx', '\uD800', '\uDC00', 'a\uD83D', '\uDE00b', '😀😁'),
  fc.integer().map(String),
);
const id = fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 100_000 }));
const coordinate = fc.oneof(fc.integer({ min: -5, max: 2_000 }), fc.double({ noNaN: true, min: -10, max: 2_000 }), fc.float({ noNaN: true, min: 0, max: 2_000 }));
const attributes = fc.dictionary(fc.constantFrom('class', 'id', 'href', 'style', 'data-x', '__proto__', 'toString'), fc.oneof(text, fc.constant(null), fc.boolean(), coordinate), { maxKeys: 5 });
const { node } = fc.letrec<{ node: unknown; text: unknown; element: unknown }>((tie) => ({
  node: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tie('text'), tie('element')),
  text: fc.record({ type: fc.constant(3), textContent: text, rootId: fc.oneof(fc.constant(undefined), id), id }),
  element: fc.record({
    type: fc.constant(2),
    tagName: fc.constantFrom('div', 'li', 'span', 'svg', 'x-y'),
    attributes,
    childNodes: fc.array(tie('node'), { maxLength: 4 }),
    isSVG: fc.constantFrom(true, undefined),
    id,
  }),
}));

const data = fc.oneof(
  fc.record({ source: fc.constantFrom(1, 6), positions: fc.array(fc.record({ x: coordinate, y: coordinate, id, timeOffset: fc.integer({ min: -500, max: 0 }) }), { maxLength: 4 }) }),
  fc.record({ source: fc.constant(2), type: fc.integer({ min: 0, max: 10 }), id, x: coordinate, y: coordinate, pointerType: fc.integer({ min: 0, max: 2 }) }, { requiredKeys: ['source', 'type', 'id'] }),
  fc.record({ source: fc.constant(3), id, x: coordinate, y: coordinate }),
  fc.record({ source: fc.constant(4), width: coordinate, height: coordinate }),
  fc.record({ source: fc.constant(5), text, isChecked: fc.boolean(), id }),
  fc.record({
    source: fc.constant(0),
    texts: fc.array(fc.record({ id, value: fc.oneof(text, fc.constant(null)) }), { maxLength: 4 }),
    attributes: fc.array(fc.record({ id, attributes }), { maxLength: 4 }),
    removes: fc.array(fc.record({ parentId: id, id }), { maxLength: 6 }),
    adds: fc.array(fc.record({ parentId: id, nextId: fc.oneof(id, fc.constant(null)), node }), { maxLength: 6 }),
  }),
  fc.record({ source: fc.constant(8), id, adds: fc.array(fc.record({ rule: text, index: fc.oneof(id, fc.array(id, { maxLength: 3 })) }), { maxLength: 3 }) }),
  fc.record({ source: fc.constant(13), id, set: fc.record({ property: text, value: text, priority: fc.constantFrom('important', undefined) }), index: fc.array(id, { maxLength: 2 }) }),
  fc.record({ source: fc.constant(14), ranges: fc.array(fc.record({ start: id, startOffset: id, end: id, endOffset: id }), { maxLength: 2 }) }),
  fc.record({ node, initialOffset: fc.record({ left: coordinate, top: coordinate }) }),
  fc.record({ href: fc.webUrl(), width: id, height: id }),
  fc.record({ tag: text, payload: fc.jsonValue() }),
  fc.constant({}),
);

/** Events of every kind that rrweb has, and of some that it has not. */
export const event = fc.record({
  type: fc.integer({ min: 0, max: 9 }),
  data,
  timestamp: fc.oneof(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_100_000 }), fc.double({ noNaN: true, noDefaultInfinity: true })),
}) as unknown as fc.Arbitrary<WireEvent>;

/** Whatever a page's code could put in an event's place. */
export const anything = fc.anything({
  ...{ withDate: true, withSparseArray: true, withBoxedValues: true, withNullPrototype: true, withMap: true, withTypedArray: true },
  key: fc.oneof(fc.constantFrom('a', 'id', 'type', 'node', 'parentId', 'nextId', '__proto__', 'tagName', 'constructor', '5', '-1', 'toJSON'), fc.string({ unit: 'binary' })),
  values: [
    fc.double(),
    fc.maxSafeInteger(),
    fc.constantFrom(0, -0, NaN, Infinity, 2 ** 49, 2 ** 49 + 1, -(2 ** 49), 2 ** 53, 2 ** 60, 1e300, 5e-324, undefined, null, true, false, Symbol.iterator, () => 1),
    text,
  ],
}) as fc.Arbitrary<WireEvent>;

