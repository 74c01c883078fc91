import { cleanAttributes } from './attributes.ts';
import { cleanCss } from './css.ts';
import { maskField, PRIVATE_MASK } from './fields.ts';
import type { Mentions } from './mentions.ts';
import type { Policy } from './policy.ts';
import type { Review } from './review.ts';
import { createJoins, type Joins } from './joins.ts';
import { acrossNodes, cleanText, isInline } from './texts.ts';
import { BLOCKED, closestOf, MASKED, UNMASKED, type Verdicts, withChoice } from './verdicts.ts';

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

/** A node as rrweb serializes it. */
export interface SerializedNode {
  id: number;
  type: number;
  tagName?: string;
  attributes?: Record<string, unknown>;
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
  if (text === '') return '';
  return node ? maskField(text, node as Element, withChoice(verdicts.of(node), node, verdicts), policy) : PRIVATE_MASK;
}

/** What a text is in. */
interface Place {
  /** In small letters. */
  readonly tagName: string;
  readonly live: Node | null;
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
  return { tagName: live?.nodeName.toLowerCase() ?? '', live, verdict: verdicts.of(live), isHost, block: 0, depth: 0 };
}

/** With `joins`, numbers that are split over several texts are looked for there, and not on the page. */
export function textOf(
  text: string,
  id: number,
  { tagName, live, verdict: outer, isHost }: Place,
  context: FilterContext,
  joins?: Joins,
): string {
  // A slot may be in a masked or blocked place of the shadow root.
  const verdict = isHost ? context.verdicts.of(context.nodeOf(id)) : outer;
  // What is blocked otherwise is no place whose texts are asked about.
  if (verdict & BLOCKED) return '';
  switch (tagName) {
    case 'textarea':
      return maskKnown(text, live, context);
    case 'style':
      return cleanCss(text, placeOf(verdict));
    // Scripts never run in the replay, and without them what is in here is not shown.
    case 'script':
    case 'noscript':
      return '';
  }
  const { policy, nodeOf } = context;
  if (joins) return cleanText(text, verdict, policy, 'later');
  return cleanText(text, verdict, policy, (own) => acrossNodes(text, own, nodeOf(id), () => (context.isOutdated = true)));
}

/**
 * rrweb masks a field by its present value; where that is empty, it copies the `value` attribute or the text that the
 * page came with as they are, and that may be what the customer has just deleted.
 */
export function cleanTree(root: SerializedNode, context: FilterContext): void {
  const { nodeOf, verdicts, mentions, review, policy } = context;
  const top = nodeOf(root.id);
  // A whole document holds all that a number can go on in; a node that was added stands among others.
  const joins = root.type === 0 ? createJoins() : undefined;
  // Lists of our own, as pages nest deeper than the call stack likes. Side by side: what a node is in, and what holds there.
  const pending = [root];
  const places: Place[] = [placeIn(top?.parentNode ?? null, verdicts)];
  while (pending.length > 0) {
    const node = pending.pop()!;
    let place = places.pop()!;
    const { attributes, childNodes } = node;
    if (attributes) {
      const tagName = node.tagName!;
      const element = nodeOf(node.id) as Element | null;
      const verdict = element
        ? verdicts.within(element, place.verdict, isCandidate(node, place, mentions, element))
        : verdicts.of(null);
      if (element) review.note(element, verdict);
      if (verdict & BLOCKED || place.depth > MAX_DEPTH) {
        blockNode(node, element);
        continue;
      }
      const shown = element ? withChoice(verdict, element, verdicts) : verdict;
      cleanAttributes(attributes, { policy, verdict: shown, tagName, isSvg: node.isSVG === true, element });
      if (tagName === 'option') markChosen(attributes, element, context);
      if (childNodes?.length) place = { tagName, live: element, verdict, isHost: node.isShadowHost === true, block: isInline(tagName) ? place.block : node.id, depth: place.depth + 1 };
    } else if (node.textContent) {
      // Comments and CDATA are 4 and 5; rrweb leaves comments out by its options.
      const { textContent } = node;
      const text = node.type === 3 ? textOf(textContent, node.id, place, context, joins) : '';
      if (text !== textContent) node.textContent = text;
      if (place.verdict & (MASKED | UNMASKED)) joins?.end();
      else if (node.type === 3 && !UNSEEN_TAGS.has(place.tagName)) joins?.see(node, textContent, place.block);
    } else if (node.type === 1) {
      cleanDoctype(node);
    } else if (node.type === 0) {
      const document = nodeOf(node.id);
      place = { tagName: '', live: document, verdict: verdicts.of(document), isHost: false, block: node.id, depth: place.depth };
    }
    for (const child of childNodes ?? []) {
      pending.push(child);
      places.push(place);
    }
  }
  joins?.end();
}

/** Of what rrweb has blocked it tells few attributes; what is in a host may be shown in a masked slot. */
const isCandidate = (node: SerializedNode, { isHost }: Place, mentions: Mentions, element: Element): boolean =>
  isHost || node.needBlock === true || mentions.mayMatch(node.tagName!, node.attributes!, element);

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
function markChosen(attributes: Record<string, unknown>, node: Node | null, context: FilterContext): void {
  const option = node as HTMLOptionElement | null;
  const select = option?.selected ? (closestOf(option, 'select') as HTMLSelectElement | null) : null;
  if (select && select.value !== '' && maskKnown(select.value, select, context) === select.value)
    attributes['selected'] = true;
}

