import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { systemClock } from '../../../src/core/clock.ts';

describe('the system’s clock', () => {
  it('tells the time in milliseconds since 1970', () => {
    const before = Date.now();
    const now = systemClock.now();
    assert.ok(before <= now && now <= Date.now());
  });

  it('calls back once, in the order of the delays', async () => {
    const called: string[] = [];
    await new Promise<void>((resolve) => {
      systemClock.after(20, () => {
        called.push('later');
        resolve();
      });
      systemClock.after(1, () => called.push('sooner'));
    });
    assert.deepEqual(called, ['sooner', 'later']);
  });

  it('does not call back what was undone, and an undo that comes late harms nothing', async () => {
    const undo = systemClock.after(1, () => assert.fail('called'));
    undo();
    let undoLate = (): void => {};
    await new Promise<void>((resolve) => {
      undoLate = systemClock.after(5, resolve);
    });
    undoLate();
    undo();
  });
});
