import { attributeOf, closestOf, matchesOf, nodeNameOf, nodeTypeOf, parentNodeOf, slotOfElement, slotOfText } from './natives.ts';
import type { Policy } from './policy.ts';

// What holds for a node, as bits of a number: a page has many nodes, and each is asked about.

/** Texts and values are masked. */
export const MASKED = 1;
/** Nothing of it leaves but its size. */
export const BLOCKED = 2;
/** Somebody has said that it may be seen; what no rule can unmask stays masked. */
export const UNMASKED = 4;
/** What is typed here is not reported. */
export const IGNORED = 8;
/** What stands here was typed by the customer. */
export const EDITABLE = 16;

/** Says of any node of the page whether the agent may see it. */
export interface Verdicts {
  /** The bits that hold for a node; of what is not in the page (any more), that it is masked. */
  of(node: Node | null): number;
  /**
   * Whether nothing of a node leaves, asked by itself: of what is under the pointer, all the time. So it is of a node that is
   * not known, as rrweb knows none that is in a blocked place.
   */
  blocks(node: Node | null): boolean;
  /** The same of an element where those of what it is in are known. */
  within(element: Element, outer: number): number;
  /** Whether something may hold for an element that no selector speaks of. */
  readonly mustAsk: boolean;
  /** Forgets what it knows, as the page has changed. */
  renew(): void;
}

const PICTURES = /^(img|picture|svg|video|audio|canvas|object|embed|iframe)$/i;
export const EDITABLE_MARK = '[contenteditable]';
/** One element in so many is timed: often enough to stop early, seldom enough to cost nothing. */
const LOOK_EVERY = 64;
/** A selector that takes so long for one element takes a second for a small page's, and would be felt by the customer. */
const SLOW_MS = 4;
const MAX_SLOW = 3;
/** Deeper, a page may as well lie about what is in what, and this would have no end. */
const MAX_DEPTH = 1_000;

/**
 * `onFailure` is told of what made it mask more than the policy says: a selector too `slow`, and everything is masked from
 * now on, or the page's own function, which threw, and that element is.
 */
