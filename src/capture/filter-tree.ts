import { cleanAttributes } from './attributes.ts';
import { cleanCss } from './css.ts';
import { maskField, PRIVATE_MASK } from './fields.ts';
import type { Mentions } from './mentions.ts';
import type { Policy } from './policy.ts';
import type { Review } from './review.ts';
import { createJoins, type Joins } from './joins.ts';
import { closestOf, nodeNameOf } from './natives.ts';
import { isOpenPopover, POPOVER_STATE } from './popovers.ts';
import { acrossNodes, cleanNumbers, isInline, maskRecorded } from './texts.ts';
import { BLOCKED, MASKED, UNMASKED, type Verdicts, withChoice } from './verdicts.ts';

/** What the filter asks about the page. */
export interface FilterContext {
  readonly policy: Policy;
  readonly verdicts: Verdicts;
  /** The page's node with that rrweb id, or `null`. */
  nodeOf(id: number): Node | null;
  readonly mentions: Mentions;
  readonly review: Review;
  /** rrweb's ids of constructed style sheets that were seen in a masked place; they are told of without their place. */
  readonly maskedSheets: Set<unknown>;
  /** Set where something that was sent before is no longer to be seen, or no longer masked: a snapshot puts it right. */
  isOutdated: boolean;
}

type Attributes = Record<string, unknown>;

/** A node as rrweb serializes it. */
export interface SerializedNode {
  id: number;
  type: number;
  tagName?: string;
  attributes?: Attributes;
  childNodes?: SerializedNode[];
  textContent?: string;
  isSVG?: boolean;
  isShadowHost?: boolean;
  needBlock?: boolean;
}

export const placeOf = (verdict: number): 'clear' | 'masked' => (verdict & MASKED ? 'masked' : 'clear');

/** A field that is not known any more cannot be judged, and so is private. */
export function maskKnown(value: unknown, node: Node | null, { verdicts, policy }: FilterContext): string {
  const text = typeof value === 'string' ? value : '';
  // What the first ring has masked tells nothing.
  if (text === '' || text === PRIVATE_MASK) return text;
  return node ? maskField(text, node as Element, withChoice(verdicts.of(node), node, verdicts), policy) : PRIVATE_MASK;
}

/** What a text is in. */
export interface Place {
  /** In small letters. */
  readonly tagName: string;
  /** Of a text that was typed. */
  readonly field: Node | null;
  readonly verdict: number;
  /** Whether a shadow root decides where its children are shown. */
  readonly isHost: boolean;
  /** Id of what its texts are lines of. */
  readonly block: number;
  readonly depth: number;
}

/**
 * Deeper than that an element is an empty box: no page that works nests so, and to write or read as text what does takes
 * more of the call stack than browsers have (of 2,000 in each other, Chromium's).
 */
const MAX_DEPTH = 1_000;

/** What stands in these is not shown, and parts no number. */
const UNSEEN_TAGS: ReadonlySet<string> = new Set(['script', 'style', 'noscript', 'textarea']);

export function placeIn(live: Node | null, verdicts: Verdicts): Place {
  const isHost = (live as Element | null)?.shadowRoot != null;
  return { tagName: live ? nodeNameOf(live).toLowerCase() : '', field: live, verdict: verdicts.of(live), isHost, block: 0, depth: 0 };
}

/** With `joins`, numbers that are split over several texts are looked for there, and not on the page. */
export function textOf(
  text: string,
  id: number,
  { tagName, field, verdict: outer, isHost }: Place,
  context: FilterContext,
  joins?: Joins,
): string {
  // A slot may be in a masked or blocked place of the shadow root.
  const verdict = isHost ? context.verdicts.of(context.nodeOf(id)) : outer;
  // What is blocked otherwise is no place whose texts are asked about.
  if (verdict & BLOCKED) return '';
  switch (tagName) {
    case 'textarea':
      return maskKnown(text, field, context);
    case 'style':
      return cleanCss(text, placeOf(verdict));
    // Scripts never run in the replay, and without them what is in here is not shown.
    case 'script':
    case 'noscript':
      return '';
  }
  const { policy } = context;
  const masked = maskRecorded(text, verdict, policy);
  if (masked !== text || verdict & UNMASKED) return masked;
  const own = cleanNumbers(text, policy);
  return joins ? own : acrossNodes(text, own, context.nodeOf(id), () => (context.isOutdated = true));
}

/**
 * rrweb masks a field by its present value; where that is empty, it copies the `value` attribute or the text that the
 * page came with as they are, and that may be what the customer has just deleted. `outer` is what the root is in.
 */
export function cleanTree(root: SerializedNode, outer: Place, context: FilterContext): void {
  // Most of what is added: rrweb tells of each of its children by itself.
  if (root.type !== 0 && !root.childNodes?.length) return void cleanNode(root, outer, context, undefined);
  // A whole document holds all that a number can go on in; a node that was added stands among others.
  const joins = root.type === 0 ? createJoins() : undefined;
  // Lists of our own, as pages nest deeper than the call stack likes: what is left of the children further out, and what they are in.
  const lists: (readonly SerializedNode[])[] = [];
  const lefts: number[] = [];
  const places: Place[] = [];
  let list: readonly SerializedNode[] = [root];
  let left = 1;
  let place = outer;
  for (;;) {
    while (left > 0) {
      const node = list[--left]!;
      const inner = cleanNode(node, place, context, joins);
      if (!inner) continue;
      lists.push(list);
      lefts.push(left);
      places.push(place);
      list = node.childNodes!;
      left = list.length;
      place = inner;
    }
    if (lists.length === 0) break;
    list = lists.pop()!;
    left = lefts.pop()!;
    place = places.pop()!;
  }
  joins?.end();
}

