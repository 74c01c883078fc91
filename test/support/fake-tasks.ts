import type { Undo } from '../../src/core/emitter.ts';
import type { Tasks } from '../../src/core/tasks.ts';
import type { FakeClock } from './fake-clock.ts';

/** Tasks that come at once, as soon as the clock is moved. */
export function createFakeTasks(clock: FakeClock): Tasks {
  let undos: Undo[] = [];
  return {
    now: clock.now,
    later: (action) => void undos.push(clock.after(0, action)),
    stop() {
      for (const undo of undos) undo();
      undos = [];
    },
  };
}
