import { assert } from 'chai';
import { ofSource, openPage, type Page, until } from '../../support/page.ts';
import { findByTag, type SnapshotNode } from '../../support/snapshot-node.ts';

// rrweb's numbers for where an incremental event comes from.
const MUTATION = 0;
const SELECTION = 14;

const LONG = 'width: 40px; height: 40px; overflow: auto; display: block; white-space: nowrap';

/** Two frames and what comes after them. */
const frames = async (page: Page): Promise<void> => {
  for (let index = 0; index < 2; index += 1) await new Promise((resolve) => void page.view.requestAnimationFrame(() => setTimeout(resolve, 5)));
};

describe('what rrweb is not let ask', () => {
  let page: Page;
  afterEach(() => page.close());

  it('tells of what is selected on the page, and not of what is in a field', async () => {
    page = await openPage({ body: '<p>Tea for two</p><input value="Kettle">' });
    const { recorder, events } = page.record();
    const field = page.query<HTMLInputElement>('input');
    field.focus();
    field.select();
    await frames(page);
    assert.isEmpty(ofSource(events, SELECTION));
    field.blur();
    const text = page.query('p').firstChild!;
    page.document.getSelection()!.setBaseAndExtent(text, 0, text, 7);
    await until(() => ofSource(events, SELECTION).length > 0);
    const [told] = ofSource(events, SELECTION) as { ranges: object[] }[];
    assert.deepInclude(told!.ranges[0], { startOffset: 0, endOffset: 7 });
    // A selection that is gone is told of, wherever the focus has gone.
    field.focus();
    page.document.getSelection()!.removeAllRanges();
    await until(() => ofSource(events, SELECTION).length > 1);
    recorder.stop();
  });

  it('says how far boxes, blocks of text, fields and hosts of roots are scrolled', async () => {
    page = await openPage({
      body: `<div style="${LONG}"><b>One element and a long line of text</b></div><pre style="${LONG}">A long line of text, and nothing else</pre>
        <textarea style="${LONG}">A long line of text that was written here</textarea><section style="${LONG}"></section>`,
    });
    page.query('section').attachShadow({ mode: 'open' }).textContent = 'A long line of text in a root';
    const tags = ['div', 'pre', 'textarea', 'section'];
    for (const tag of tags) page.query(tag).scrollLeft = 20;
    const { recorder, events } = page.record();
    const root = events[1]!.data['node'] as SnapshotNode;
    for (const tag of tags) assert.equal(findByTag(root, tag).attributes!['rr_scrollLeft'], 20, tag);
    recorder.stop();
  });

  it('sends a style of one declaration whole, and of several what has changed', async () => {
    page = await openPage({ body: '<i></i><b style="color: red; background: none; border: 1px solid; margin: 1px; opacity: 1"></b><u style="color: red; margin: 1px"></u>' });
    const { recorder, events } = page.record();
    page.query('i').style.transform = 'translateX(3px)';
    page.query('b').style.opacity = '0.5';
    // Whole once, whole for the rest of the batch.
    page.query('u').setAttribute('style', 'color: blue');
    page.query('u').style.margin = '2px';
    await until(() => ofSource(events, MUTATION).length > 0);
    const [{ attributes }] = ofSource(events, MUTATION) as [{ attributes: { attributes: { style: unknown } }[] }];
    assert.deepEqual(attributes.map((change) => change.attributes.style), ['transform: translateX(3px);', { opacity: '0.5' }, 'color: blue; margin: 2px;']);
    recorder.stop();
  });

  it('leaves each element as rrweb writes it', async () => {
    page = await openPage({ body: '<section><p class="rr-block">Tea</p><x-a>1</x-a></section>' });
    const { recorder, events } = page.record();
    const written = JSON.parse(JSON.stringify(events[1])) as { data: { node: SnapshotNode } };
    const { node } = written.data;
    assert.notProperty(findByTag(node, 'section'), 'needBlock');
    assert.deepInclude(findByTag(node, 'p') as object, { needBlock: true, childNodes: [] });
    assert.equal(findByTag(node, 'x-a').childNodes![0]!.textContent, '1');
    recorder.stop();
  });
});
