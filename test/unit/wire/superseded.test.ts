import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withoutSuperseded } from '../../../src/wire/superseded.ts';

/** rrweb's `EventType` and `IncrementalSource`. */
const incremental = (source: number, data: object = {}) => ({ type: 3, timestamp: 0, data: { source, ...data } });
const [MUTATION, MOVE, CLICK, SCROLL, VIEWPORT, INPUT] = [0, 1, 2, 3, 4, 5];

describe('events that a later one says anew', () => {
  it('are places of the pointer, of scrolling by element, and sizes of the window; the last of each stays, in its place', () => {
    const events = [
      incremental(MOVE, { positions: [1] }),
      incremental(SCROLL, { id: 1, y: 10 }),
      incremental(SCROLL, { id: 2, y: 10 }),
      incremental(VIEWPORT, { width: 1 }),
      incremental(SCROLL, { id: 1, y: 20 }),
      incremental(MUTATION),
      incremental(MOVE, { positions: [2] }),
      incremental(VIEWPORT, { width: 2 }),
    ];
    assert.deepEqual(withoutSuperseded(events), [events[2], events[4], events[5], events[6], events[7]]);
  });

  it('are no others: what changes the page, presses or types stays, however often', () => {
    const events = [MUTATION, CLICK, INPUT].flatMap((source) => [incremental(source, { id: 1 }), incremental(source, { id: 1 })]);
    const others = [
      { type: 5, timestamp: 0, data: { source: SCROLL, id: 1 } },
      { type: 5, timestamp: 0, data: { source: SCROLL, id: 1 } },
    ];
    assert.deepEqual(withoutSuperseded([...events, ...others]), [...events, ...others]);
  });
});
