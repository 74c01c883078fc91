import type { WireEvent } from '../wire/messages.ts';
import { cleanAttributes } from './attributes.ts';
import { cleanCss } from './css.ts';
import { maskField, PRIVATE_MASK } from './fields.ts';
import type { Policy } from './policy.ts';
import type { Review } from './review.ts';
import { cleanText } from './texts.ts';
import { cleanLink } from './urls.ts';
import { BLOCKED, closestOf, MASKED, type Verdicts } from './verdicts.ts';

/** What the filter asks about the page. */
export interface FilterContext {
  readonly policy: Policy;
  readonly verdicts: Verdicts;
  /** The page's node with that rrweb id, or `null`. */
  nodeOf(id: number): Node | null;
  readonly review: Review;
  /** rrweb's ids of constructed style sheets that were seen in a masked place; they are told of without their place. */
  readonly maskedSheets: Set<unknown>;
  /** Set where something that was sent before is no longer to be seen, or no longer masked: a snapshot puts it right. */
  isOutdated: boolean;
}

// rrweb's numbers for event types and sources of incremental events (`@rrweb/types`); importing its enums would bring
// 37 kB of rrweb with them.
const DOM_CONTENT_LOADED = 0;
const LOAD = 1;
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
const META = 4;

interface SerializedNode {
  id: number;
  type: number;
  tagName?: string;
  attributes?: Record<string, unknown>;
  childNodes?: SerializedNode[];
  textContent?: string;
  isSVG?: boolean;
  needBlock?: boolean;
}

type Data = Record<string, unknown>;
type Clean = (data: Data, context: FilterContext) => boolean;

/**
 * By source of an incremental event: cleans it in place, and says whether anything is left to send. A source without a row
 * (canvas, fonts, logs, whatever a later rrweb adds) is not understood, and does not leave.
 */
const BY_SOURCE: Readonly<Record<number, Clean>> = {
  0: cleanMutation,
  1: cleanMoves,
  2: isNotBlocked,
  3: () => true,
  4: () => true,
  5: cleanInput,
  6: cleanMoves,
  7: isNotBlocked,
  8: cleanSheet,
  12: cleanMoves,
  13: cleanDeclaration,
  14: () => true,
  15: cleanSheet,
  16: () => true,
};

/**
 * The second ring round what is private: every event of every kind passes here before anything else sees it, whatever
 * rrweb made of its options. Changes the event in place (rrweb keeps no use for it) and returns it, or null for what does
 * not leave. Throws only if an event has not the shape that rrweb gives it; the caller then closes.
 */
export function filterEvent(event: WireEvent, context: FilterContext): WireEvent | null {
  context.verdicts.renew();
  const filtered = clean(event, context);
  // What rrweb asks meanwhile is asked of the page as it then is.
  context.verdicts.renew();
  return filtered;
}

function clean(event: WireEvent, context: FilterContext): WireEvent | null {
  const { data } = event;
  switch (event.type) {
    case DOM_CONTENT_LOADED:
    case LOAD:
      return event;
    case META:
      data['href'] = cleanLink(String(data['href']), context.policy.allowParameters);
      return event;
    case FULL_SNAPSHOT:
      cleanTree(data['node'] as SerializedNode, context);
      // A number that reaches over several nodes is masked in all of them here.
      context.isOutdated = false;
      return event;
    case INCREMENTAL:
      return BY_SOURCE[data['source'] as number]?.(data, context) ? event : null;
    default:
      return null;
  }
}

/** Events that are known and may still not leave, as nothing of them is for the agent; all others count as unknown. */
export const isUnderstood = ({ type, data }: WireEvent): boolean =>
  type <= META && (type !== INCREMENTAL || (data['source'] as number) in BY_SOURCE);

function verdictOf(id: unknown, { nodeOf, verdicts }: FilterContext): number {
  return verdicts.of(nodeOf(id as number));
}

const placeOf = (verdict: number): 'clear' | 'masked' => (verdict & MASKED ? 'masked' : 'clear');

function isNotBlocked(data: Data, context: FilterContext): boolean {
  return !(verdictOf(data['id'], context) & BLOCKED);
}

/** Over a blocked place the pointer would tell which of its keys was pressed. */
function cleanMoves(data: Data, context: FilterContext): boolean {
  const positions = data['positions'] as Data[];
  const seen = positions.filter((position) => isNotBlocked(position, context));
  if (seen.length < positions.length) data['positions'] = seen;
  return seen.length > 0;
}

function cleanInput(data: Data, context: FilterContext): boolean {
  const node = context.nodeOf(data['id'] as number);
  const verdict = context.verdicts.of(node);
  data['text'] = maskKnown(data['text'], node, context);
  if (verdict & MASKED && data['isChecked']) data['isChecked'] = false;
  return !(verdict & BLOCKED);
}

/** A field that is not known any more cannot be judged, and so is private. */
function maskKnown(value: unknown, node: Node | null, { verdicts, policy }: FilterContext): string {
  const text = typeof value === 'string' ? value : '';
  if (text === '') return '';
  return node ? maskField(text, node as Element, verdicts.of(node), policy) : PRIVATE_MASK;
}

