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
  // A list that is never changed in place, so that a listener may be added or undone while the others are called.
  let entries: readonly { readonly type: keyof Events; readonly listener: (event: never) => void }[] = [];
  return {
    on(type, listener) {
      const entry = { type, listener };
      entries = [...entries, entry];
      return () => {
        entries = entries.filter((other) => other !== entry);
      };
    },
    emit(type, event) {
      for (const { type: wanted, listener } of entries) {
        if (wanted !== type) continue;
        try {
          listener(event as never);
        } catch (error) {
          report(error);
        }
      }
    },
    clear() {
      entries = [];
    },
  };
}

/** Hands an error of the page's own callback to the page, as if it had thrown from a timer. */
export function reportToPage(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
