import { type AttributeContext, cleanAttributes } from './attributes.ts';
import { cleanCss } from './css.ts';
import { maskField, PRIVATE_MASK } from './fields.ts';
import type { Mentions } from './mentions.ts';
import type { Policy } from './policy.ts';
import type { Review } from './review.ts';
import { createJoins, type Joins } from './joins.ts';
import { closestOf, nodeNameOf } from './natives.ts';
import { isOpenPopover, POPOVER_STATE } from './popovers.ts';
import { acrossNodes, cleanNumbers, isInline, maskRecorded, openEdges } from './texts.ts';
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
  /** Of what stands in a shadow root at its top; `parentId` is the host's then. */
  isShadow?: boolean;
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
  const edges = joins ? 0 : openEdges(text);
  return edges ? acrossNodes(text, own, edges, context.nodeOf(id), () => (context.isOutdated = true)) : own;
}

/**
 * rrweb masks a field by its present value; where that is empty, it copies the `value` attribute or the text that the
 * page came with as they are, and that may be what the customer has just deleted. `outer` is what the root is in.
 * Returns what is added to that root is in; null where nothing is.
 */
export function cleanTree(root: SerializedNode, outer: Place, context: FilterContext): Place | null {
  // A whole document holds all that a number can go on in; a node that was added stands among others.
  const joins = root.type === 0 ? createJoins() : undefined;
  const top = cleanNode(root, outer, context, joins);
  // Most of what is added: rrweb tells of each of its children by itself.
  if (!top || !root.childNodes || root.childNodes.length === 0) return top;
  // Lists of our own, as pages nest deeper than the call stack likes: what is left of the children further out, and what they are in.
  const lists: (readonly SerializedNode[])[] = [];
  const lefts: number[] = [];
  const places: Place[] = [];
  let list: readonly SerializedNode[] = root.childNodes;
  let left = list.length;
  let place = top;
  for (;;) {
    while (left > 0) {
      const node = list[--left]!;
      const inner = cleanNode(node, place, context, joins);
      if (!inner || !node.childNodes || node.childNodes.length === 0) continue;
      lists.push(list);
      lefts.push(left);
      places.push(place);
      list = node.childNodes;
      left = list.length;
      place = inner;
    }
    if (lists.length === 0) break;
    list = lists.pop()!;
    left = lefts.pop()!;
    place = places.pop()!;
  }
  joins?.end();
  return top;
}

/** Returns what the node's children are in, or null where it has none that leave. */
function cleanNode(node: SerializedNode, place: Place, context: FilterContext, joins: Joins | undefined): Place | null {
  switch (node.type) {
    case 2:
      return cleanElement(node, place, new Told(node, context), joins === undefined);
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

/** An element as it is told of; the page's own is looked up where somebody asks for it. */
class Told implements AttributeContext {
  verdict = MASKED;
  private live: Element | null | undefined;
  constructor(
    readonly node: SerializedNode,
    readonly context: FilterContext,
  ) {}
  get policy(): Policy {
    return this.context.policy;
  }
  get tagName(): string {
    return this.node.tagName!;
  }
  get isSvg(): boolean {
    return this.node.isSVG === true;
  }
  element(): Element | null {
    return this.live === undefined ? (this.live = this.context.nodeOf(this.node.id) as Element | null) : this.live;
  }
}

function cleanElement(node: SerializedNode, place: Place, told: Told, isAddition: boolean): Place | null {
  const { context } = told;
  const { verdicts, review, mentions } = context;
  const { id, childNodes } = node;
  const tagName = node.tagName!;
  const attributes = node.attributes!;
  const names = Object.keys(attributes);
  let verdict = place.verdict;
  if (verdicts.mustAsk || place.isHost || node.needBlock === true || mentions.mayMatch(tagName, attributes, names)) {
    const live = told.element();
    verdict = live ? verdicts.within(live, verdict) : verdicts.of(null);
    if (live) mentions.note(live);
  }
  // Nothing was noted before of what a whole document holds.
  if ((verdict !== 0 || (isAddition && !review.isEmpty)) && told.element()) review.note(told.element()!, verdict);
  if (verdict & BLOCKED || place.depth > MAX_DEPTH) {
    blockNode(node, told.element());
    return null;
  }
  told.verdict = tagName === 'select' && told.element() ? withChoice(verdict, told.element()!, verdicts) : verdict;
  if (names.length > 0) cleanAttributes(attributes, told, names);
  if (tagName === 'option') markChosen(attributes, told.element(), context);
  if ('popover' in attributes && told.element() && isOpenPopover(told.element()!)) attributes[POPOVER_STATE] = 'open';
  const hasChildren = childNodes !== undefined && childNodes.length > 0;
  if (!hasChildren && !isAddition) return null;
  const field = tagName === 'textarea' ? told.element() : null;
  // What is added one by one is deep in nothing that is written or read as one text.
  const depth = hasChildren ? place.depth + 1 : 0;
  return { tagName, field, verdict, isHost: node.isShadowHost === true, block: isInline(tagName) ? place.block : id, depth };
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

