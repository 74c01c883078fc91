import { BEGINS, digitsAround, edgeOf, edgesOf, ENDS, NO_TEXT } from './edges.ts';
import { isTypedHidden, PRIVATE_MASK } from './fields.ts';
import { nodeNameOf, nodeValueOf, parentNodeOf } from './natives.ts';
import type { Policy } from './policy.ts';
import { endsOf, FEWEST_DIGITS, partOver, REACH, secretsIn, stars, starStretches } from './secrets.ts';
import { EDITABLE, MASKED, UNMASKED } from './verdicts.ts';

/** Text nodes on either side: each digit in a box of its own. */
const MAX_NODES = 20;
/** A word, or a sign that no number has: beyond a node with one of these no number goes on. */
const NO_PIECE = /[a-z]{5}|[^\s\da-z\u00ad\u200b-\u200d\u2010-\u2013\u2060·-]/i;
/** What stands in these is not shown, and so does not part a number. */
const UNSEEN: ReadonlySet<string> = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'script', 'style', 'noscript']);
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
  return verdict & UNMASKED ? text : cleanNumbers(text, policy);
}

/** A text as rrweb reads it: masked where its place is. Numbers are looked for later, when the nodes beside it are known. */
export function maskRecorded(text: string, verdict: number, policy: Policy): string {
  if (verdict === 0) return text;
  if (verdict & EDITABLE && isTypedHidden(verdict, policy) && text.trim() !== '')
    return policy.showLength ? stars(text) : PRIVATE_MASK;
  return verdict & MASKED ? stars(text) : text;
}

/** A text without the numbers that are masked wherever they stand, as far as they are in this text alone. */
export const cleanNumbers = (text: string, policy: Policy): string => starStretches(text, secretsIn(text, policy));

/** At which ends of a text a number may go on in another: `BEGINS`, `ENDS`, both, or 0. */
export function openEdges(text: string): number {
  const edges = edgesOf(text) & (BEGINS | ENDS);
  return edges && /\d/.test(text) ? edges : 0;
}

/**
 * What is left of `own`, a node's `text`, without its part of a number that reaches over those `edges`, of which
 * `onSpread` is told. Where the node is not known, nothing is known of what is beside it.
 */
export function acrossNodes(text: string, own: string, edges: number, node: Node | null, onSpread: () => void): string {
  if (!node) return stars(text);
  const before = edges & BEGINS ? beside(node, 'previousNode') : NOTHING;
  const after = edges & ENDS ? beside(node, 'nextNode') : NOTHING;
  if (before === NOTHING && after === NOTHING) return own;
  const ends = endsOf(text);
  const whole = before.spaced + ends.near + after.spaced;
  const isLong = (side: Beside, at: number): boolean => side !== NOTHING && digitsAround(whole, at) >= FEWEST_DIGITS;
  if (!isLong(before, before.spaced.length) && !isLong(after, whole.length - after.spaced.length)) return own;
  let result = own;
  // It may be cut anywhere, or between its groups.
  for (const cut of ['joined', 'spaced'] as const) {
    const offset = before[cut].length;
    for (const [from, to] of secretsIn(before[cut] + ends.near + after[cut])) {
      const part = partOver([from - offset, to - offset], text, ends);
      if (!part) continue;
      onSpread();
      result = starStretches(result, [part]);
    }
  }
  return result;
}

/** What a text is in a line of. */
function blockOf(text: Node): Node | null {
  let block = parentNodeOf(text);
  while (block && isInline(nodeNameOf(block).toLowerCase())) block = parentNodeOf(block);
  return block;
}

/** What stands beside a text, with nothing or with a gap where the texts of a line meet. */
interface Beside {
  joined: string;
  spaced: string;
}

const NOTHING: Beside = { joined: '', spaced: '' };

/** As far as a number that ends there could reach; nothing where none does. */
function beside(node: Node, direction: 'previousNode' | 'nextNode'): Beside {
  walker ??= document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
  walker.currentNode = node;
  const isBefore = direction === 'previousNode';
  let found = NOTHING;
  let block: Node | null | undefined;
  let blanks = '';
  for (let count = 0; count < MAX_NODES && found.spaced.length + blanks.length < REACH; ) {
    const next = walker[direction]();
    if (!next) break;
    const text = nodeValueOf(next);
    if (!text || UNSEEN.has(nodeNameOf(parentNodeOf(next) ?? next))) continue;
    count += 1;
    const part = text.length <= REACH ? text : isBefore ? text.slice(-REACH) : text.slice(0, REACH);
    const edge = edgeOf(part, isBefore ? ENDS : BEGINS);
    if (edge === 0) break;
    if (edge === NO_TEXT) {
      blanks += ' ';
      continue;
    }
    if (block === undefined) block = blockOf(node);
    const gap = block === (block = blockOf(next)) ? '' : ' ';
    const join = (own: string, between: string): string => (isBefore ? part + between + blanks + own : own + blanks + between + part);
    found = { joined: join(found.joined, gap), spaced: join(found.spaced, ' ') };
    blanks = '';
    if (NO_PIECE.test(part)) break;
  }
  return found;
}
