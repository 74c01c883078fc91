/** The element with that `data-testid`; throws for one that the page lacks. */
export function byTestId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.querySelector<Kind>(`[data-testid="${id}"]`);
  if (!found) throw new Error(`The console has no element with data-testid "${id}".`);
  return found;
}

/** An element with a class and a text. */
export function labelled<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, className: string, text: string): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

/** `1.2 kB` rather than `1234`: what a person takes in at a glance. Decimal kilobytes, as networks count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
