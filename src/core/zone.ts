/** What is used of zone.js, which Angular brings along: it follows timers, listeners and sockets, and the page waits on them. */
interface Zones {
  readonly root?: { run?<Result>(action: () => Result): Result };
  readonly current?: { wrap?<Listener>(listener: Listener, source: string): Listener };
}

// Asked each time, as zone.js may arrive after us; with care, as a page may call something else Zone.
const zones = (): Zones | undefined => (globalThis as { Zone?: Zones }).Zone;

/**
 * Runs `action` outside every zone of the page: what it adds, timers, listeners and sockets, does not set off Angular's
 * change detection (rrweb issue 1356), nor keep its application from being stable.
 */
export function outsideZone<Result>(action: () => Result): Result {
  const root = zones()?.root;
  return root?.run ? root.run(action) : action();
}

/** The page's own listener, to be called in the zone that is current now: there, what it changes is to be noticed. */
export function inThisZone<Listener>(listener: Listener): Listener {
  const current = zones()?.current;
  return current?.wrap ? current.wrap(listener, 'cobrowse-widget') : listener;
}