/** A sheet of a shadow root or document names its owner by id; a constructed one, which may be in several, has none. */
function placeOfSheet({ id, styleId, styleIds }: Data, { maskedSheets, verdicts, nodeOf }: FilterContext): 'clear' | 'masked' {
  if (typeof id !== 'number') return maskedSheets.has(styleId) ? 'masked' : placeOf(verdicts.of(document));
  const place = placeOf(verdicts.of(nodeOf(id)));
  if (place === 'masked') for (const one of (styleIds as unknown[] | undefined) ?? []) maskedSheets.add(one);
  return place;
}

function cleanSheet(data: Data, context: FilterContext): boolean {
  const place = placeOfSheet(data, context);
  const cleanIn = (owner: Data, key: string): void => {
    if (typeof owner[key] === 'string') owner[key] = cleanCss(owner[key], place);
  };
  const cleanRules = (rules: unknown): void => {
    for (const rule of (rules as Data[] | undefined) ?? []) cleanIn(rule, 'rule');
  };
  cleanRules(data['adds']);
  cleanIn(data, 'replace');
  cleanIn(data, 'replaceSync');
  for (const style of (data['styles'] as Data[] | undefined) ?? []) cleanRules(style['rules']);
  return true;
}

function cleanDeclaration(data: Data, context: FilterContext): boolean {
  const place = placeOfSheet(data, context);
  const set = data['set'] as Data | undefined;
  if (typeof set?.['value'] === 'string') set['value'] = cleanCss(set['value'], place);
  return true;
}

interface MutationData {
  adds: { parentId: number; node: SerializedNode }[];
  attributes: { id: number; attributes: Record<string, unknown> }[];
  texts: { id: number; value: string | null }[];
  removes: { parentId: number }[];
}

function cleanMutation(raw: Data, context: FilterContext): boolean {
  const data = raw as unknown as MutationData;
  const { nodeOf, verdicts } = context;
  // Before anything is left out of it: what is blocked from now on was seen.
  const places = [...data.adds, ...data.removes].map(({ parentId }) => parentId);
  if (context.review.isOutdated(data.attributes, places)) context.isOutdated = true;
  data.adds = keep(data.adds, ({ parentId, node }) => {
    const parent = nodeOf(parentId);
    if (verdicts.of(parent) & BLOCKED) return false;
    cleanTree(node, context);
    if (node.textContent && isTag(parent, 'TEXTAREA')) node.textContent = maskKnown(node.textContent, parent, context);
    return true;
  });
  data.attributes = keep(data.attributes, ({ id, attributes }) => {
    const node = nodeOf(id) as Element | null;
    const verdict = verdicts.of(node);
    if (verdict & BLOCKED) return false;
    const tagName = node?.nodeName.toLowerCase() ?? '';
    cleanAttributes(attributes, { policy: context.policy, verdict, tagName, isSvg: isSvg(node), element: node });
    return true;
  });
  data.texts = keep(data.texts, (text) => {
    const node = nodeOf(text.id);
    const parent = node?.parentNode ?? null;
    const verdict = verdicts.of(node);
    if (verdict & BLOCKED) return false;
    if (text.value) text.value = textOf(text.value, node, parent, verdict, context);
    return true;
  });
  return data.adds.length + data.attributes.length + data.texts.length + data.removes.length > 0;
}

/** The same list where nothing is left out. */
function keep<Item>(list: Item[], isKept: (item: Item) => boolean): Item[] {
  const kept = list.filter(isKept);
  return kept.length === list.length ? list : kept;
}

function textOf(text: string, node: Node | null, parent: Node | null, verdict: number, context: FilterContext): string {
  if (isTag(parent, 'TEXTAREA')) return maskKnown(text, parent, context);
  if (isTag(parent, 'STYLE')) return cleanCss(text, placeOf(verdict));
  // Scripts never run in the replay, and without them what is in here is not shown.
  if (isTag(parent, 'SCRIPT', 'NOSCRIPT')) return '';
  return cleanText(text, node, verdict, context.policy, () => (context.isOutdated = true));
}

/**
 * rrweb masks a field by its present value; where that is empty, it copies the `value` attribute or the text that the
 * page came with as they are, and that may be what the customer has just deleted.
 */
function cleanTree(root: SerializedNode, context: FilterContext): void {
  // A list of our own, as pages nest deeper than the call stack likes.
  const pending = [root];
  while (pending.length > 0) {
    const node = pending.pop()!;
    const element = context.nodeOf(node.id);
    const verdict = context.verdicts.of(element);
    if (node.attributes) {
      if (element) context.review.note(element, verdict);
      if (verdict & BLOCKED) {
        blockNode(node, element as Element | null);
        continue;
      }
      const tagName = node.tagName!;
      cleanAttributes(node.attributes, {
        policy: context.policy,
        verdict,
        tagName,
        isSvg: node.isSVG === true,
        element: element as Element | null,
      });
      if (tagName === 'option') markChosen(node.attributes, element, context);
    } else if (node.textContent) {
      // Comments and CDATA are 4 and 5; rrweb leaves comments out by its options.
      node.textContent = node.type === 3 ? textOf(node.textContent, element, element?.parentNode ?? null, verdict, context) : '';
    } else if (node.type === 1) {
      cleanDoctype(node);
    }
    for (const child of node.childNodes ?? []) pending.push(child);
  }
}

function cleanDoctype(node: SerializedNode): void {
  const doctype = node as unknown as Data;
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

function isTag(node: Node | null, ...tags: string[]): boolean {
  return node !== null && tags.includes(node.nodeName.toUpperCase());
}

const isSvg = (node: Element | null): boolean => node?.namespaceURI === 'http://www.w3.org/2000/svg';
