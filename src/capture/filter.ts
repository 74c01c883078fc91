import type { WireEvent } from '../wire/messages.ts';
import { type AttributeContext, cleanAttributes } from './attributes.ts';
import { cleanCss } from './css.ts';
import { cleanTree, type FilterContext, maskKnown, type Place, placeIn, placeOf, type SerializedNode, textOf } from './filter-tree.ts';
import { nodeNameOf, parentNodeOf } from './natives.ts';
import type { Policy } from './policy.ts';
import { cleanLink } from './urls.ts';
import { BLOCKED, MASKED, withChoice } from './verdicts.ts';

export type { FilterContext } from './filter-tree.ts';

// rrweb's numbers for event types and sources of incremental events (`@rrweb/types`); importing its enums would bring
// 37 kB of rrweb with them.
const DOM_CONTENT_LOADED = 0;
const LOAD = 1;
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
const META = 4;

type Data = Record<string, unknown>;
type Clean = (data: Data, context: FilterContext, isAnew: boolean) => boolean;

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
  const isAnew = mayJudgeAnew(event, context);
  if (isAnew) context.verdicts.renew();
  const filtered = clean(event, context, isAnew);
  // What rrweb asks until the next event is asked of the page as it then is: what it masks cannot be brought back here.
  if (isAnew) context.verdicts.renew();
  return filtered;
}

/**
 * Whether what holds for a node may be another thing now. rrweb tells of all changes to the page in order, so that after a
 * change of texts or styles alone what was found before still holds; all else, and what comes before its changes are told
 * of, as typing does, is judged anew.
 */
function mayJudgeAnew({ type, data }: WireEvent, { mentions, nodeOf }: FilterContext): boolean {
  if (type !== INCREMENTAL || data['source'] !== 0 || mentions.looksAside) return true;
  const { adds, removes, attributes } = data as unknown as MutationData;
  return adds.length + removes.length > 0 || attributes.some((change) => mentions.mayMatter(change.attributes, nodeOf(change.id)));
}

function clean(event: WireEvent, context: FilterContext, isAnew: boolean): WireEvent | null {
  const { data } = event;
  switch (event.type) {
    case DOM_CONTENT_LOADED:
    case LOAD:
      return event;
    case META:
      data['href'] = cleanLink(String(data['href']), context.policy.allowParameters);
      return event;
    case FULL_SNAPSHOT:
      context.review.begin();
      cleanTree(data['node'] as SerializedNode, placeIn(null, context.verdicts), context);
      // A number that reaches over several nodes is masked in all of them here.
      context.isOutdated = false;
      return event;
    case INCREMENTAL:
      return BY_SOURCE[data['source'] as number]?.(data, context, isAnew) ? event : null;
    default:
      return null;
  }
}

/** Events that are known and may still not leave, as nothing of them is for the agent; all others count as unknown. */
export const isUnderstood = ({ type, data }: WireEvent): boolean =>
  type <= META && (type !== INCREMENTAL || (data['source'] as number) in BY_SOURCE);

function isNotBlocked(data: Data, { nodeOf, verdicts }: FilterContext): boolean {
  return !verdicts.blocks(nodeOf(data['id'] as number));
}

/** Over a blocked place the pointer would tell which of its keys was pressed. */
function cleanMoves(data: Data, context: FilterContext): boolean {
  const seen = keep(data['positions'] as Data[], (position) => isNotBlocked(position, context));
  data['positions'] = seen;
  return seen.length > 0;
}

function cleanInput(data: Data, context: FilterContext): boolean {
  const id = data['id'] as number;
  const node = context.nodeOf(id);
  const verdict = context.verdicts.of(node);
  // By rules on what is checked, empty or valid, other things may be hidden now.
  if (context.review.isOutdated([], [id])) context.isOutdated = true;
  data['text'] = maskKnown(data['text'], node, context);
  if (verdict & MASKED && data['isChecked']) data['isChecked'] = false;
  return !(verdict & BLOCKED);
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

function cleanMutation(raw: Data, context: FilterContext, isAnew: boolean): boolean {
  const data = raw as unknown as MutationData;
  const { nodeOf, verdicts } = context;
  // Before anything is left out of it: what is blocked from now on was seen.
  if (isAnew && isOutdated(data, context)) context.isOutdated = true;
  if (data.adds.length > 0) data.adds = cleanAdds(data.adds, context);
  data.attributes = keep(data.attributes, ({ id, attributes }) => {
    const node = nodeOf(id) as Element | null;
    const own = verdicts.of(node);
    if (own & BLOCKED) return false;
    cleanAttributes(attributes, new Changed(context.policy, node ? withChoice(own, node, verdicts) : own, node));
    return true;
  });
  // Most texts are changed in the place where the one before was.
  let lastParent: Node | null | undefined;
  let place: Place;
  data.texts = keep(data.texts, (text) => {
    const node = nodeOf(text.id);
    const parent = node && parentNodeOf(node);
    if (parent !== lastParent) place = placeIn((lastParent = parent), verdicts);
    if (place.verdict & BLOCKED) return false;
    if (text.value) text.value = textOf(text.value, text.id, place, context);
    return true;
  });
  return data.adds.length + data.attributes.length + data.texts.length + data.removes.length > 0;
}

function cleanAdds(adds: MutationData['adds'], context: FilterContext): MutationData['adds'] {
  const { nodeOf, verdicts } = context;
  // By rrweb's number: what is added is told of before what is in it.
  const places = new Map<number, Place>();
  let lastId: number | undefined;
  let last: Place;
  const placeUnder = (id: number): Place => {
    if (id === lastId) return last;
    lastId = id;
    const known = places.get(id);
    if (known) return (last = known);
    places.set(id, (last = placeIn(nodeOf(id), verdicts)));
    return last;
  };
  const placeInRoot = (id: number): Place => {
    const live = nodeOf(id);
    return placeIn(live && parentNodeOf(live), verdicts);
  };
  return keep(adds, ({ parentId, node }) => {
    const place = placeUnder(parentId);
    if (place.verdict & BLOCKED) return false;
    const inner = cleanTree(node, node.isShadow ? placeInRoot(node.id) : place, context);
    if (inner) places.set(node.id, inner);
    return true;
  });
}

/** An element whose attributes have changed. */
class Changed implements AttributeContext {
  constructor(
    readonly policy: Policy,
    readonly verdict: number,
    private readonly live: Element | null,
  ) {}
  get tagName(): string {
    return this.live ? nodeNameOf(this.live).toLowerCase() : '';
  }
  get isSvg(): boolean {
    return this.live?.namespaceURI === 'http://www.w3.org/2000/svg';
  }
  element(): Element | null {
    return this.live;
  }
}

function isOutdated({ adds, removes, attributes }: MutationData, { mentions, review }: FilterContext): boolean {
  if (!mentions.looksAside) return attributes.length > 0 && review.isOutdated(attributes, []);
  return review.isOutdated(attributes, [...adds, ...removes].map(({ parentId }) => parentId));
}

/** The same list where nothing is left out. */
function keep<Item>(list: Item[], isKept: (item: Item) => boolean): Item[] {
  let kept: Item[] | undefined;
  for (let index = 0; index < list.length; index += 1) {
    const item = list[index]!;
    if (isKept(item)) kept?.push(item);
    else kept ??= list.slice(0, index);
  }
  return kept ?? list;
}
