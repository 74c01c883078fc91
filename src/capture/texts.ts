import { isTypedHidden, policyKinds, PRIVATE_MASK } from './fields.ts';
import type { Policy } from './policy.ts';
import { endsOf, partOver, REACH, secretsIn, stars, starStretches } from './secrets.ts';
import { EDITABLE, MASKED, UNMASKED } from './verdicts.ts';

/** Text nodes on either side: each digit in a box of its own. */
const MAX_NODES = 20;
/** Between the characters of a number; among them such as cannot be seen. */
const GAP = '[\\s\\u00ad\\u200b-\\u200d\\u2010-\\u2013\\u2060·-]';
/** Only what begins with a digit, or with a short group of an IBAN, can go on a number from before. */
const FROM_BEFORE = new RegExp(`^${GAP}*(?:\\d|[a-z\\d]{1,4}(?:${GAP}|$))`, 'i');
/** The same at the end, for what goes on behind. */
const ON_BEHIND = new RegExp(`(?:\\d|(?:^|${GAP})[a-z\\d]{1,4})${GAP}*$`, 'i');
/** A word, or a sign that no number has: beyond a node with one of these no number goes on. */
const NO_PIECE = /[a-z]{5}|[^\s\da-z\u00ad\u200b-\u200d\u2010-\u2013\u2060·-]/i;
const SPACE = /^\s*$/;
/** What stands in these is not shown, and so does not part a number. */
const UNSEEN = /^(script|style|noscript)$/i;
/** Two texts of the same line are shown with nothing between them. */
const INLINE_TAGS: ReadonlySet<string> = new Set(
  'a,abbr,b,bdi,code,data,em,font,i,kbd,mark,q,s,small,span,strong,sub,sup,text,time,tspan,u,var,wbr'.split(','),
);

export const isInline = (tagName: string): boolean => INLINE_TAGS.has(tagName);

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
export function cleanText(text: string, verdict: number, policy: Policy, across: ((own: string) => string) | 'later'): string {
  const masked = maskRecorded(text, verdict, policy);
  if (masked !== text || verdict & UNMASKED) return masked;
  const own = starStretches(text, secretsIn(text, policyKinds(policy)));
  return across !== 'later' && /\d/.test(text) && (FROM_BEFORE.test(text) || ON_BEHIND.test(text)) ? across(own) : own;
}

/**
 * What is left of `own`, a node's `text`, without its part of a number that reaches over the node's ends, of which
 * `onSpread` is told. Where the node is not known, nothing is known of what is beside it.
 */
export function acrossNodes(text: string, own: string, node: Node | null, onSpread: () => void): string {
  if (!node) return stars(text);
  let result = own;
  const ends = endsOf(text);
  // It may be cut anywhere, or between its groups.
  for (const gap of ['', ' ']) {
    const before = FROM_BEFORE.test(text) ? beside(node, 'previousNode', gap) : '';
    const after = ON_BEHIND.test(text) ? beside(node, 'nextNode', gap) : '';
    if (!before && !after) return result;
    const offset = before.length;
    for (const [from, to] of secretsIn(before + ends.near + after)) {
      const part = partOver([from - offset, to - offset], text, ends);
      if (!part) continue;
      onSpread();
      result = starStretches(result, [part]);
    }
  }
  return result;
}

/** What a text is in a line of. */
function blockOf(text: Node): Element | null {
  let block = text.parentElement;
  while (block && isInline(block.nodeName.toLowerCase())) block = block.parentElement;
  return block;
}

/** What stands beside, as far as a number that ends there could reach; empty where none does. */
function beside(node: Node, direction: 'previousNode' | 'nextNode', gap: string): string {
  walker ??= document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  walker.currentNode = node;
  const isBefore = direction === 'previousNode';
  let found = '';
  let block = blockOf(node);
  for (let count = 0; count < MAX_NODES && found.length < REACH; ) {
    const text = walker[direction]()?.nodeValue;
    if (text === undefined || text === null) break;
    const place = walker.currentNode.parentNode?.nodeName ?? '';
    if (text === '' || UNSEEN.test(place)) continue;
    count += 1;
    const part = isBefore ? text.slice(-REACH) : text.slice(0, REACH);
    const next = blockOf(walker.currentNode);
    const between = next === block ? gap : ' ';
    if (SPACE.test(part)) {
      found = isBefore ? ` ${found}` : `${found} `;
      continue;
    }
    block = next;
    if (!(isBefore ? ON_BEHIND : FROM_BEFORE).test(part)) break;
    found = isBefore ? part + between + found : found + between + part;
    if (NO_PIECE.test(part)) break;
  }
  return SPACE.test(found) ? '' : found;
}
