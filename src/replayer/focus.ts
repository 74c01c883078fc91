/**
 * Runs `change` and gives the agent's keyboard back if it was taken: a modal dialog that opens takes the focus into the
 * replay's frame, and `inert` around a frame does not keep it out (seen in Chromium 156).
 */
export function keepFocus(layer: HTMLElement, change: () => void): void {
  const before = focused(layer.ownerDocument);
  try {
    change();
  } finally {
    const after = focused(layer.ownerDocument);
    if (after !== before && after && layer.contains(after)) {
      after.blur();
      before?.focus({ preventScroll: true });
    }
  }
}

function focused(document: Document): HTMLElement | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element as HTMLElement | null;
}
