import type { Policy } from './policy.ts';
import type { Verdicts } from './verdicts.ts';

/** Finds what was sent as one thing and is another now: a class was added that a rule names, a mark was taken off. */
export interface Review {
  /** Notes what an element is sent as. */
  note(element: Node, verdict: number): void;
  /** Whether these changes, and nodes added to or taken from these places, make what was sent before another thing. */
  isOutdated(changed: readonly ChangedNode[], places: readonly number[]): boolean;
}

export interface ChangedNode {
  readonly id: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A selector with one of these may come to match what is beside the change, or before it. */
const LOOKS_ASIDE = /[~+]|:(?!not\()/;

export function createReview(policy: Policy, verdicts: Verdicts, nodeOf: (id: number) => Node | null): Review {
  const sent = new WeakMap<Node, number>();
  const any = [policy.block, policy.mask, policy.unmask, '[contenteditable]'].join();
  const looksAside = LOOKS_ASIDE.test(any);

  const differs = (node: Node): boolean => {
    const before = sent.get(node);
    return before !== undefined && before !== verdicts.of(node);
  };

  function isOutdatedAt(node: Node): boolean {
    if (differs(node)) return true;
    for (const element of (node as ParentNode).querySelectorAll(any)) if (differs(element)) return true;
    return false;
  }

  return {
    note: (element, verdict) => void sent.set(element, verdict),
    isOutdated(changed, places) {
      const roots = new Set<Node>();
      const addRoot = (node: Node | null): void => {
        if (looksAside && node) roots.add(node.getRootNode());
      };
      for (const { id, attributes } of changed) {
        const node = nodeOf(id);
        if (!node || Object.keys(attributes).every((name) => name === 'style')) continue;
        roots.add(node);
        addRoot(node);
      }
      for (const id of places) addRoot(nodeOf(id));
      return [...roots].some(isOutdatedAt);
    },
  };
}
