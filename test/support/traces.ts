import type { PageWindow } from './page.ts';

/** What is running in a window: one line per listener, timer and observer. */
export interface Ledger {
  running(): string[];
  /** Stops counting. */
  undo(): void;
}

type AnyFunction = (this: unknown, ...args: never[]) => unknown;

/** Counts what is started and ended in `view` from now on, by standing in for the functions that do so. */
export function keepLedger(view: PageWindow): Ledger {
  const entries = new Map<string, Map<unknown, string>>();
  const undos: (() => void)[] = [];
  const book = (kind: string): Map<unknown, string> => {
    const map = entries.get(kind) ?? new Map<unknown, string>();
    entries.set(kind, map);
    return map;
  };
  const replace = (owner: object, key: string, make: (native: AnyFunction) => AnyFunction): void => {
    const before = Object.getOwnPropertyDescriptor(owner, key);
    const native = Reflect.get(owner, key) as AnyFunction;
    Object.defineProperty(owner, key, { value: make(native), configurable: true, writable: true });
    undos.push(() => {
      if (before) Object.defineProperty(owner, key, before);
      else Reflect.deleteProperty(owner, key);
    });
  };

  // Listeners: the same function on the same target, type and phase counts once, as in the DOM.
  // Held weakly: whoever measures what a page holds must not hold it.
  const ids = new WeakMap<object, number>();
  let lastId = 0;
  const idOf = (value: unknown): number => {
    if (value === null || value === undefined) return 0;
    const known = ids.get(value);
    if (known === undefined) ids.set(value, (lastId += 1));
    return known ?? lastId;
  };
  /** A listener on what the page has dropped is gone with it. */
  const targets = new Map<string, WeakRef<object>>();
  const forgetCollected = (): void => {
    for (const [key, target] of targets) {
      if (target.deref()) continue;
      book('listener').delete(key);
      targets.delete(key);
    }
  };
  const listenerKey = (target: unknown, args: unknown[]): string => {
    const [type, listener, options] = args;
    const isCapture = typeof options === 'object' ? Boolean(Reflect.get(options ?? {}, 'capture')) : Boolean(options);
    return [idOf(target), type, idOf(listener), isCapture].join(' ');
  };
  replace(view.EventTarget.prototype, 'addEventListener', (native) => function add(...args) {
    const target = this ?? view;
    const key = listenerKey(target, args);
    book('listener').set(key, `${Object.prototype.toString.call(target)} ${String(args[0])}`);
    targets.set(key, new WeakRef(target));
    const signal = typeof args[2] === 'object' ? (Reflect.get(args[2] ?? {}, 'signal') as AbortSignal | undefined) : undefined;
    // Not counted itself: it is gone with the signal.
    if (signal) Reflect.apply(native, signal, ['abort', () => book('listener').delete(key)] as never[]);
    return Reflect.apply(native, target, args);
  });
  replace(view.EventTarget.prototype, 'removeEventListener', (native) => function remove(...args) {
    const target = this ?? view;
    book('listener').delete(listenerKey(target, args));
    return Reflect.apply(native, target, args);
  });

  const timers = (start: string, end: string, isOnce: boolean): void => {
    replace(view, start, (native) => function begin(callback: () => void, ...rest: unknown[]) {
      const id: unknown = Reflect.apply(native, view, [
        (...args: []) => {
          if (isOnce) book(start).delete(id);
          callback(...args);
        },
        ...rest,
      ]);
      book(start).set(id, `${start} ${String(rest[0] ?? '')}`);
      return id;
    } as AnyFunction);
    replace(view, end, (native) => function cancel(id: unknown) {
      book(start).delete(id);
      return Reflect.apply(native, view, [id]);
    } as AnyFunction);
  };
  timers('setTimeout', 'clearTimeout', true);
  timers('setInterval', 'clearInterval', false);
  timers('requestAnimationFrame', 'cancelAnimationFrame', true);
  timers('requestIdleCallback', 'cancelIdleCallback', true);

  for (const name of ['MutationObserver', 'IntersectionObserver', 'ResizeObserver', 'PerformanceObserver'] as const) {
    const { prototype } = view[name];
    replace(prototype, 'observe', (native) => function observe(...args) {
      book(name).set(this, name);
      return Reflect.apply(native, this, args);
    });
    replace(prototype, 'disconnect', (native) => function disconnect(...args) {
      book(name).delete(this);
      return Reflect.apply(native, this, args);
    });
  }

  return {
    running() {
      forgetCollected();
      return [...entries.values()].flatMap((map) => [...map.values()]).sort();
    },
    undo: () => undos.forEach((undo) => undo()),
  };
}

/** What a ledger has beyond what it had. */
export function without(running: readonly string[], before: readonly string[]): string[] {
  const had = [...before];
  return running.filter((line) => {
    const at = had.indexOf(line);
    if (at >= 0) had.splice(at, 1);
    return at < 0;
  });
}

/** Every own property of every interface, its prototype, and of `more`: name to what it holds. */
export function descriptors(view: PageWindow, more: Record<string, object> = {}): Map<string, unknown[]> {
  const found = new Map<string, unknown[]>();
  const add = (name: string, owner: object): void => {
    for (const key of Reflect.ownKeys(owner)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(owner, key)!;
      // Numbers and texts of the page's own state change by themselves: a length, an address.
      const held: unknown = typeof value === 'function' ? value : typeof value;
      found.set(`${name}.${String(key)}`, [held, get, set]);
    }
  };
  add('window', view);
  for (const name of Object.getOwnPropertyNames(view)) {
    const { value } = Object.getOwnPropertyDescriptor(view, name)!;
    if (typeof value !== 'function') continue;
    add(name, value as object);
    const prototype: unknown = Reflect.get(value as object, 'prototype');
    if (typeof prototype === 'object' && prototype) add(`${name}.prototype`, prototype);
  }
  for (const [name, owner] of Object.entries({ document: view.document, customElements: view.customElements, ...more }))
    add(name, owner);
  return found;
}

/** Names of what differs, sorted. */
export function differences(before: Map<string, unknown[]>, after: Map<string, unknown[]>): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names]
    .filter((name) => {
      const [left, right] = [before.get(name), after.get(name)];
      return !left || !right || left.some((part, index) => part !== right[index]);
    })
    .sort();
}
