type Child = Node | string;

/** An element with attributes and children; text goes in as text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** The element with that `data-testid`; throws for one that the page lacks. */
export function byTestId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.querySelector<Kind>(`[data-testid="${id}"]`);
  if (!found) throw new Error(`The page has no element with data-testid "${id}".`);
  return found;
}
