import type { CleanNode } from './tree.ts';

/** rrweb's form of a node that is added as the last child of its parent. */
export interface Addition {
  readonly parentId: number;
  readonly nextId: null;
  readonly node: CleanNode;
}

/**
 * Takes out of a document's tree what comes after the first `most` nodes of its body, and returns it node by node in the
 * order of the document. What precedes the body stays: styles are there before what they style.
 */
export function cutTree(document: CleanNode, most: number): Addition[] {
  const html = document.childNodes?.find(({ tagName }) => tagName === 'html');
  const body = html?.childNodes?.find(({ tagName }) => tagName === 'body');
  const additions: Addition[] = [];
  let kept = 0;

  function add(parentId: number, node: CleanNode): void {
    const { childNodes: children } = node;
    additions.push({ parentId, nextId: null, node: children ? { ...node, childNodes: [] } : node });
    // rrweb makes a text area's text of its value and leaves its children out.
    const hasValue = node.tagName === 'textarea' && typeof node.attributes?.['value'] === 'string';
    if (children && !hasValue) for (const child of children) add(node.id, child);
  }

  function keep(node: CleanNode): void {
    const { childNodes: children } = node;
    kept += 1;
    if (!children) return;
    for (const [at, child] of children.entries()) {
      if (kept >= most) {
        for (const later of children.splice(at)) add(node.id, later);
        return;
      }
      keep(child);
    }
  }

  if (body) keep(body);
  return additions;
}
