import type { Undo } from '../core/emitter.ts';
import { STYLES } from './styles.ts';

/** Tag name of our one element on the host page; the recorder blocks it, so that the agent never sees it. */
export const HOST_TAG = 'cobrowse-ui';

/** Our element and its shadow root. The only file that adds nodes to the host page. */
export interface UiRoot {
  readonly shadow: ShadowRoot;
  readonly remove: Undo;
}

export function mountRoot(mode: 'closed' | 'open'): UiRoot {
  const host = document.createElement(HOST_TAG);
  // Through the CSSOM, and important: a page's rule for unknown elements must not hide that sharing is on.
  host.style.setProperty('all', 'initial', 'important');
  host.style.setProperty('display', 'block', 'important');
  const shadow = host.attachShadow({ mode });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  shadow.adoptedStyleSheets = [sheet];
  document.documentElement.append(host);
  return { shadow, remove: () => host.remove() };
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
