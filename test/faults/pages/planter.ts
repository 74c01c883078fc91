import type { Random } from '../random.ts';

/** Makes the nodes of a page that changes at random, and finds its way among them. */
export interface Planter {
  /** Every element of the garden, those in shadow roots among them. */
  elements(): HTMLElement[];
  /** Where something may be put: the garden, an element of it, a shadow root. */
  anyPlace(): HTMLElement | ShadowRoot;
  anyText(): Text | undefined;
  /** Whether the place is inside the element, also by way of shadow roots. */
  isWithin(place: Node, element: Element): boolean;
  plant(depth: number): HTMLElement;
  shadowHost(): HTMLElement;
  frame(): HTMLIFrameElement;
  row(number: number): HTMLElement;
  words(): Text;
  sentence(): string;
}

const WORDS = ['apple', 'birch', 'clover', 'daisy', 'elder', 'fern', 'gorse', 'hazel', 'iris', 'juniper', '苔', 'ünder', '🌱'];
const TAGS = ['div', 'p', 'span', 'section', 'b', 'ul', 'li', 'button'];
/** A shadow root in a shadow root in one is as deep as pages go. */
const MAX_DEPTH = 8;

export function createPlanter(document: Document, garden: HTMLElement, random: Random): Planter {
  const sentence = (): string => Array.from({ length: random.whole(1, 5) }, () => random.pick(WORDS)).join(' ');
  const words = (): Text => document.createTextNode(sentence());

  function elements(): HTMLElement[] {
    const found: HTMLElement[] = [];
    const roots: ParentNode[] = [garden];
    // The list grows while it is gone through.
    for (const root of roots)
      for (const element of root.querySelectorAll<HTMLElement>(':not(style)')) {
        found.push(element);
        if (element.shadowRoot) roots.push(element.shadowRoot);
      }
    return found;
  }

  function depthOf(node: Node): number {
    let depth = 0;
    for (let at: Node | null = node; at && at !== garden; at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null) depth += 1;
    return depth;
  }

  function plant(depth: number): HTMLElement {
    const element = document.createElement(random.pick(TAGS));
    if (random.isLikely(0.3)) element.className = random.pick(['a', 'b', 'c d', 'rule', 'adopted']);
    element.append(words());
    for (let count = depth > 0 ? random.whole(0, 3) : 0; count > 0; count -= 1) element.append(plant(depth - 1), words());
    return element;
  }

  return {
    elements,
    anyPlace() {
      const places = elements().filter((element) => element.localName !== 'iframe' && depthOf(element) < MAX_DEPTH);
      const place = random.pick([garden, ...places]);
      return random.isLikely(0.7) ? (place.shadowRoot ?? place) : place;
    },
    anyText() {
      const parents = [garden, ...elements()].flatMap((element) => [element, ...(element.shadowRoot ? [element.shadowRoot] : [])]);
      const texts = parents.flatMap((parent) => [...parent.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE));
      return texts.length > 0 ? (random.pick(texts) as Text) : undefined;
    },
    isWithin(place, element) {
      for (let at: Node | null = place; at; at = at.parentNode ?? (at as Partial<ShadowRoot>).host ?? null) if (at === element) return true;
      return false;
    },
    plant,
    shadowHost() {
      const host = document.createElement('div');
      const root = host.attachShadow({ mode: 'open' });
      const style = document.createElement('style');
      style.textContent = '.a { color: rgb(9, 9, 200) }';
      root.append(style, plant(1));
      if (random.isLikely(0.3)) root.append(document.createElement('slot'));
      host.append(plant(0));
      return host;
    },
    frame() {
      const frame = document.createElement('iframe');
      frame.width = '200';
      frame.height = '60';
      return frame;
    },
    row(number) {
      const row = document.createElement('tr');
      for (const text of [String(number), sentence(), sentence()]) row.insertCell().append(text);
      return row;
    },
    words,
    sentence,
  };
}
