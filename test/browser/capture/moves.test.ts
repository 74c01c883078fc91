import { assert } from 'chai';
import { ofSource, openPage, type Page, settle, until } from '../../support/page.ts';

/** rrweb's number for changes of nodes. */
const MUTATION = 0;
type Mutation = { adds: { node: { tagName?: string; textContent?: string } }[] };

describe('the recorder, where things move', () => {
  let page: Page;
  afterEach(() => page.close());

  it('records what is wrapped within something that moves in the same moment', async () => {
    page = await openPage({ body: '<div id="from"><p><b>Tea</b></p></div><div id="to"></div>' });
    const { recorder, events } = page.record();
    const wrapper = page.document.createElement('section');
    const wrapped = page.query('b');
    page.query('#to').append(page.query('p'));
    wrapped.replaceWith(wrapper);
    wrapper.append(wrapped);
    await until(() => ofSource(events, MUTATION).length > 0);
    const [move] = ofSource(events, MUTATION) as unknown as Mutation[];
    assert.deepEqual(move!.adds.map(({ node }) => node.tagName ?? node.textContent), ['p', 'section', 'b', 'Tea']);
    recorder.stop();
  });

  it('records what changes in a shadow root right after its host has moved, before the next frame', async () => {
    page = await openPage({ body: '<div id="to"></div>' });
    const { recorder, events } = page.record();
    const host = page.document.createElement('div');
    const root = host.attachShadow({ mode: 'open' });
    const wrapped = root.appendChild(page.document.createElement('b'));
    page.document.body.append(host);
    await settle();
    page.query('#to').append(host);
    // The observers have heard of it, and no frame has been drawn.
    await Promise.resolve();
    const wrapper = page.document.createElement('section');
    wrapped.replaceWith(wrapper);
    wrapper.append(wrapped);
    await settle();
    const last = ofSource(events, MUTATION).at(-1) as unknown as Mutation;
    assert.deepEqual(last.adds.map(({ node }) => node.tagName), ['section', 'b']);
    recorder.stop();
  });
});
