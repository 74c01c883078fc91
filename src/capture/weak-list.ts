/** A list that keeps nothing alive: what the page drops is gone from it. */
export interface WeakList<Item extends object> {
  add(item: Item): void;
  /** What is still there, and the list is empty. */
  takeAll(): Item[];
}

/** Fewer items than this are not worth a look at which of them are gone. */
const MIN_PRUNE = 256;

export function createWeakList<Item extends object>(): WeakList<Item> {
  let refs: WeakRef<Item>[] = [];
  let pruneAt = MIN_PRUNE;
  return {
    add(item) {
      refs.push(new WeakRef(item));
      if (refs.length < pruneAt) return;
      refs = refs.filter((ref) => ref.deref());
      pruneAt = Math.max(MIN_PRUNE, refs.length * 2);
    },
    takeAll() {
      const items = refs.flatMap((ref) => ref.deref() ?? []);
      refs = [];
      return items;
    },
  };
}
