// What rrweb asks the browser with each snapshot, and can be told without it: it had half of a snapshot's time.

import { isInline } from './texts.ts';

/**
 * Whether an element may be scrolled. To be told by the browser takes it two microseconds, more than all else about an
 * element, as it first makes sure that the page is laid out. Of what is empty, and of lines of text within a line, there
 * is nothing to scroll to; fields scroll what is typed.
 */
export function mayScroll(element: Element, tagName: string): boolean {
  // What is in a root is its host's to scroll.
  if (element.firstElementChild || element.shadowRoot) return true;
  return element.firstChild ? !isInline(tagName) : tagName === 'textarea' || tagName === 'input' || tagName === 'select';
}

/** Whether what is typed goes into a field that has a selection of its own. */
export const isField = (element: Element | null): boolean => element?.tagName === 'INPUT' || element?.tagName === 'TEXTAREA';

/** The nodes of a list that does not change meanwhile, in a fifth of the time that `Array.from` takes. */
export function listOf(nodes: ArrayLike<Node>): Node[] {
  const list: Node[] = [];
  for (let index = 0, { length } = nodes; index < length; index += 1) list.push(nodes[index]!);
  return list;
}

const SEGMENT = '[\\w~!$&()*+,;=:@-][\\w~!$&()*+,;=:@.-]*';
/** A path without dots to resolve, and nothing that the URL standard would write another way. */
const PATH = `\\/(?:${SEGMENT}(?:\\/${SEGMENT})*\\/?)?(?:\\?[\\w~!$&()*+,;=:@./?-]*)?(?:#[\\w-]*)?$`;
const OF_THIS_HOST = new RegExp(`^${PATH}`);
/** Numbers as the last part of a host are an address that may be written otherwise; ports may be left out. */
const OF_A_HOST = new RegExp(`^https?:\\/\\/(?:[a-z\\d](?:[a-z\\d-]*[a-z\\d])?\\.)+[a-z]{2,}${PATH}`);
/** Browsers check what is in these, and may not take it. */
const ENCODED_HOST = '//xn--';

const origins = new WeakMap<Document, readonly [base: string, origin: string]>();

function originOf(document: Document): string {
  const base = document.baseURI;
  const known = origins.get(document);
  if (known?.[0] === base) return known[1];
  const origin = /^https?:\/\/[^/?#]+/.exec(base)?.[0] ?? '';
  origins.set(document, [base, origin]);
  return origin;
}

/** The whole of an address in that document, where it can be told by its letters; empty where the browser has to say. */
export function addressIn(document: Document, address: string): string {
  if (OF_THIS_HOST.test(address)) {
    const origin = originOf(document);
    return origin && origin + address;
  }
  return OF_A_HOST.test(address) && !address.includes(ENCODED_HOST) && !address.includes('.xn--') ? address : '';
}
