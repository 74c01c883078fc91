import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutTree } from '../../../src/replayer/cut.ts';
import type { CleanNode } from '../../../src/replayer/tree.ts';

let lastId = 0;
const element = (tagName: string, ...childNodes: CleanNode[]): CleanNode => ({ type: 2, id: (lastId += 1), tagName, attributes: {}, childNodes });
const text = (textContent: string): CleanNode => ({ type: 3, id: (lastId += 1), textContent });
const page = (head: CleanNode, body: CleanNode): CleanNode => ({ type: 0, id: (lastId += 1), childNodes: [element('html', head, body)] });
const names = ({ tagName, textContent, childNodes }: CleanNode): string => (tagName ? `<${tagName}>${childNodes!.map(names).join('')}</>` : (textContent ?? childNodes!.map(names).join('')));

/** What a page is once the additions have been made, as rrweb makes them. */
function putBack(document: CleanNode, additions: ReturnType<typeof cutTree>): string {
  const known = new Map<number, CleanNode>();
  const learn = (node: CleanNode): void => {
    known.set(node.id, node);
    node.childNodes?.forEach(learn);
  };
  learn(document);
  for (const { parentId, node } of additions) {
    assert.equal(node.childNodes?.length ?? 0, 0, 'rrweb builds no children of what it adds');
    known.get(parentId)!.childNodes!.push(node);
    known.set(node.id, node);
  }
  return names(document);
}

describe('a page that is cut', () => {
  const build = (): CleanNode =>
    page(
      element('head', element('style', text('a {}')), element('style', text('b {}'))),
      element('body', element('p', text('1'), element('b', text('2'), element('i', text('3'))), text('4')), element('ul', element('li', text('5')), element('li', text('6'))), text('7')),
    );

  it('is the same page once all of it has been added, wherever it was cut', () => {
    const whole = names(build());
    for (let most = 1; most < 20; most += 1) {
      const document = build();
      const additions = cutTree(document, most);
      const kept = names(document);
      assert.equal(putBack(document, additions), whole);
      assert.ok(kept.includes('a {}') && kept.includes('b {}'), 'styles are there first');
    }
  });

  it('keeps as many nodes of its body as it should', () => {
    const document = build();
    assert.equal(cutTree(document, 4).length, 10);
    assert.equal(names(document), '<html><head><style>a {}</><style>b {}</></><body><p>1<b></></></></>');
  });

  it('is not cut where it is small, or has no body', () => {
    assert.deepEqual(cutTree(build(), 14), []);
    assert.deepEqual(cutTree({ type: 0, id: 1, childNodes: [element('html', element('frameset', element('frame')))] }, 1), []);
  });

  it('has one text in a text area whose value is told', () => {
    const area = element('textarea', text('as it was'));
    area.attributes = { value: 'as it is' };
    const additions = cutTree(page(element('head'), element('body', element('p'), area)), 1);
    assert.deepEqual(additions.map(({ node }) => node.tagName), ['p', 'textarea']);
  });
});
