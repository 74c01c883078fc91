import { type AttributeValue, cleanAttribute } from './attributes.ts';
import type { Steps } from '../core/steps.ts';
import { type CleanNode, cleanTree, cleanTreeInSteps, malformed, MAX_DEPTH, MAX_NODES, nodeId } from './tree.ts';

/** What is known of the page as it is rebuilt so far. */
export interface KnownPage {
  /** Lower-case tag, `#document`, `#text` and the like of a node, or undefined for an unknown id. */
  tagOf(id: number): string | undefined;
  /** Levels above that node in its document. */
  depthOf(id: number): number;
  /** Ids of the constructed style sheets that were sent. */
  readonly styles: Set<number>;
}

const DOCUMENT = 0;
const ELEMENT = 2;

/** Checks a full snapshot: a document with an `html` element, which rrweb takes for granted. */
export function* cleanSnapshot(data: Record<string, unknown>): Steps<Record<string, unknown>> {
  const node = yield* cleanTreeInSteps(data['node']);
  const isPage = node.type === DOCUMENT && node.childNodes?.some((child) => child.tagName === 'html' && !child.isSVG);
  if (!isPage) throw malformed('a snapshot of an HTML document');
  const { left, top } = (data['initialOffset'] ?? {}) as Record<string, unknown>;
  return { node, initialOffset: { left: finite(left), top: finite(top) } };
}

/** Changes that one part of a mutation has at most. 200 new nodes take an agent's browser some 5 ms. */
const PART = 200;

type Raw = Record<string, unknown>;

/**
 * Yields a mutation in parts, removals first: only once they are done does the page tell which nodes the rest may refer
 * to, and rrweb would search half a second for one that does not exist. The parts keep rrweb's own order: what is
 * removed, added, of other text, of other attributes. Yields undefined where a large one can be left off; a small one is
 * one change to whoever looks.
 */
export function* cleanMutation(data: Raw, page: KnownPage): Generator<object | void> {
  for (const [at, [part]] of partsOf([items(data['removes'])])) {
    if (at > 0) yield;
    const removes = part!.map((raw) => ({
      id: nodeId(raw['id']),
      parentId: nodeId(raw['parentId']),
      ...(raw['isShadow'] === true ? { isShadow: true } : {}),
    }));
    yield { removes, adds: [], texts: [], attributes: [] };
  }
  const added: Added = new Map();
  const isAttachIframe = data['isAttachIframe'] === true ? { isAttachIframe: true } : {};
  const rest = [parentsFirst(items(data['adds'])), items(data['texts']), items(data['attributes'])];
  for (const [at, [newNodes, newTexts, newAttributes]] of partsOf(rest)) {
    if (at > 0) yield;
    const adds = newNodes!.flatMap((raw) => cleanAdd(raw, page, added));
    const texts = newTexts!.map((raw) => ({
      id: nodeId(raw['id']),
      value: typeof raw['value'] === 'string' ? raw['value'] : null,
    }));
    const attributes = newAttributes!.map((raw) => cleanAttributeChange(raw, page, added));
    if (adds.length + texts.length + attributes.length > 0) yield { removes: [], adds, texts, attributes, ...isAttachIframe };
  }
}

/** Goes through the lists, one after the other, in pieces; a piece may have the end of one and the beginning of the next. */
function* partsOf(lists: readonly (readonly Raw[])[]): Generator<[from: number, parts: (readonly Raw[])[]]> {
  const size = lists.reduce((sum, { length }) => sum + length, 0);
  for (let from = 0; from < size; from += PART) {
    let before = 0;
    const pieces = lists.map((list) => {
      const start = from - before;
      before += list.length;
      return list.slice(Math.max(0, start), Math.max(0, start + PART));
    });
    yield [from, pieces];
  }
}

type Added = Map<number, { tag: string; depth: number }>;

const idOf = (add: Record<string, unknown>): unknown => (add['node'] as { id?: unknown } | null)?.id;

