import { isTypedHidden, policyKinds, PRIVATE_MASK } from './fields.ts';
import type { Policy } from './policy.ts';
import { secretsIn, stars, starStretches } from './secrets.ts';
import { EDITABLE, MASKED, UNMASKED } from './verdicts.ts';

/** Characters on either side in which the rest of a number may stand: a card number in fours with wide gaps. */
const REACH = 60;
/** Text nodes on either side: each digit in a box of its own. */
const MAX_NODES = 20;
/** Only what begins with a digit, or with a short group of an IBAN, can go on a number from before. */
const FROM_BEFORE = /^[\s-]*(?:\d|[a-z\d]{1,4}(?:[\s-]|$))/i;
/** The same at the end, for what goes on behind. */
const ON_BEHIND = /(?:\d|(?:^|[\s-])[a-z\d]{1,4})[\s-]*$/i;
/** At least one of both, and a digit: most texts have none. */
const MAY_GO_ON = /^[\s-]*\d|\d[\s-]*$|^(?=.*\d)[\s-]*[a-z\d]{1,4}(?:[\s-]+[a-z\d]{1,4}){0,8}[\s-]*$/i;
const SPACE = /^\s*$/;
/** A word, or a sign that no number has: beyond a node with one of these no number goes on. */
const NO_PIECE = /[a-z]{5}|[^\s\da-z\u2010-\u2013·-]/i;

/** One for all texts: a walker starts from any node, also of another tree, and ends where that tree does. */
let walker: TreeWalker | undefined;

/** Words of the page as they may leave: stars in a masked place, and for numbers that are masked wherever they stand. */
export function cleanWords(text: string, verdict: number, policy: Policy): string {
  if (verdict & MASKED) return stars(text);
  return verdict & UNMASKED ? text : starStretches(text, secretsIn(text, policyKinds(policy)));
}

/** A text as rrweb reads it: masked where its place is. Numbers are looked for later, when the nodes beside it are known. */
export function maskRecorded(text: string, verdict: number, policy: Policy): string {
  if (verdict === 0) return text;
  if (verdict & EDITABLE && isTypedHidden(verdict, policy) && text.trim() !== '')
    return policy.showLength ? stars(text) : PRIVATE_MASK;
  return verdict & MASKED ? stars(text) : text;
}

/**
 * A text as it may leave. Of a number that begins or goes on in other texts `across` says how it leaves; `later` where that
 * is looked for afterwards.
 */
export function cleanText(text: string, verdict: number, policy: Policy, across: (() => string) | 'later'): string {
  const masked = maskRecorded(text, verdict, policy);
  if (masked !== text || verdict & UNMASKED) return masked;
  const own = starStretches(text, secretsIn(text, policyKinds(policy)));
  return own === text && across !== 'later' && MAY_GO_ON.test(text) ? across() : own;
}

/**
 * The text of a node on the page, less its part of a number that reaches over its ends, of which `onSpread` is told. Where
 * the node is not known, nothing is known of what is beside it.
 */
export function acrossNodes(text: string, node: Node | null, onSpread: () => void): string {
  if (!node) return stars(text);
  walker ??= document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  const before = FROM_BEFORE.test(text) ? beside(node, 'previousNode') : '';
  const after = ON_BEHIND.test(text) ? beside(node, 'nextNode') : '';
  if (!before && !after) return text;
  const offset = before.length;
  const found = secretsIn(before + text + after).filter(([from, to]) => to > offset && from < offset + text.length);
  if (found.length > 0) onSpread();
  return starStretches(text, found.map(([from, to]) => [from - offset, Math.min(to - offset, text.length)] as const));
}

/** What stands beside, as far as a number that ends there could reach; empty where none does. */
function beside(node: Node, direction: 'previousNode' | 'nextNode'): string {
  walker!.currentNode = node;
  const isBefore = direction === 'previousNode';
  let found = '';
  for (let count = 0; count < MAX_NODES && found.length < REACH; count += 1) {
    const text = walker![direction]()?.nodeValue;
    if (text === undefined || text === null) break;
    const part = isBefore ? text.slice(-REACH) : text.slice(0, REACH);
    if (!SPACE.test(part)) {
      if (!(isBefore ? ON_BEHIND : FROM_BEFORE).test(part)) break;
      found = isBefore ? `${part} ${found}` : `${found} ${part}`;
      if (NO_PIECE.test(part)) break;
    }
  }
  return found;
}
