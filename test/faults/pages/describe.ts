/**
 * What a person could see of a page, one line for each node, so that the customer's and the agent's can be compared. All
 * that the two may differ in is left out or made alike here, and nowhere else.
 */
export function describePage(document: Document, side: 'customer' | 'agent'): string[] {
  const lines = [`scrolled to ${Math.round(document.defaultView!.scrollX)},${Math.round(document.defaultView!.scrollY)}`];
  const { title } = document;
  lines.push(`title ${title}`, `mark ${document.documentElement.getAttribute('data-mark')}`);
  describeChildren(document.body, '', side, lines);
  return lines;
}

/** Properties that the page's style rules, in whatever sheet, set on something. */
const SAMPLE = ['color', 'backgroundColor', 'fontWeight', 'borderTopWidth', 'opacity', 'display', 'marginLeft'] as const;

/**
 * Scripts never run in the replay, where an empty `noscript` stands for them or nothing; comments do not leave the page; the
 * widget's own element is none of the page's; and what a style sheet says is compared by what it does.
 */
const LEFT_OUT = new Set(['SCRIPT', 'NOSCRIPT', 'STYLE', 'LINK', 'COBROWSE-UI']);

/**
 * Attributes that say what else is compared, or are not for the replay: a form's state is read from its properties; an
 * inner page is compared itself, and has an address and a sandbox of the replayer's own; a style is compared by property;
 * rrweb keeps the agent's browser from filling fields in (`autocomplete`).
 */
const ELSEWHERE = new Set(['value', 'checked', 'selected', 'style', 'src', 'srcdoc', 'sandbox', 'autocomplete']);

function describeChildren(parent: ParentNode, indent: string, side: 'customer' | 'agent', lines: string[]): void {
  for (const node of parent.childNodes) {
    if (node.nodeType === Node.TEXT_NODE || node.nodeType === Node.CDATA_SECTION_NODE) {
      // rrweb leaves out an empty text; nobody sees it.
      if (node.nodeValue) lines.push(`${indent}${JSON.stringify(node.nodeValue)}`);
    } else if (node.nodeType === Node.ELEMENT_NODE && !LEFT_OUT.has(node.nodeName.toUpperCase())) {
      describeElement(node as HTMLElement, indent, side, lines);
    }
  }
}

function describeElement(element: HTMLElement, indent: string, side: 'customer' | 'agent', lines: string[]): void {
  const parts = [element.localName, ...attributesOf(element), ...stateOf(element, side), ...stylesOf(element)];
  const inner = indent + '  ';
  lines.push(indent + parts.join(' '));
  if (element.shadowRoot) {
    lines.push(`${inner}#shadow`);
    describeChildren(element.shadowRoot, `${inner}  `, side, lines);
  }
  if (element.localName === 'iframe') {
    const { contentDocument } = element as HTMLIFrameElement;
    lines.push(`${inner}#page`);
    if (contentDocument?.body) describeChildren(contentDocument.body, `${inner}  `, side, lines);
  }
  // What was typed into it is its value; rrweb keeps its text and value as one.
  else if (element.localName !== 'textarea') describeChildren(element, inner, side, lines);
}

function attributesOf(element: Element): string[] {
  return Array.from(element.attributes, ({ name, value }) => {
    // rrweb's own notes, such as a scroll position; its values are compared as what they stand for.
    if (ELSEWHERE.has(name) || name.startsWith('rr_') || name.startsWith('data-rr-')) return '';
    // The replay shows what the customer's pointer is over by a class.
    const said = name === 'class' ? value.split(/\s+/).filter((word) => word && word !== ':hover').join(' ') : value;
    return name === 'class' && !said ? '' : `${name}=${JSON.stringify(said)}`;
  }).filter(Boolean).sort();
}

function stateOf(element: HTMLElement, side: 'customer' | 'agent'): string[] {
  const state: string[] = [];
  const { value, checked, type } = element as HTMLInputElement;
  if (element.localName === 'input') {
    // A password leaves as eight stars, however long it is.
    const shown = side === 'customer' && type === 'password' && value ? '********' : value;
    state.push(type === 'checkbox' || type === 'radio' ? `checked:${checked}` : `value:${JSON.stringify(shown)}`);
  } else if (element.localName === 'textarea' || element.localName === 'select') {
    state.push(`value:${JSON.stringify(value)}`);
  }
  // Pixels of layout are fractions; a position is set and told in whole ones.
  const { scrollLeft, scrollTop } = element;
  if (scrollLeft || scrollTop) state.push(`scrolled:${Math.round(scrollLeft)},${Math.round(scrollTop)}`);
  return state;
}

function stylesOf(element: HTMLElement): string[] {
  const own = Array.from(element.style ?? [], (property) => `${property}:${element.style.getPropertyValue(property)}`).sort();
  return [...(own.length > 0 ? [`style{${own.join(';')}}`] : []), lookOf(element)];
}

/** What comes out of all the sheets, those without a node among them. */
function lookOf(element: HTMLElement): string {
  // What is hidden, or in no slot, looks like nothing; WebKit goes on to say of it what held before.
  if (element.getClientRects().length === 0) return '[not shown]';
  const computed = element.ownerDocument.defaultView!.getComputedStyle(element);
  return `[${SAMPLE.map((name) => computed[name]).join('|')}]`;
}
