import type { Undo } from '../core/emitter.ts';
import { outsideZone } from '../core/zone.ts';
import { type Target, targetsOf } from './patched-functions.ts';

/**
 * Keeps what rrweb wraps in a window behind a gate of ours. While a recording runs, a call of the host page goes to
 * the native function, with the host page's own outcome, and rrweb is told of it; once it has ended, the gate is an
 * inert pass-through. Whatever rrweb throws meanwhile is caught here, since inside rrweb the native call and rrweb's
 * own work share one wrapper, where the one's exception cannot be told from the other's.
 */
export interface Gates {
  /**
   * Runs `action`, in which rrweb wraps functions of `view`, and puts the gates in place; `every window` where it may
   * wrap anew what it has wrapped before.
   */
  around(view: Window | 'every window', action: () => void): void;
  /**
   * Runs `stopRrweb`, then puts back what was there before, save where somebody else has wrapped it since. Within
   * `around`, that is from something that rrweb calls, both wait until its action is through; the gates pass all calls
   * on from now.
   */
  close(stopRrweb: () => void): void;
}

/** `hear` is told of each open shadow root that the host page attaches; `onError` of what rrweb throws. */
export function createGates(hear: (root: ShadowRoot) => void, onError: (error: unknown) => void): Gates {
  const switchboard: Switchboard = { live: true, telling: false, hear, onError };
  const slots = new Map<Document, Slot[]>();
  let running = 0;
  let afterwards: Undo | undefined;

  const all = (): Slot[] => [...slots.values()].flat();
  const open = (view: Window): Slot[] => {
    for (const [known] of slots) if (!known.defaultView) slots.delete(known);
    const opened = slots.get(view.document) ?? targetsOf(view).map((target) => createSlot(target, switchboard));
    slots.set(view.document, opened);
    return opened;
  };

  const finish = (stopRrweb: () => void): void => {
    afterwards = undefined;
    const restores = all().map((slot) => slot.prepareRestore());
    try {
      stopRrweb();
    } finally {
      for (const restore of restores) restore();
      slots.clear();
    }
  };

  return {
    around(view, action) {
      const known = view === 'every window' ? all() : open(view);
      const undos = known.map((slot) => slot.expose());
      running += 1;
      try {
        outsideZone(action);
      } finally {
        for (const undo of undos) undo();
        running -= 1;
        if (running === 0) afterwards?.();
      }
    },
    close(stopRrweb) {
      switchboard.live = false;
      if (running > 0) afterwards = () => finish(stopRrweb);
      else finish(stopRrweb);
    },
  };
}

interface Switchboard {
  live: boolean;
  /** True while rrweb's wrapper runs to be told of a call that is, or was, made already. */
  telling: boolean;
  readonly hear: (root: ShadowRoot) => void;
  readonly onError: (error: unknown) => void;
}

interface Slot {
  /** Shows rrweb the function that it may wrap; the undo takes what rrweb put there behind the gate. */
  expose(): Undo;
  prepareRestore(): Undo;
}

type AnyFunction = (...args: unknown[]) => unknown;

function createSlot({ owner, key, order }: Target, board: Switchboard): Slot {
  const before = read(owner, key);
  const inherited = before ?? find(owner, key);
  const part = inherited?.set ? 'set' : 'value';
  const native = inherited?.[part] as AnyFunction | undefined;
  if (!inherited || typeof native !== 'function' || inherited.configurable === false)
    return { expose: () => () => {}, prepareRestore: () => () => {} };

  let told: AnyFunction | undefined;
  const tell = (self: unknown, args: unknown[]): void => {
    if (!told) return;
    const outer = board.telling;
    board.telling = true;
    try {
      // What the host page calls while Angular looks for changes must not make it look again.
      outsideZone(() => Reflect.apply(told!, self, args) as unknown);
    } catch (error) {
      board.onError(error);
    } finally {
      board.telling = outer;
    }
  };

  // Proxies print, count their parameters and compare as the native function does, for whoever looks.
  const base = new Proxy(native, {
    apply: (target, self, args: unknown[]) => (board.telling ? undefined : Reflect.apply(target, self, args)),
  });
  const gate = new Proxy(native, {
    apply(target, self, args: unknown[]) {
      if (!board.live) return Reflect.apply(target, self, args);
      if (board.telling) return tell(self, args);
      if (order === 'tell first') tell(self, args);
      const result: unknown = Reflect.apply(target, self, args);
      if (order === 'call first') tell(self, args);
      if (key === 'attachShadow' && result) board.hear(result as ShadowRoot);
      return result;
    },
  });
  const withFunction = (shape: PropertyDescriptor, put: AnyFunction): PropertyDescriptor => ({ ...shape, [part]: put });

  const exposed = withFunction(inherited, base);
  const gated = withFunction(inherited, gate);
  let isOpen = false;

  return {
    expose() {
      const shown = isOpen ? read(owner, key) : before;
      write(owner, key, exposed);
      return () => {
        const now = read(owner, key);
        // rrweb left it alone: it wraps some functions once, and one with each snapshot.
        if (now && now[part] !== base) told = now[part] as AnyFunction;
        write(owner, key, told && !isOpen ? gated : shown);
        isOpen ||= told !== undefined;
      };
    },
    prepareRestore() {
      if (!isOpen) return () => {};
      const current = read(owner, key);
      // Somebody else wraps the gate: theirs stays, and calls a gate that passes everything through.
      const kept = current?.[part] === gate ? before : current;
      return () => write(owner, key, kept);
    },
  };
}

const read = Object.getOwnPropertyDescriptor;

function find(owner: object, key: PropertyKey): PropertyDescriptor | undefined {
  for (let object: object | null = owner; object; object = Object.getPrototypeOf(object) as object | null) {
    const found = read(object, key);
    if (found) return found;
  }
  return undefined;
}

function write(owner: object, key: PropertyKey, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor) Object.defineProperty(owner, key, descriptor);
  else Reflect.deleteProperty(owner, key);
}
