import type { WireEvent } from '../wire/messages.ts';

/** The texts of the customer's page, kept up to date from rrweb events, without a DOM. */
export interface PageText {
  apply(events: readonly WireEvent[]): void;
  /** Every text that is on the page now, one a line. Lines that were added later come later, wherever they are shown. */
  read(): string;
}

/** A serialized node, as far as it is looked at: rrweb's `serializedNodeWithId`. */
interface Node {
  readonly id: number;
  readonly textContent?: string;
  readonly isStyle?: boolean;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly childNodes?: readonly Node[];
}

interface Mutation {
  readonly source?: number;
  readonly removes?: readonly { readonly id: number }[];
  readonly adds?: readonly { readonly parentId: number; readonly node: Node }[];
  readonly texts?: readonly { readonly id: number; readonly value: string | null }[];
  readonly id?: number;
  readonly text?: string;
}

/** rrweb's numbers: `EventType` of the first two, `IncrementalSource` of the others. */
const FULL_SNAPSHOT = 2;
const INCREMENTAL = 3;
const MUTATION = 0;
const INPUT = 5;

export function createPageText(): PageText {
  let texts = new Map<number, string>();
  let children = new Map<number, number[]>();

  function add(parentId: number, node: Node): void {
    children.set(parentId, [...(children.get(parentId) ?? []), node.id]);
    const { value } = node.attributes ?? {};
    const text = node.isStyle ? undefined : (node.textContent ?? (typeof value === 'string' ? value : undefined));
    if (text?.trim()) texts.set(node.id, text.trim());
    for (const child of node.childNodes ?? []) add(node.id, child);
  }

  function remove(id: number): void {
    texts.delete(id);
    for (const child of children.get(id) ?? []) remove(child);
    children.delete(id);
  }

  function change(data: Mutation): void {
    if (data.source === INPUT && data.id !== undefined) texts.set(data.id, data.text ?? '');
    if (data.source !== MUTATION) return;
    for (const { id } of data.removes ?? []) remove(id);
    for (const { parentId, node } of data.adds ?? []) add(parentId, node);
    for (const { id, value } of data.texts ?? []) texts.set(id, (value ?? '').trim());
  }

  return {
    apply(events) {
      for (const { type, data } of events) {
        if (type === FULL_SNAPSHOT) {
          texts = new Map();
          children = new Map();
          add(0, (data as unknown as { node: Node }).node);
        } else if (type === INCREMENTAL) change(data as Mutation);
      }
    },
    read: () => [...texts.values()].filter((text) => text !== '').join('\n'),
  };
}
