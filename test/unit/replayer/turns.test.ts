import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Steps } from '../../../src/core/steps.ts';
import { createTurns } from '../../../src/replayer/turns.ts';

/** Every look at the time is 20 ms after the one before; tasks run when they are told to. */
function setUp(msPerLook = 20) {
  let ms = 0;
  let tasks: (() => void)[] = [];
  let stops = 0;
  const done: string[] = [];
  const turns = createTurns({
    now: () => (ms += msPerLook),
    later: (task) => void tasks.push(task),
    stop() {
      tasks = [];
      stops += 1;
    },
  });
  function* work(name: string, steps: number, during?: () => void): Steps {
    try {
      for (let step = 1; step <= steps; step += 1) {
        done.push(`${name}${step}`);
        during?.();
        yield;
      }
    } finally {
      done.push(`${name}.`);
    }
  }
  return { turns, work, done, nextTask: () => tasks.shift()?.(), tasksLeft: () => tasks.length, stops: () => stops };
}

describe('turns', () => {
  it('do what is short at once', () => {
    const { turns, work, done, tasksLeft } = setUp(0);
    turns.add(work('a', 2));
    turns.add(work('b', 1));
    assert.deepEqual(done, ['a1', 'a2', 'a.', 'b1', 'b.']);
    assert.equal(tasksLeft(), 0);
  });

  it('give way where it takes longer, and keep the order', () => {
    const { turns, work, done, nextTask, tasksLeft } = setUp();
    turns.add(work('a', 4));
    assert.deepEqual(done, ['a1', 'a2']);
    turns.add(work('b', 1));
    assert.deepEqual(done, ['a1', 'a2'], 'what comes meanwhile waits');
    nextTask();
    assert.deepEqual(done, ['a1', 'a2', 'a3', 'a4']);
    nextTask();
    assert.deepEqual(done, ['a1', 'a2', 'a3', 'a4', 'a.', 'b1']);
    nextTask();
    assert.deepEqual(done.slice(6), ['b.']);
    assert.equal(tasksLeft(), 0);
    turns.add(work('c', 1));
    assert.deepEqual(done.slice(7), ['c1', 'c.'], 'at once again');
  });

  it('end where they stand when all is over', () => {
    const { turns, work, done, tasksLeft } = setUp();
    turns.add(work('a', 4));
    turns.add(work('b', 1));
    turns.clear();
    assert.deepEqual(done, ['a1', 'a2', 'a.'], 'what was begun tidies up; what was not is nothing');
    assert.equal(tasksLeft(), 0);
    turns.add(work('c', 1));
    assert.deepEqual(done.slice(3), ['c1', 'c.']);
  });

  it('stop the tasks that they began', () => {
    const { turns, work, nextTask, stops } = setUp();
    turns.add(work('a', 2));
    nextTask();
    turns.clear();
    assert.equal(stops(), 1, 'also where all is done');
  });

  it('go on after work that throws', () => {
    const { turns, work, done } = setUp(0);
    const broken = work('a', 2, () => {
      throw new Error('broken');
    });
    assert.throws(() => turns.add(broken), /broken/);
    turns.add(work('b', 1));
    assert.deepEqual(done, ['a1', 'a.', 'b1', 'b.']);
  });

  it('can be ended by the work itself', () => {
    const { turns, work, done, tasksLeft } = setUp(0);
    turns.add(work('a', 3, () => turns.clear()));
    assert.deepEqual(done, ['a1', 'a.']);
    turns.add(
      work('b', 3, () => {
        turns.clear();
        turns.add(work('c', 1));
      }),
    );
    assert.deepEqual(done.slice(2), ['b1', 'b.', 'c1', 'c.']);
    assert.equal(tasksLeft(), 0);
  });
});
