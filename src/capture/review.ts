import type { Policy } from './policy.ts';
import type { Verdicts } from './verdicts.ts';

/** Finds what was sent as one thing and is another now: a class was added that a rule names, a mark was taken off. */
export interface Review {
  /** Whether a selector may come to match what is beside a change, or by what no change tells of. */
  readonly looksAside: boolean;
  /** Notes what an element is sent as. */
  note(element: Node, verdict: number): void;
  /** Whether these changes make anything that was sent before another thing. */
  isOutdated(changed: readonly ChangedNode[], added: readonly unknown[]): boolean;
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
    const root = looksAside ? node.getRootNode() : node;
    if (differs(node)) return true;
    for (const element of (root as ParentNode).querySelectorAll(any)) if (differs(element)) return true;
    return false;
  }

  return {
    looksAside,
    note: (element, verdict) => void sent.set(element, verdict),
    isOutdated(changed, added) {
      const roots = new Set<Node>();
      for (const { id, attributes } of changed) {
        const node = nodeOf(id);
        if (node && Object.keys(attributes).some((name) => name !== 'style')) roots.add(looksAside ? node.getRootNode() : node);
      }
      if (looksAside && added.length > 0) roots.add(document);
      return [...roots].some(isOutdatedAt);
    },
  };
}