/**
 * rrweb 2.2 sends additions so that parent and next sibling are there already, save one: of a shadow host that moves, what is
 * new in its root may come before the host. The order of siblings stays; what waits for itself never comes.
 */
function parentsFirst(adds: Record<string, unknown>[]): Record<string, unknown>[] {
  const coming = new Set(adds.map(idOf));
  const waiting = new Map<unknown, Record<string, unknown>[]>();
  const ordered: Record<string, unknown>[] = [];
  for (const next of adds) {
    const ready = [next];
    // The list grows while it is gone through.
    for (const add of ready) {
      const { parentId } = add;
      if (coming.has(parentId)) {
        const siblings = waiting.get(parentId);
        if (siblings) siblings.push(add);
        else waiting.set(parentId, [add]);
        continue;
      }
      ordered.push(add);
      const id = idOf(add);
      coming.delete(id);
      for (const child of waiting.get(id) ?? []) ready.push(child);
      waiting.delete(id);
    }
  }
  return ordered;
}

/** One without a parent has no place. */
function cleanAdd(raw: Record<string, unknown>, page: KnownPage, added: Added): object[] {
  const parentId = nodeId(raw['parentId']);
  const parentTag = added.get(parentId)?.tag ?? page.tagOf(parentId);
  if (parentTag === undefined) return [];
  const isFrameDocument = (raw['node'] as { type?: unknown } | null)?.type === DOCUMENT;
  // For a document anywhere else rrweb would empty the whole page; what else is in a frame's element is never shown.
  if (isFrameDocument !== (parentTag === 'iframe')) return [];
  const depth = isFrameDocument ? 0 : (added.get(parentId)?.depth ?? page.depthOf(parentId)) + 1;
  if (depth > MAX_DEPTH) return [];
  const node = cleanTree(raw['node'], depth);
  note(node, depth, added);
  return [{ parentId, nextId: known(raw['nextId'], page, added), previousId: known(raw['previousId'], page, added), node }];
}

/** Later additions of the same event may hang on this one; what it brings along below it is rebuilt for frames alone. */
function note(node: CleanNode, depth: number, added: Added): void {
  added.set(node.id, { tag: node.type === ELEMENT ? node.tagName!.toLowerCase() : '#text', depth });
}

function known(raw: unknown, page: KnownPage, added: Added): number | null {
  if (raw === null || raw === undefined || raw === -1) return null;
  const id = nodeId(raw);
  return added.has(id) || page.tagOf(id) !== undefined ? id : null;
}

function cleanAttributeChange(raw: Record<string, unknown>, page: KnownPage, added: Added): object {
  const id = nodeId(raw['id']);
  // One id may be given to two nodes; both count, because it depends on rrweb which of them is changed.
  const tags = [page.tagOf(id), added.get(id)?.tag].filter((tag) => tag !== undefined);
  const attributes: Record<string, unknown> = {};
  for (const [name, value] of Object.entries((raw['attributes'] ?? {}) as object)) {
    if (value === null) {
      if (name !== 'sandbox' && !(name in {})) attributes[name] = null;
    } else if (typeof value === 'object') {
      if (name === 'style') attributes[name] = cleanStyle(value);
    } else if (typeof value === 'string') {
      const kept = cleanAttribute(tags, name, value as AttributeValue);
      if (kept !== undefined) attributes[name] = kept;
    }
  }
  return { id, attributes };
}

/** rrweb's difference of a style attribute: a value, a value with its priority, or false for gone. */
function cleanStyle(raw: object): Record<string, unknown> {
  const style: Record<string, unknown> = {};
  for (const [property, value] of Object.entries(raw)) {
    if (property in {}) continue;
    const isPair = Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
    if (value === false || typeof value === 'string' || isPair) style[property] = value;
  }
  return style;
}

function items(raw: unknown): Record<string, unknown>[] {
  if (!Array.isArray(raw) || raw.length > MAX_NODES || !raw.every((item) => typeof item === 'object' && item !== null))
    throw malformed('lists of objects in a mutation');
  return raw;
}

const finite = (value: unknown): number => (Number.isFinite(value) ? (value as number) : 0);
