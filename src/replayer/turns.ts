import type { Steps } from '../core/steps.ts';
import type { Tasks } from '../core/tasks.ts';

/** Does work in its order, at once where it is short, and gives the page its turn where it is not. */
export interface Turns {
  /** Begins at once where nothing is before it. What it throws then, or in a later task, ends it alone. */
  add(work: Steps): void;
  /** Ends all of it where it stands, and leaves nothing behind. */
  clear(): void;
}

/**
 * A task from 50 ms on is a long one, and the browser renders what was changed within it: what a change of ordinary size
 * takes stays one picture, and an agent's click waits for no more than that.
 */
const TURN_MS = 30;

export function createTurns(tasks: Tasks): Turns {
  let waiting: Steps[] = [];
  let state: 'idle' | 'running' | 'giving-way' = 'idle';

  function run(): void {
    state = 'running';
    const started = tasks.now();
    try {
      for (let work = waiting[0]; work; work = waiting[0]) {
        const { done } = work.next();
        // It may have led to the end of all work, and nothing can be ended while it runs.
        if (waiting[0] !== work) work.return();
        else if (done) waiting.shift();
        if (waiting.length > 0 && tasks.now() - started > TURN_MS) {
          state = 'giving-way';
          return tasks.later(run);
        }
      }
    } finally {
      if (state === 'running') state = 'idle';
    }
  }

  return {
    add(work) {
      waiting.push(work);
      if (state === 'idle') run();
    },
    clear() {
      const ended = state === 'running' ? waiting.slice(1) : waiting;
      waiting = [];
      for (const work of ended) work.return();
      if (state === 'giving-way') state = 'idle';
      tasks.stop();
    },
  };
}
