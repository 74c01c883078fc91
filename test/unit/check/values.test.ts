import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listValues, type SentEvent, sentValues, shortened } from '../../../src/check/values.ts';

const text = (id: number, textContent: string, more = {}) => ({ type: 3, id, textContent, ...more });
const element = (id: number, tagName: string, attributes: object, childNodes: readonly object[] = []) => ({ type: 2, id, tagName, attributes, childNodes });
const snapshot = (...childNodes: object[]): SentEvent => ({ type: 2, data: { node: { type: 0, id: 1, childNodes } } });
const change = (data: object): SentEvent => ({ type: 3, data: { ...data } });
const listed = (...events: SentEvent[]): string[] => listValues(sentValues(events)).map(({ kind, value, count }) => `${kind}: ${value} (${count})`);

describe('the values in what is sent', () => {
  it('are told apart by their kinds, and counted', () => {
    assert.deepEqual(
      listed(
        { type: 4, data: { href: 'https://shop.example/a', width: 800, height: 600 } },
        snapshot(
          { type: 1, id: 2, name: 'html', publicId: '', systemId: '' },
          element(3, 'title', {}, [text(4, 'Cart')]),
          element(5, 'style', {}, [text(6, 'p { color: red }', { isStyle: true })]),
          element(7, 'p', { class: 'a', style: 'top: 0' }, [text(8, 'Kettle'), text(9, ' \n ')]),
          element(10, 'p', {}, [text(11, 'Kettle')]),
          element(12, 'input', { value: '****', placeholder: 'City', checked: true }),
          element(13, 'textarea', {}, [text(14, 'note')]),
          element(15, 'img', { src: '/kettle.png' }),
          element(16, 'li', { value: 3 }),
          element(17, 'link', { _cssText: 'h1 { top: 0 }' }),
        ),
      ),
      [
        'title: Cart (1)',
        'text: Kettle (2)',
        'field value: **** (1)',
        'field value: note (1)',
        'address: https://shop.example/a (1)',
        'address: /kettle.png (1)',
        'attribute class: a (1)',
        'attribute placeholder: City (1)',
        'attribute value: 3 (1)',
        'style: p { color: red } (1)',
        'style: top: 0 (1)',
        'style: h1 { top: 0 } (1)',
      ],
    );
  });

  it('are found in changes, by what the changed element is', () => {
    assert.deepEqual(
      listed(
        snapshot(element(2, 'title', {}, [text(3, 'Cart')]), element(4, 'a', { href: '/a' }), element(5, 'input', {})),
        change({
          source: 0,
          texts: [{ id: 3, value: 'Paid' }, { id: 4, value: null }],
          attributes: [
            { id: 5, attributes: { value: 'typed', hidden: null } },
            { id: 4, attributes: { href: '/b', style: { color: 'blue', top: false, left: ['1px', 'important'] } } },
          ],
          adds: [{ parentId: 2, nextId: null, node: text(6, '!') }, { parentId: 4, nextId: null, node: element(7, 'b', {}, [text(8, 'new')]) }],
          removes: [],
        }),
        change({ source: 5, id: 5, text: '********', isChecked: false }),
        change({ source: 8, id: 9, adds: [{ rule: 'i { top: 0 }', index: 0 }] }),
        change({ source: 13, id: 9, set: { property: 'color', value: 'pink' } }),
      ),
      [
        'title: Cart (1)', 'title: ! (1)', 'title: Paid (1)', 'text: new (1)', 'field value: typed (1)', 'field value: ******** (1)',
        'address: /a (1)', 'address: /b (1)', 'style: color: blue (1)', 'style: left: 1px !important (1)', 'style: i { top: 0 } (1)',
        'style: color (1)', 'style: pink (1)',
      ],
    );
  });

  it('are there also where the kind of event is none that is known', () => {
    const unknown = { type: 5, data: { tag: 'note', payload: { deep: ['word'] } } };
    assert.deepEqual(listed(unknown, change({ source: 99, words: 'more' })), ['other: note (1)', 'other: word (1)', 'other: more (1)']);
  });

  it('are shown on one line each', () => {
    assert.equal(shortened('  two\n  lines '), 'two lines');
    assert.match(shortened('🫖'.repeat(500)), /^🫖{119}…$/u);
  });
});
