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
   * Puts back in place what another recorder took off: at its own stop rrweb writes over whatever came after it. `taken
   * off` where there was such a thing; rrweb may have missed calls since.
   */
  reclaim(): 'in place' | 'taken off';
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
  // From what a frame has left rrweb takes off its wrappers, and our gates with them.
  const forgetLeft = (): void => {
    for (const known of slots.keys()) if (!isShown(known)) slots.delete(known);
  };
  const open = (view: Window): Slot[] => {
    forgetLeft();
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
    reclaim() {
      forgetLeft();
      // Within `around` the stand-ins are in place, not the gates.
      let found: 'in place' | 'taken off' = 'in place';
      if (running === 0) for (const opened of slots.values()) for (const slot of opened) if (slot.reclaim() === 'taken off') found = 'taken off';
      return found;
    },
    close(stopRrweb) {
      switchboard.live = false;
      if (running > 0) afterwards = () => finish(stopRrweb);
      else finish(stopRrweb);
    },
  };
}

/** Firefox names a window also for a document that has left it. */
function isShown(document: Document): boolean {
  try {
    return document.defaultView?.document === document;
  } catch {
    // What stands in the frame now is another origin's.
    return false;
  }
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
  reclaim(): 'in place' | 'taken off';
  prepareRestore(): Undo;
}

/** Recorders are started and stopped a few times a page; whoever takes a gate off more often is to have it so. */
const MAX_RECLAIMS = 10;

type AnyFunction = (...args: unknown[]) => unknown;

function createSlot({ owner, key, order }: Target, board: Switchboard): Slot {
  const before = read(owner, key);
  const inherited = before ?? find(owner, key);
  const part = inherited?.set ? 'set' : 'value';
  const native = inherited?.[part] as AnyFunction | undefined;
  if (!inherited || typeof native !== 'function' || inherited.configurable === false)
    return { expose: () => () => {}, reclaim: () => 'in place', prepareRestore: () => () => {} };

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
  // The call that a gate is passing on: another gate further down has not to tell of it again.
  let passing: readonly [self: unknown, first: unknown] | undefined;
  const gateHandler: ProxyHandler<AnyFunction> = {
    apply(target, self, args: unknown[]) {
      const isToldAlready = passing !== undefined && passing[0] === self && passing[1] === args[0];
      if (!board.live || isToldAlready) return Reflect.apply(target, self, args);
      if (board.telling) return tell(self, args);
      if (order === 'tell first') tell(self, args);
      const outer = passing;
      passing = [self, args[0]];
      let result: unknown;
      try {
        result = Reflect.apply(target, self, args);
      } finally {
        passing = outer;
      }
      if (order === 'call first') tell(self, args);
      if (key === 'attachShadow' && result) board.hear(result as ShadowRoot);
      return result;
    },
  };
  const withFunction = (shape: PropertyDescriptor, put: AnyFunction): PropertyDescriptor => ({ ...shape, [part]: put });

  const exposed = withFunction(inherited, base);
  /** Every gate of this slot, with what was there when it was put in place. */
  const beneath = new Map<unknown, PropertyDescriptor | undefined>();
  let foreign: unknown;
  let isOpen = false;
  const gateOver = (shape: PropertyDescriptor, own: PropertyDescriptor | undefined): PropertyDescriptor => {
    const gate = new Proxy(shape[part] as AnyFunction, gateHandler);
    beneath.set(gate, own);
    return withFunction(shape, gate);
  };

  return {
    expose() {
      const shown = isOpen ? read(owner, key) : before;
      write(owner, key, exposed);
      return () => {
        const now = read(owner, key);
        // rrweb left it alone: it wraps some functions once, and one with each snapshot.
        if (now && now[part] !== base) told = now[part] as AnyFunction;
        write(owner, key, told && !isOpen ? gateOver(inherited, before) : shown);
        isOpen ||= told !== undefined;
      };
    },
    reclaim() {
      const own = read(owner, key);
      const shape = own ?? inherited;
      const now: unknown = shape[part];
      if (!isOpen || beneath.has(now) || now === foreign) return 'in place';
      // What is written in JavaScript is somebody's wrapper, and calls the gate.
      foreign = now;
      if (!isNative(now) || beneath.size > MAX_RECLAIMS) return 'in place';
      write(owner, key, gateOver(shape, own));
      return 'taken off';
    },
    prepareRestore() {
      if (!isOpen) return () => {};
      let kept = read(owner, key);
      // Where somebody else wraps the gate, theirs stays, and calls a gate that passes everything through.
      while (kept && beneath.has(kept[part])) kept = beneath.get(kept[part]);
      return () => write(owner, key, kept);
    },
  };
}

/** Also true for a proxy, which may be a wrapper after all; then a gate stands on either side of it. */
const isNative = (value: unknown): boolean =>
  typeof value === 'function' && Function.prototype.toString.call(value).includes('[native code]');

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
