import type { Mentions } from './mentions.ts';
import type { Policy } from './policy.ts';
import type { Verdicts } from './verdicts.ts';

/** Finds what was sent as one thing and is another now: a class was added that a rule names, a mark was taken off. */
export interface Review {
  /** Forgets what was sent before: all is sent again. */
  begin(): void;
  /** Notes what an element is sent as. */
  note(element: Node, verdict: number): void;
  /** Whether nothing holds for any element that was sent. */
  readonly isEmpty: boolean;
  /** Whether these changes, and nodes added to or taken from these places, make what was sent before another thing. */
  isOutdated(changed: readonly ChangedNode[], places: readonly number[]): boolean;
}

export interface ChangedNode {
  readonly id: number;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface ReviewDeps {
  readonly policy: Policy;
  readonly mentions: Mentions;
  readonly verdicts: Verdicts;
  nodeOf(id: number): Node | null;
  /** Whether the node has been sent. */
  isSent(node: Node): boolean;
}

export function createReview({ policy, mentions, verdicts, nodeOf, isSent }: ReviewDeps): Review {
  /** Of the elements that were sent those of which anything holds; most have nothing. */
  let sent = new WeakMap<Node, number>();
  let isEmpty = true;
  const any = [policy.block, policy.mask, policy.unmask, '[contenteditable]'].join();

  const differs = (node: Node): boolean => isSent(node) && (sent.get(node) ?? 0) !== verdicts.of(node);

  function isOutdatedAt(node: Node): boolean {
    if (node.nodeType === 1 && differs(node)) return true;
    for (const element of (node as ParentNode).querySelectorAll(any)) if (differs(element)) return true;
    return false;
  }

  return {
    begin() {
      sent = new WeakMap();
      isEmpty = true;
    },
    get isEmpty() {
      return isEmpty;
    },
    note(element, verdict) {
      if (verdict !== 0) {
        sent.set(element, verdict);
        isEmpty = false;
      } else if (!isEmpty) sent.delete(element);
    },
    isOutdated(changed, places) {
      if (changed.length === 0 && !mentions.looksAside) return false;
      const roots = new Set<Node>();
      const addRoot = (node: Node | null): void => {
        if (mentions.looksAside && node) roots.add(node.getRootNode());
      };
      for (const { id, attributes } of changed) {
        const node = nodeOf(id);
        if (!node || !mentions.mayMatter(attributes, node)) continue;
        roots.add(node);
        addRoot(node);
      }
      for (const id of places) addRoot(nodeOf(id));
      return [...roots].some(isOutdatedAt);
    },
  };
}
