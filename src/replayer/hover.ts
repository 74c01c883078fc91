/**
 * Shows elements as hovered, in place of rrweb's own emulation: that takes the class from every hovered element and
 * gives it back with each position, `html` and `body` included, and so restyles the whole page each time. Only what
 * has changed is touched here.
 */
export function createHover(): (target: Node) => void {
  let hovered: readonly Element[] = [];

  return (target) => {
    const next = chainOf(target);
    const staying = new Set(next);
    // rrweb rewrites hover rules of the recorded CSS to this class.
    for (const element of hovered) if (!staying.has(element)) element.classList.remove(':hover');
    for (const element of next) element.classList.add(':hover');
    hovered = next;
  };
}

function chainOf(target: Node): Element[] {
  const chain: Element[] = [];
  for (let node: Node | null = target; node; node = node.parentNode ?? hostOf(node))
    if (isElement(node)) chain.push(node);
  return chain;
}

// Nodes of another document are no instances of this window's classes.
const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;
const hostOf = (node: Node): Node | null => (node as Partial<ShadowRoot>).host ?? null;
