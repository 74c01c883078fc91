/** Attributes by which authors tell elements apart, best first. */
const NAMES = ['id', 'data-testid', 'data-test', 'name', 'aria-label'];
/** Made by a framework for this page load: another page has another. */
const MADE_UP = /\d{3}|^:|^[a-f\d]{8,}$/i;

/**
 * A CSS selector that finds the element, as far as there is one also on the next page of the same making: by a name that an
 * author gave to it or to something around it, and from there by position.
 */
export function selectorOf(element: Element): string {
  const parts: string[] = [];
  for (let at: Element | null = element; at; at = at.parentElement) {
    const name = nameOf(at);
    if (name) {
      parts.unshift(name);
      break;
    }
    parts.unshift(placeOf(at));
  }
  return parts.join('>');
}

/** By the first of its names that nothing else in the same tree has. */
function nameOf(element: Element): string | undefined {
  const root = element.getRootNode() as ParentNode;
  for (const attribute of NAMES) {
    const value = element.getAttribute(attribute);
    if (!value || MADE_UP.test(value)) continue;
    const selector = `${CSS.escape(element.localName)}[${attribute}="${CSS.escape(value)}"]`;
    if (root.querySelectorAll(selector).length === 1) return selector;
  }
  return undefined;
}

function placeOf(element: Element): string {
  const tag = CSS.escape(element.localName);
  const alike = [...(element.parentNode?.children ?? [])].filter(({ localName }) => localName === element.localName);
  return alike.length > 1 ? `${tag}:nth-of-type(${alike.indexOf(element) + 1})` : tag;
}
