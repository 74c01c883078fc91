// What the filter asks of nodes, as the browser brings it: a page's script may put something else in its place after us.

const { apply } = Reflect;
const NONE: readonly never[] = [];

/** Where there is no browser, as in a tester's fake page, the property as it is. */
function reader<Value>(owner: object | undefined, name: string): (node: Node) => Value {
  const get = owner && Object.getOwnPropertyDescriptor(owner, name)?.get;
  return get ? (node) => apply(get, node, NONE) as Value : (node) => (node as unknown as Record<string, Value>)[name]!;
}

const ofNode = typeof Node === 'undefined' ? undefined : Node.prototype;
const ofElement = typeof Element === 'undefined' ? undefined : Element.prototype;
const ofText = typeof Text === 'undefined' ? undefined : Text.prototype;

export const parentNodeOf = reader<Node | null>(ofNode, 'parentNode');
export const nodeTypeOf = reader<number>(ofNode, 'nodeType');
export const nodeNameOf = reader<string>(ofNode, 'nodeName');
export const nodeValueOf = reader<string | null>(ofNode, 'nodeValue');
export const slotOfElement = reader<Element | null>(ofElement, 'assignedSlot');
export const slotOfText = reader<Element | null>(ofText, 'assignedSlot');
export const inputTypeOf = reader<string>(typeof HTMLInputElement === 'undefined' ? undefined : HTMLInputElement.prototype, 'type');
/** The page's address: a tenth of what `location.href` costs, which says the same. */
const urlOf = reader<string>(typeof Document === 'undefined' ? undefined : Document.prototype, 'URL');
export const addressNow = (): string => urlOf(document);

const { matches, getAttribute, closest } = ofElement ?? ({} as Element);

export const closestOf = (element: Element, selector: string): Element | null => apply(closest, element, [selector]);
export const matchesOf = (element: Element, selector: string): boolean => apply(matches, element, [selector]);
export const attributeOf = (element: Element, name: string): string | null => apply(getAttribute, element, [name]);
