import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDisposer } from '../../../src/core/disposer.ts';

describe('a disposer', () => {
  it('undoes everything once, last added first', () => {
    const done: number[] = [];
    const disposer = createDisposer();
    for (const step of [1, 2, 3]) disposer.add(() => done.push(step));
    assert.equal(disposer.disposed, false);
    disposer.dispose();
    disposer.dispose();
    assert.deepEqual(done, [3, 2, 1]);
    assert.equal(disposer.disposed, true);
  });

  it('undoes at once what is added too late', () => {
    const disposer = createDisposer();
    disposer.dispose();
    let undone = 0;
    disposer.add(() => undone++);
    assert.equal(undone, 1);
  });

  it('goes on when one of them throws, before and after it was disposed', () => {
    const done: string[] = [];
    const disposer = createDisposer();
    const fail = (): never => {
      throw new Error('gone already');
    };
    disposer.add(() => done.push('first'));
    disposer.add(fail);
    disposer.dispose();
    disposer.add(fail);
    assert.deepEqual(done, ['first']);
  });

  it('knows that it is disposed while it undoes', () => {
    const seen: boolean[] = [];
    const disposer = createDisposer();
    disposer.add(() => seen.push(disposer.disposed));
    disposer.dispose();
    assert.deepEqual(seen, [true]);
  });
});
