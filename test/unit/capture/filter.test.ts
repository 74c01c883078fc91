import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FilterContext, filterEvent, isUnderstood } from '../../../src/capture/filter.ts';
import type { Policy } from '../../../src/capture/policy.ts';
import { MASKED } from '../../../src/capture/verdicts.ts';
import { PRIVATE_MASK } from '../../../src/capture/fields.ts';

/** A page in which node 7 is an input, 8 a textarea with the text 9, and every value is `seen`. */
function pageOf(): FilterContext {
  const area = { nodeName: 'TEXTAREA', parentNode: null };
  const item = { nodeName: 'LI', parentNode: null };
  const nodes: Record<number, unknown> = {
    7: { nodeName: 'INPUT', parentNode: null },
    8: area,
    9: { nodeName: '#text', parentNode: area },
    10: item,
    21: { nodeName: '#text', parentNode: item },
  };
  return {
    nodeOf: (id) => (nodes[id] ?? null) as Node | null,
    verdicts: { of: (node) => (node ? 0 : MASKED), blocks: () => false, within: (_element, outer) => outer, mustAsk: false, renew() {} },
    policy: { maskInputs: true, allowParameters: ['page'] } as unknown as Policy,
    mentions: { looksAside: false, mayMatch: () => false, note() {}, mayMatter: () => false },
    review: { isEmpty: true, begin() {}, note() {}, isOutdated: () => false },
    maskedSheets: new Set(),
    isOutdated: false,
  };
}

const event = (type: number, data: Record<string, unknown>) => ({ type, timestamp: 1, data });

test('the address leaves without query and hash', () => {
  for (const [href, expected] of [
    ['https://shop.example/a?token=1#b', 'https://shop.example/a'],
    ['https://shop.example/a#b?c', 'https://shop.example/a'],
    ['https://shop.example/', 'https://shop.example/'],
    ['https://ada:secret@shop.example/a?page=2&token=1#section', 'https://shop.example/a?page=2'],
  ])
    assert.equal(filterEvent(event(4, { href, width: 1, height: 1 }), pageOf())?.data['href'], expected);
});

test('values in a snapshot pass the masks, at any depth', () => {
  let node: Record<string, unknown> = { type: 2, id: 7, tagName: 'input', attributes: { value: 'left over' }, childNodes: [] };
  for (let depth = 0; depth < 1_000; depth += 1) node = { type: 2, id: 1, tagName: 'div', attributes: {}, childNodes: [node] };
  filterEvent(event(2, { node }), pageOf());
  while ((node['childNodes'] as unknown[]).length > 0) node = (node['childNodes'] as Record<string, unknown>[])[0]!;
  assert.deepEqual(node['attributes'], { value: PRIVATE_MASK });
});

test('what nests deeper than any page that works is an empty box', () => {
  let node: Record<string, unknown> = { type: 2, id: 7, tagName: 'p', attributes: { title: 'left over' }, childNodes: [] };
  // Deeper than a recursive walk survives.
  for (let depth = 0; depth < 50_000; depth += 1) node = { type: 2, id: 1, tagName: 'div', attributes: { title: 'a' }, childNodes: [node] };
  filterEvent(event(2, { node }), pageOf());
  let depth = 0;
  for (; (node['childNodes'] as unknown[]).length > 0; depth += 1) node = (node['childNodes'] as Record<string, unknown>[])[0]!;
  assert.equal(depth, 1_001);
  assert.deepEqual(node['attributes'], { rr_width: '0px', rr_height: '0px' });
});

test('values in added nodes, attributes and texts pass the masks, and nothing else does', () => {
  const data = {
    source: 0,
    adds: [
      { parentId: 8, nextId: null, node: { type: 3, id: 20, textContent: 'typed' } },
      { parentId: 10, nextId: null, node: { type: 3, id: 21, textContent: 'Tea' } },
    ],
    attributes: [
      { id: 7, attributes: { value: 'x', class: 'wide' } },
      { id: 10, attributes: { value: '3' } },
      { id: 7, attributes: { value: null } },
    ],
    texts: [
      { id: 9, value: 'typed' },
      { id: 21, value: 'Tea' },
    ],
    removes: [],
  };
  filterEvent(event(3, data), pageOf());
  assert.deepEqual(data.adds.map(({ node }) => node.textContent), [PRIVATE_MASK, 'Tea']);
  assert.deepEqual(data.attributes.map(({ attributes }) => attributes.value), [PRIVATE_MASK, '3', null]);
  assert.deepEqual(data.texts.map(({ value }) => value), [PRIVATE_MASK, 'Tea']);
});

test('input of a field that is not known is private', () => {
  const input = (id: number) => filterEvent(event(3, { source: 5, id, text: 'typed', isChecked: false }), pageOf());
  assert.equal(input(7)?.data['text'], PRIVATE_MASK);
  assert.equal(input(99)?.data['text'], PRIVATE_MASK);
});

test('an event of an unknown shape throws, so that the caller can close', () => {
  assert.throws(() => filterEvent(event(2, {}), pageOf()));
  assert.throws(() => filterEvent(event(3, { source: 0 }), pageOf()));
});

test('an event of a kind that is not understood does not leave', () => {
  for (const [type, data] of [
    [5, { tag: 'x', payload: 'secret' }],
    [6, { plugin: 'x', payload: 'secret' }],
    [7, { url: 'secret' }],
    [9, {}],
    [3, { source: 9, commands: [] }],
    [3, { source: 10, family: 'secret' }],
    [3, { source: 11, payload: ['secret'] }],
    [3, { source: 99 }],
  ] as const) {
    assert.equal(filterEvent(event(type, { ...data }), pageOf()), null);
    assert.equal(isUnderstood(event(type, { ...data })), false);
  }
});

test('events that carry no values pass as they are', () => {
  const scroll = event(3, { source: 3, id: 1, x: 0, y: 20 });
  assert.deepEqual(filterEvent(structuredClone(scroll), pageOf()), scroll);
});