/** Returns what the node's children are in, or null where it has none that leave. */
function cleanNode(node: SerializedNode, place: Place, context: FilterContext, joins: Joins | undefined): Place | null {
  switch (node.type) {
    case 2:
      return cleanElement(node, place, context, joins === undefined);
    case 0:
      return node.childNodes ? placeInDocument(node, place, context) : null;
    case 1:
      cleanDoctype(node);
      return null;
    case 3:
      cleanText(node, place, context, joins);
      return null;
    default:
      // Comments, CDATA, and what is not known; rrweb leaves comments out by its options.
      if (node.textContent) node.textContent = '';
      if (node.attributes) node.attributes = {};
      if (node.childNodes) node.childNodes = [];
      return null;
  }
}

function placeInDocument({ id }: SerializedNode, { depth }: Place, { nodeOf, verdicts }: FilterContext): Place {
  const document = nodeOf(id);
  return { tagName: '', field: null, verdict: verdicts.of(document), isHost: false, block: id, depth };
}

function cleanText(node: SerializedNode, place: Place, context: FilterContext, joins: Joins | undefined): void {
  const { textContent } = node;
  if (!textContent) return;
  const text = textOf(textContent, node.id, place, context, joins);
  if (text !== textContent) node.textContent = text;
  if (!joins) return;
  if (place.verdict & (MASKED | UNMASKED)) joins.end();
  else if (!UNSEEN_TAGS.has(place.tagName)) joins.see(node, textContent, place.block);
}

function cleanElement(node: SerializedNode, place: Place, context: FilterContext, isAddition: boolean): Place | null {
  const { verdicts, policy, review, mentions } = context;
  const { id, childNodes } = node;
  const tagName = node.tagName!;
  const attributes = node.attributes!;
  const names = Object.keys(attributes);
  let verdict = place.verdict;
  let known: Element | null | undefined;
  const element = (): Element | null => (known === undefined ? (known = context.nodeOf(id) as Element | null) : known);
  if (verdicts.mustAsk || place.isHost || node.needBlock === true || mentions.mayMatch(tagName, attributes, names)) {
    const live = element();
    verdict = live ? verdicts.within(live, verdict) : verdicts.of(null);
    if (live) mentions.note(live);
  }
  // Nothing was noted before of what a whole document holds.
  if ((verdict !== 0 || isAddition) && element()) {
    review.note(element()!, verdict);
    if (isAddition) verdicts.know(element()!, verdict);
  }
  if (verdict & BLOCKED || place.depth > MAX_DEPTH) {
    blockNode(node, element());
    return null;
  }
  const shown = tagName === 'select' && element() ? withChoice(verdict, element()!, verdicts) : verdict;
  if (names.length > 0) cleanAttributes(attributes, { policy, verdict: shown, tagName, isSvg: node.isSVG === true, element }, names);
  if (tagName === 'option') markChosen(attributes, element(), context);
  if ('popover' in attributes && element() && isOpenPopover(element()!)) attributes[POPOVER_STATE] = 'open';
  if (!childNodes || childNodes.length === 0) return null;
  const field = tagName === 'textarea' ? element() : null;
  return { tagName, field, verdict, isHost: node.isShadowHost === true, block: isInline(tagName) ? place.block : id, depth: place.depth + 1 };
}

function cleanDoctype(node: SerializedNode): void {
  const doctype = node as unknown as Record<string, unknown>;
  for (const name of ['publicId', 'systemId'])
    if (doctype[name] && !/^(-\/\/W3C|https?:\/\/www\.w3\.org|about:)/.test(String(doctype[name]))) doctype[name] = '';
}

/** What rrweb makes of an element that its own options block: a box of the same size. */
function blockNode(node: SerializedNode, element: Element | null): void {
  const attributes = node.attributes!;
  node.childNodes = [];
  if (node.needBlock) return;
  const box = element?.getBoundingClientRect();
  node.needBlock = true;
  node.attributes = { rr_width: `${box?.width ?? 0}px`, rr_height: `${box?.height ?? 0}px` };
  if (typeof attributes['class'] === 'string') node.attributes['class'] = attributes['class'];
}

/**
 * rrweb tells of the chosen option only where selects as a whole are not masked, and ours are masked one by one. Where
 * the value may leave, so may the choice; the replay knows no other way to show it.
 */
function markChosen(attributes: Attributes, node: Node | null, context: FilterContext): void {
  const option = node as HTMLOptionElement | null;
  const select = option?.selected ? (closestOf(option, 'select') as HTMLSelectElement | null) : null;
  if (select && select.value !== '' && maskKnown(select.value, select, context) === select.value)
    attributes['selected'] = true;
}

