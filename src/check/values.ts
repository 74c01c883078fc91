/** One rrweb event, as far as it is looked at. */
export interface SentEvent {
  readonly type: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** One value in an event, as often as it is there. */
export interface SentValue {
  /** `text`, `title`, `field value`, `address`, `style`, `attribute NAME`, or `other`. */
  readonly kind: string;
  readonly value: string;
}

/** A value that left, and how often. */
export interface ListedValue extends SentValue {
  readonly count: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** rrweb's numbers: `EventType`, `IncrementalSource` and `NodeType`. */
const EVENT = { fullSnapshot: 2, incremental: 3, meta: 4 };
const SOURCE = { mutation: 0, input: 5 };
/** Style sheet rules, fonts, declarations, adopted style sheets. */
const STYLE_SOURCES: readonly unknown[] = [8, 10, 13, 15];
const NODE = { doctype: 1, element: 2 };

const ADDRESSES = ['href', 'src', 'srcset', 'action', 'formaction', 'poster', 'data', 'cite', 'background', 'xlink:href', 'imagesrcset', 'ping'];
const FIELDS = ['input', 'textarea', 'select', 'option', 'button'];
const STYLES = ['style', '_cssText'];

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const listIn = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);

/** Every value in the events, in their order. What is of no known kind is there, too, as `other`. */
export function sentValues(events: readonly SentEvent[]): SentValue[] {
  const found: SentValue[] = [];
  /** An element's own tag, a text's parent's. */
  const tags = new Map<unknown, string>();
  const add = (kind: string, value: unknown): void => {
    if ((typeof value === 'string' && value.trim() !== '') || typeof value === 'number') found.push({ kind, value: String(value) });
  };

  /** All texts in it, however deep. */
  function addAll(kind: string, value: unknown): void {
    if (typeof value === 'string') add(kind, value);
    else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) addAll(kind, part);
  }

  function addText(tag: string, value: unknown): void {
    if (tag === 'title') add('title', value);
    else if (tag === 'style') add('style', value);
    else if (tag === 'textarea') add('field value', value);
    else add('text', value);
  }

  function addAttributes(tag: string, attributes: unknown): void {
    for (const [name, value] of Object.entries(isFields(attributes) ? attributes : {})) {
      if (STYLES.includes(name)) addStyle(value);
      else if (name === 'value' && FIELDS.includes(tag)) add('field value', value);
      else if (ADDRESSES.includes(name)) add('address', value);
      else if (typeof value === 'object') addAll(`attribute ${name}`, value);
      else add(`attribute ${name}`, value);
    }
  }

  /** A text, or the declarations that have changed: `{color: 'red', width: ['1px', 'important'], top: false}`. */
  function addStyle(value: unknown): void {
    if (!isFields(value)) return add('style', value);
    for (const [property, set] of Object.entries(value))
      if (set !== false) add('style', `${property}: ${Array.isArray(set) ? set.join(' !') : String(set)}`);
  }

  function addNode(node: Fields, parentTag: string): void {
    const tag = typeof node['tagName'] === 'string' ? node['tagName'] : parentTag;
    tags.set(node['id'], tag);
    if (node['type'] === NODE.element) addAttributes(tag, node['attributes']);
    else if (node['type'] === NODE.doctype) addAll('other', [node['publicId'], node['systemId']]);
    else addText(node['isStyle'] === true ? 'style' : tag, node['textContent']);
    for (const child of listIn(node['childNodes'])) addNode(child, tag);
  }

  function addMutation({ adds, texts, attributes }: Fields): void {
    for (const { parentId, node } of listIn(adds)) if (isFields(node)) addNode(node, tags.get(parentId) ?? '');
    for (const { id, value } of listIn(texts)) addText(tags.get(id) ?? '', value);
    for (const { id, attributes: changed } of listIn(attributes)) addAttributes(tags.get(id) ?? '', changed);
  }

  for (const { type, data } of events) {
    if (type === EVENT.fullSnapshot && isFields(data['node'])) addNode(data['node'], '');
    else if (type === EVENT.meta) add('address', data['href']);
    else if (type !== EVENT.incremental) addAll('other', data);
    else if (data['source'] === SOURCE.mutation) addMutation(data);
    else if (data['source'] === SOURCE.input) add('field value', data['text']);
    else addAll(STYLE_SOURCES.includes(data['source']) ? 'style' : 'other', data);
  }
  return found;
}

const KINDS = ['title', 'text', 'field value', 'address', 'attribute', 'style', 'other'];
const rank = (kind: string): number => KINDS.indexOf(kind.startsWith('attribute ') ? 'attribute' : kind);

/** Each value once, kind by kind. */
export function listValues(sent: readonly SentValue[]): ListedValue[] {
  const listed = new Map<string, { kind: string; value: string; count: number }>();
  for (const { kind, value } of sent) {
    const key = `${kind}\n${value}`;
    const known = listed.get(key);
    if (known) known.count += 1;
    else listed.set(key, { kind, value, count: 1 });
  }
  return [...listed.values()].sort((a, b) => rank(a.kind) - rank(b.kind) || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));
}

/** A line of a terminal, with room for the kind. */
const MOST_CHARACTERS = 120;

/** On one line, and not a whole style sheet. */
export function shortened(value: string): string {
  const line = value.replaceAll(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : line;
}
