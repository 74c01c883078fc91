import { isTypedHidden, policyKinds, PRIVATE_MASK } from './fields.ts';
import type { Policy } from './policy.ts';
import { secretsIn, stars, type Stretch, starStretches } from './secrets.ts';
import { closestOf, EDITABLE, MASKED, UNMASKED } from './verdicts.ts';

/** Characters on either side in which the rest of a number may stand: a card number in fours with wide gaps. */
const REACH = 60;
/** Text nodes on either side: each digit in a box of its own. */
const MAX_NODES = 20;
/** Only what ends, or begins, with these goes on in the next node as the same number. */
const PIECE = /^[\s\da-z\u00ad\u200b-\u200d\u2010-\u2013\u2060·-]*$/i;

/** What stands in these is not shown, and so does not part a number. */
const UNSEEN = /^(script|style|noscript)$/i;

const NOT_INLINE = ':not(a,abbr,b,bdi,code,data,em,font,i,kbd,mark,q,s,small,span,strong,sub,sup,text,time,tspan,u,var,wbr)';

/** Words of the page as they may leave: stars in a masked place, and for numbers that are masked wherever they stand. */
export function cleanWords(text: string, verdict: number, policy: Policy): string {
  if (verdict & MASKED) return stars(text);
  return verdict & UNMASKED ? text : starStretches(text, secretsIn(text, policyKinds(policy)));
}

/** A text as rrweb reads it: masked where its place is. Numbers are looked for later, when the nodes beside it are known. */
export function maskRecorded(text: string, verdict: number, policy: Policy): string {
  if (text.trim() === '') return text;
  if (verdict & EDITABLE && isTypedHidden(verdict, policy)) return policy.showLength ? stars(text) : PRIVATE_MASK;
  return verdict & MASKED ? stars(text) : text;
}

/**
 * A text node's text as it may leave; a number in it may begin or go on in the nodes beside it, of which `onSpread` is
 * told. `node` is null where it is not known.
 */
export function cleanText(text: string, node: Node | null, verdict: number, policy: Policy, onSpread: () => void): string {
  const masked = maskRecorded(text, verdict, policy);
  if (masked !== text) return masked;
  if (!node) return stars(text);
  if (verdict & UNMASKED) return text;
  const own = cleanWords(text, verdict, policy);
  if (!/\d/.test(text)) return own;
  const across = acrossNodes(text, node);
  if (across.length > 0) onSpread();
  return starStretches(own, across);
}

/** Stretches of a number that reaches over this node's ends; it may be cut anywhere, or between its groups. */
const acrossNodes = (text: string, node: Node): Stretch[] => ['', ' '].flatMap((gap) => acrossGaps(text, node, gap));

function acrossGaps(text: string, node: Node, gap: string): Stretch[] {
  const before = beside(node, 'previousNode', gap);
  const after = beside(node, 'nextNode', gap);
  if (!before && !after) return [];
  const offset = before.length;
  return secretsIn(before + text + after)
    .filter(([from, to]) => to > offset && from < offset + text.length)
    .map(([from, to]) => [from - offset, Math.min(to - offset, text.length)]);
}

/** What a text is in a line of; two of the same are shown with nothing between them. */
const blockOf = (text: Node): Element | null => (text.parentElement ? closestOf(text.parentElement, NOT_INLINE) : null);

function beside(node: Node, direction: 'previousNode' | 'nextNode', gap: string): string {
  const root = node.getRootNode();
  const walker = node.ownerDocument!.createTreeWalker(root, NodeFilter.SHOW_TEXT, ({ parentNode }) =>
    UNSEEN.test(parentNode?.nodeName ?? '') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  walker.currentNode = node;
  let found = '';
  let block = blockOf(node);
  for (let count = 0; count < MAX_NODES && found.length < REACH; count += 1) {
    const text = walker[direction]()?.nodeValue;
    if (text === undefined || text === null) break;
    const isBefore = direction === 'previousNode';
    const part = isBefore ? text.slice(-REACH) : text.slice(0, REACH);
    const next = blockOf(walker.currentNode);
    const between = next === block ? gap : ' ';
    block = next;
    if (gap === '' || part.trim() !== '') found = isBefore ? part + between + found : found + between + part;
    if (!PIECE.test(part)) break;
  }
  return found;
}
