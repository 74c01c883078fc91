import { createWeakList } from './weak-list.ts';

/** What the tidy-up needs of rrweb's mirror, its map from ids to the page's nodes. */
export interface Mirror {
  getIds(): number[];
  getNode(id: number): Node | null;
  /** The node's id; below 1 where it has none. */
  getId(node: Node): number;
  reset(): void;
}

/** Remembers what rrweb leaves on nodes of the page, and takes it off once rrweb has stopped. */
export interface Tidy {
  /** Notes a shadow root that rrweb is about to watch. */
  noteRoot(root: ShadowRoot): void;
  /** Notes every shadow root of the page, directly after a snapshot: rrweb touches them a task later. */
  noteRoots(): void;
  /** To be called after rrweb has stopped. */
  finish(): void;
}

const SHEETS = 'adoptedStyleSheets';
const PASSWORD_MARK = 'data-rr-is-password';

/**
 * See `docs/decisions/2026-11-25-tidy-after-rrweb.md` for all that is left behind and where each is undone. `onRoot` is told of
 * each root that is noted.
 */
export function createTidy(mirror: Mirror, onRoot: (root: ShadowRoot) => void): Tidy {
  // The page may drop a root at any time, and this note must not keep it.
  const before = new WeakMap<ShadowRoot, { own: PropertyDescriptor | undefined }>();
  const noted = createWeakList<ShadowRoot>();

  const noteRoot = (root: ShadowRoot): void => {
    if (root.mode !== 'open' || before.has(root)) return;
    before.set(root, { own: Object.getOwnPropertyDescriptor(root, SHEETS) });
    noted.add(root);
    onRoot(root);
  };

  const noteRoots = (): void => {
    for (const { shadowRoot } of elementsOf(mirror)) if (shadowRoot) noteRoot(shadowRoot);
  };

  return {
    noteRoot,
    noteRoots,
    finish() {
      // Roots that came with the page's HTML while rrweb recorded; what they had before is not known, nor likely.
      for (const { shadowRoot } of elementsOf(mirror))
        if (shadowRoot && !before.has(shadowRoot)) {
          before.set(shadowRoot, { own: undefined });
          noted.add(shadowRoot);
        }
      for (const root of noted.takeAll()) restoreSheets(root, before.get(root)?.own);
      for (const element of elementsOf(mirror)) unmark(element);
      // Holds every node of the page until the next recording.
      mirror.reset();
    },
  };
}

/** rrweb 'restores' the property by an own one with the native accessors; the page had none, or another. */
function restoreSheets(root: ShadowRoot, own: PropertyDescriptor | undefined): void {
  const left = Object.getOwnPropertyDescriptor(root, SHEETS);
  const native = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(root) as object, SHEETS);
  if (!left || left.set !== native?.set || !left.configurable) return;
  if (own) Object.defineProperty(root, SHEETS, own);
  else Reflect.deleteProperty(root, SHEETS);
}

/**
 * A field that is a password again needs the mark no more. One that still shows its password keeps it: another
 * recorder on the page may rely on the same attribute, and would send the password without it.
 */
function unmark(element: Element): void {
  if (element.hasAttribute(PASSWORD_MARK) && (element as HTMLInputElement).type === 'password')
    element.removeAttribute(PASSWORD_MARK);
}

function* elementsOf(mirror: Mirror): Generator<Element> {
  for (const id of mirror.getIds()) {
    const node = mirror.getNode(id);
    if (node?.nodeType === 1) yield node as Element;
  }
}
