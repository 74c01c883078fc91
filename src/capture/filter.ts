import type { WireEvent } from '../wire/messages.ts';
import { PRIVATE_MASK } from './inputs.ts';

/** What the filter asks about the page. */
export interface FilterContext {
  /** The page's node with that rrweb id, or `null`. */
  nodeOf(id: number): Node | null;
  /** The value of a field as it may leave the page; see `inputs.ts`. */
  maskInput(value: string, element: Element): string;
}

// rrweb's numbers for event types and sources of incremental events (`@rrweb/types`); importing its enums would bring
// 37 kB of rrweb with them.
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
const META = 4;
const MUTATION = 0;
const INPUT = 5;

interface SerializedNode {
  id: number;
  tagName?: string;
  attributes?: Record<string, unknown>;
  childNodes?: SerializedNode[];
  textContent?: string;
}

interface MutationData {
  source: typeof MUTATION;
  adds: { parentId: number; node: SerializedNode }[];
  attributes: { id: number; attributes: Record<string, unknown> }[];
  texts: { id: number; value: string | null }[];
}

/**
 * The second ring round what is private: every event of every kind passes here before anything else sees it, whatever
 * rrweb made of its options. Changes the event in place (rrweb keeps no use for it) and returns it. Throws only if an
 * event has not the shape that rrweb gives it; the caller then closes.
 */
export function filterEvent(event: WireEvent, context: FilterContext): WireEvent {
  const { data } = event;
  if (event.type === META) {
    data['href'] = withoutQuery(String(data['href']));
  } else if (event.type === FULL_SNAPSHOT) {
    filterTree(data['node'] as SerializedNode, context);
  } else if (event.type === INCREMENTAL && data['source'] === MUTATION) {
    filterMutation(data as unknown as MutationData, context);
  } else if (event.type === INCREMENTAL && data['source'] === INPUT) {
    data['text'] = maskField(data['text'], context.nodeOf(data['id'] as number), context);
  }
  return event;
}

/** Query and hash of an address carry tokens, names and searches; the agent needs neither to know the page. */
function withoutQuery(href: string): string {
  return href.replace(/[?#].*$/s, '');
}

function filterMutation(data: MutationData, context: FilterContext): void {
  for (const { parentId, node } of data.adds) {
    filterTree(node, context);
    const parent = context.nodeOf(parentId);
    if (node.textContent && isField(parent, 'TEXTAREA')) node.textContent = maskField(node.textContent, parent, context);
  }
  for (const { id, attributes } of data.attributes) {
    if (typeof attributes['value'] !== 'string') continue;
    const node = context.nodeOf(id);
    if (isField(node, 'INPUT', 'TEXTAREA', 'SELECT'))
      attributes['value'] = maskField(attributes['value'], node, context);
  }
  for (const text of data.texts) {
    const parent = context.nodeOf(text.id)?.parentNode ?? null;
    if (text.value && isField(parent, 'TEXTAREA')) text.value = maskField(text.value, parent, context);
  }
}

/**
 * rrweb masks a field by its present value; where that is empty, it copies the `value` attribute or the text that the
 * page came with as they are, and that may be what the customer has just deleted.
 */
function filterTree(root: SerializedNode, context: FilterContext): void {
  // A list of our own, as pages nest deeper than the call stack likes.
  const pending = [root];
  while (pending.length > 0) {
    const node = pending.pop()!;
    const { tagName, attributes, childNodes } = node;
    if (attributes && (tagName === 'input' || tagName === 'textarea' || tagName === 'select')) {
      const element = context.nodeOf(node.id);
      if (typeof attributes['value'] === 'string')
        attributes['value'] = maskField(attributes['value'], element, context);
      if (tagName === 'textarea')
        for (const child of childNodes ?? [])
          if (child.textContent) child.textContent = maskField(child.textContent, element, context);
    }
    if (attributes && tagName === 'option') markChosen(attributes, context.nodeOf(node.id), context);
    for (const child of childNodes ?? []) pending.push(child);
  }
}

/**
 * rrweb tells of the chosen option only where selects as a whole are not masked, and ours are masked one by one. Where
 * the value may leave, so may the choice; the replay knows no other way to show it.
 */
function markChosen(attributes: Record<string, unknown>, node: Node | null, context: FilterContext): void {
  const option = node as HTMLOptionElement | null;
  const select = option?.selected ? option.closest('select') : null;
  if (select && select.value !== '' && context.maskInput(select.value, select) === select.value)
    attributes['selected'] = true;
}

/** A field that is not known any more cannot be judged, and so is private. */
function maskField(value: unknown, node: Node | null, context: FilterContext): string {
  const text = typeof value === 'string' ? value : '';
  if (text === '') return '';
  return node ? context.maskInput(text, node as Element) : PRIVATE_MASK;
}

function isField(node: Node | null, ...tags: string[]): boolean {
  return node !== null && tags.includes(node.nodeName.toUpperCase());
}
