/** Undoes what the call that returned it did. Calling it twice is harmless. */
export type Undo = () => void;

/** A typed emitter whose listeners cannot hurt one another. */
export interface Emitter<Events> {
  /** Calls `listener` for every later event of that type; returns its undo. */
  on<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => void): Undo;
  emit<Type extends keyof Events>(type: Type, event: Events[Type]): void;
  /** Drops every listener. */
  clear(): void;
}

/**
 * A listener that throws does not keep the next one from running, nor reaches the caller of `emit`: its error goes to
 * `report`, by default to the page's own `error` handling, where the page's author looks for it.
 */
export function createEmitter<Events>(report: (error: unknown) => void = reportToPage): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(event: never) => void>>();
  return {
    on(type, listener) {
      const set = listeners.get(type) ?? new Set();
      listeners.set(type, set);
      // A wrapper, so that the same function given twice is two listeners with two undos.
      const entry = (event: never): void => listener(event);
      set.add(entry);
      return () => set.delete(entry);
    },
    emit(type, event) {
      for (const listener of [...(listeners.get(type) ?? [])]) {
        try {
          listener(event as never);
        } catch (error) {
          report(error);
        }
      }
    },
    clear() {
      listeners.clear();
    },
  };
}

/** Hands an error of the page's own callback to the page, as if it had thrown from a timer. */
export function reportToPage(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
