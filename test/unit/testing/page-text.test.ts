import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createPageText } from '../../../src/testing/page-text.ts';
import type { WireEvent } from '../../../src/wire/messages.ts';

const event = (type: number, data: object): WireEvent => ({ type, timestamp: 1, data: { ...data } });
const text = (id: number, textContent: string, more = {}): object => ({ type: 3, id, textContent, ...more });
const element = (id: number, childNodes: object[] = [], attributes = {}): object => ({ type: 2, id, tagName: 'div', attributes, childNodes });
const SNAPSHOT = event(2, {
  node: { type: 0, id: 1, childNodes: [element(2, [text(3, ' Kettle '), element(4, [text(5, '49')]), text(6, 'b { }', { isStyle: true })]), element(7, [], { value: '***' })] },
});

describe('the texts of a page, from events', () => {
  it('are those of the snapshot, without style sheets, and with what stands in fields', () => {
    const page = createPageText();
    page.apply([event(4, { href: 'x' }), SNAPSHOT]);
    assert.equal(page.read(), 'Kettle\n49\n***');
  });

  it('follow what is added, changed, typed and removed, with all that is below it', () => {
    const page = createPageText();
    page.apply([SNAPSHOT]);
    page.apply([event(3, { source: 0, adds: [{ parentId: 2, node: text(8, 'New') }], texts: [{ id: 5, value: '39' }], removes: [], attributes: [] })]);
    page.apply([event(3, { source: 5, id: 7, text: '****' })]);
    assert.equal(page.read(), 'Kettle\n39\n****\nNew');
    page.apply([event(3, { source: 0, removes: [{ id: 2, parentId: 1 }] })]);
    assert.equal(page.read(), '****');
  });

  it('begin anew with every snapshot', () => {
    const page = createPageText();
    page.apply([SNAPSHOT, event(2, { node: { type: 0, id: 1, childNodes: [text(2, 'Next page')] } })]);
    assert.equal(page.read(), 'Next page');
  });
});