export function createVerdicts(policy: Policy, onFailure: (what: 'slow' | 'decide', cause?: unknown) => void): Verdicts {
  const any = [policy.block, policy.mask, policy.unmask, policy.ignore, EDITABLE_MARK].join();
  const base = policy.maskAll || policy.closed ? MASKED : 0;
  const { decide } = policy;
  /** No longer than until the next event, so that nothing is kept that the page lets go. */
  const cache = new Map<Node, number>();
  let looked = 0;
  let slow = 0;
  let closed = policy.closed !== null;
  let isSlow = false;

  /** What is shown in a slot is masked by what is round the slot, too. */
  const inSlot = (slot: Element | null, verdict: number): number => (slot ? worse(verdict, of(slot)) : verdict);

  /** Nobody's word counts for more than a mark of the same element that hides it. */
  function judge(element: Element, inherited: number): number {
    // A picture has no letters to mask.
    let verdict = closed && PICTURES.test(nodeNameOf(element)) ? inherited | BLOCKED : inherited;
    if (isSlow) return verdict;
    try {
      verdict = inSlot(slotOfElement(element), verdict);
      const decision = decide?.(element);
      if (decision === 'block') verdict |= BLOCKED;
      else if (decision === 'mask') verdict = mask(verdict);
      else if (decision === 'unmask') verdict = unmask(verdict);
      if (!matchesOf(element, any)) return verdict;
      if (matchesOf(element, policy.unmask)) verdict = unmask(verdict);
      if (matchesOf(element, policy.mask)) verdict = mask(verdict);
      if (matchesOf(element, policy.block)) verdict |= BLOCKED;
      if (matchesOf(element, policy.ignore)) verdict |= IGNORED;
      if (matchesOf(element, EDITABLE_MARK))
        verdict = attributeOf(element, 'contenteditable') === 'false' ? verdict & ~EDITABLE : verdict | EDITABLE;
      return verdict;
    } catch (cause) {
      onFailure('decide', cause);
      return mask(verdict);
    }
  }

  /** Now and then one is timed; a pause of the browser's own can hit one of them, hardly three. */
  function watched<Result>(ask: (element: Element, inherited: number) => Result, element: Element, inherited: number): Result {
    if (++looked % LOOK_EVERY !== 0 || closed) return ask(element, inherited);
    const startedMs = performance.now();
    const answer = ask(element, inherited);
    if (performance.now() - startedMs > SLOW_MS && ++slow === MAX_SLOW) {
      closed = isSlow = true;
      onFailure('slow');
    }
    return answer;
  }

  const unmask = (verdict: number): number => (closed ? verdict : (verdict & ~MASKED) | UNMASKED);

  const isInBlock = (element: Element): boolean => closestOf(element, policy.block) !== null;

  /** Whether a node's ancestors are all that it is in: no root, no frame, and no slot that shows it elsewhere. */
  function isInDocumentAlone(element: Element): boolean {
    let at: Node | null = element;
    for (let depth = 0; at && depth < MAX_DEPTH; depth += 1) {
      if (at === document) return true;
      if (slotOfElement(at as Element)) return false;
      at = parentNodeOf(at);
      if (at && at !== document && nodeTypeOf(at) !== 1) return false;
    }
    return false;
  }

  function blocks(node: Node | null): boolean {
    if (!node) return true;
    if (!closed && !decide && nodeTypeOf(node) === 1 && !cache.has(node)) {
      try {
        if (watched(isInBlock, node as Element, 0)) return true;
        if (!closed && isInDocumentAlone(node as Element)) return false;
      } catch {
        // Judged below, where it is told of.
      }
    }
    return (of(node) & BLOCKED) !== 0;
  }

  const isSpokenOf = (element: Element): boolean => closestOf(element, any) !== null;

  /**
   * What holds for a node of this document where nothing speaks of it, nor of what it is in: of most, and asked in one question.
   * Beside one that is known the node alone is asked. Undefined where it is to be asked otherwise.
   */
  function plain(node: Node): number | undefined {
    const parent = parentNodeOf(node);
    const element = nodeTypeOf(node) === 1 ? (node as Element) : parent;
    if (!element || !parent || cache.has(parent) || nodeTypeOf(element) !== 1) return undefined;
    try {
      if (watched(isSpokenOf, element as Element, 0) || closed) return undefined;
    } catch {
      return undefined;
    }
    if (element !== node && slotOfText(node)) return undefined;
    const path: Node[] = element === node ? [] : [node];
    let verdict: number | undefined;
    let at: Node | null = element;
    // In a root or a frame, and where a slot shows it, it is in more than its ancestors.
    while (at !== document && (verdict = cache.get(at)) === undefined) {
      if (path.length > MAX_DEPTH || (nodeTypeOf(at) === 1 && slotOfElement(at as Element))) return undefined;
      path.push(at);
      if (!(at = parentNodeOf(at))) return undefined;
    }
    if (verdict === undefined) {
      verdict = cache.get(document) ?? ofDocument(document, base);
      path.push(document);
    }
    for (const one of path) cache.set(one, verdict);
    return verdict;
  }

  function of(node: Node | null): number {
    if (!node) return MASKED;
    const known = cache.get(node);
    if (known !== undefined) return closed ? mask(known) : known;
    if (!closed && !decide) {
      const verdict = plain(node);
      if (verdict !== undefined) return verdict;
    }
    const path: Node[] = [];
    let verdict: number | undefined;
    let at: Node | null = node;
    let top: Node | null = null;
    while (at && (verdict = cache.get(at)) === undefined) {
      path.push(at);
      top = at;
      at = parentOf(at);
    }
    // What hangs in no document has lost the ancestors that it was to be judged by.
    verdict ??= top === document ? base : MASKED;
    for (let i = path.length - 1; i >= 0; i -= 1) {
      const one = path[i]!;
      const type = nodeTypeOf(one);
      if (type === 1) verdict = watched(judge, one as Element, verdict);
      else if (type === 3) verdict = inSlot(slotOfText(one), verdict);
      else verdict = ofDocument(one, verdict);
      cache.set(one, verdict);
    }
    return closed ? mask(verdict) : verdict;
  }

  const ofDocument = (node: Node, outer: number): number =>
    nodeTypeOf(node) === 9 && (node as Document).designMode === 'on' ? outer | EDITABLE : outer;

  return {
    of,
    blocks,
    get mustAsk() {
      return closed;
    },
    within(element, outer) {
      const verdict = watched(judge, element, outer);
      return closed ? mask(verdict) : verdict;
    },
    renew() {
      if (cache.size > 0) cache.clear();
    },
  };
}

/** A select is shown with what is chosen in it: where an option is not to be seen, its choice is not, either. */
export function withChoice(verdict: number, element: Node, verdicts: Verdicts): number {
  if (nodeNameOf(element) !== 'SELECT' || verdict & MASKED) return verdict;
  const chosen = [...(element as HTMLSelectElement).selectedOptions];
  return chosen.some((option) => verdicts.of(option) & (MASKED | BLOCKED)) ? mask(verdict) : verdict;
}

const mask = (verdict: number): number => (verdict & ~UNMASKED) | MASKED;

/** What is shown in a masked place is masked, wherever it hangs. */
function worse(verdict: number, place: number): number {
  const both = verdict | (place & (BLOCKED | IGNORED));
  return place & MASKED ? mask(both) : both;
}

/** The node that a node is within, across shadow roots and frames; this page may be in a frame itself. */
function parentOf(node: Node): Node | null {
  if (node === document) return null;
  return parentNodeOf(node) ?? (node as ShadowRoot).host ?? (node as Document).defaultView?.frameElement ?? null;
}
