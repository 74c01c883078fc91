import type { Undo } from '../core/emitter.ts';
import { STYLES } from './styles.ts';

/** Tag name of our one element on the host page; the recorder blocks it, so that the agent never sees it. */
export const HOST_TAG = 'cobrowse-ui';

/** Our element and its shadow root. The only file that adds nodes to the host page. */
export interface UiRoot {
  readonly shadow: ShadowRoot;
  readonly remove: Undo;
}

/**
 * A framework that renders the whole document anew does so once for a page, or a few times while it starts. Whoever takes
 * the element away more often than that within moments does it on seeing it, and is not outdone in a race.
 */
const MAX_RETURNS = 3;
const WITHIN_MS = 5_000;

/** Puts the element back whenever the page takes it away; `onLost` is told when that is of no use. */
export function mountRoot(mode: 'closed' | 'open', onLost: () => void): UiRoot {
  const host = document.createElement(HOST_TAG);
  // Through the CSSOM, and important: a page's rule for unknown elements must not hide that sharing is on.
  host.style.setProperty('all', 'initial', 'important');
  host.style.setProperty('display', 'block', 'important');
  const shadow = host.attachShadow({ mode });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  let observer: MutationObserver | undefined;
  let isDeaf = true;
  let returns = 0;
  let sinceMs = 0;

  const handleSelf = (): void => void (isDeaf = false);
  host.addEventListener(HOST_TAG, handleSelf);
  const mount = (): void => {
    const page = document.documentElement;
    // Null between `document.open()` and the first tag; a tag is told of, too.
    if (!page || host.parentNode === page) return;
    if (Date.now() - sinceMs > WITHIN_MS) {
      sinceMs = Date.now();
      returns = 0;
    }
    // `document.open()` takes all listeners, of the buttons, too: what is put back then would be deaf.
    host.dispatchEvent(new Event(HOST_TAG));
    // The first time is no return.
    if (isDeaf || returns++ > MAX_RETURNS) return onLost();
    isDeaf = true;
    page.append(host);
    // A stay in another document, such as a frame's, takes the styles away.
    shadow.adoptedStyleSheets = [sheet];
    observer?.observe(document, { childList: true });
    observer?.observe(page, { childList: true });
  };
  try {
    observer = new MutationObserver(mount);
  } catch {
    // Pages replace it by one that throws, and the recorder finds the browser's own: sharing goes on, less watched over.
  }
  mount();
  return {
    shadow,
    remove() {
      observer?.disconnect();
      host.removeEventListener(HOST_TAG, handleSelf);
      host.remove();
    },
  };
}

/** An element with properties and children; text goes in as text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export function button(text: string, testId: string, kind: string, onClick: (event: Event) => void): HTMLButtonElement {
  const node = element('button', { type: 'button', class: kind, 'data-testid': testId }, text);
  node.addEventListener('click', onClick);
  return node;
}
