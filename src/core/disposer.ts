import type { Undo } from './emitter.ts';

/** Collects what must be undone, in one place per owner. */
export interface Disposer {
  /** Remembers `undo`; runs it at once if the owner is disposed already. */
  add(undo: Undo): void;
  /** Runs everything, last added first, each exactly once. One that throws does not keep the others. */
  dispose(): void;
  readonly disposed: boolean;
}

export function createDisposer(): Disposer {
  let undos: Undo[] | undefined = [];
  const run = (undo: Undo): void => {
    try {
      undo();
    } catch {
      // What cannot be undone is gone already: a removed node, a closed socket.
    }
  };
  return {
    add(undo) {
      if (undos) undos.push(undo);
      else run(undo);
    },
    dispose() {
      const pending = undos ?? [];
      undos = undefined;
      for (const undo of pending.reverse()) run(undo);
    },
    get disposed() {
      return undos === undefined;
    },
  };
}
