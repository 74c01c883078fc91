import { assert } from 'chai';
import { ofSource, openPage, type Page, settle, until } from '../../support/page.ts';

/** rrweb's number for changes of nodes. */
const MUTATION = 0;
type Mutation = { adds: { parentId: number; node: { id: number; tagName?: string; textContent?: string } }[]; removes: { id: number }[] };

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

  describe('of a shadow host that moves', () => {
    let root: ShadowRoot;
    let host: Element;
    let recording: ReturnType<Page['record']>;
    beforeEach(async () => {
      page = await openPage({ body: '<div id="to"></div>' });
      recording = page.record();
      // Its root is heard of after the document.
      host = page.document.createElement('div');
      root = host.attachShadow({ mode: 'open' });
      root.innerHTML = '<p><b>Tea</b></p><i>Cup</i>';
      page.document.body.append(host);
      await settle();
      recording.events.length = 0;
    });
    afterEach(() => recording.recorder.stop());

    /** All that was told of since: what was added, by tag or text, and how much was removed. */
    const told = async (): Promise<{ added: (string | undefined)[]; removed: number }> => {
      await settle();
      const mutations = ofSource(recording.events, MUTATION) as unknown as Mutation[];
      return {
        added: mutations.flatMap(({ adds }) => adds.map(({ node }) => node.tagName ?? node.textContent)).sort(),
        removed: mutations.flatMap(({ removes }) => removes).length,
      };
    };

    it('tells once of what is in its root, where that moves as well', async () => {
      page.query('#to').append(host);
      root.prepend(root.querySelector('i')!);
      assert.deepEqual(await told(), { added: ['Cup', 'Tea', 'b', 'div', 'i', 'p'], removed: 1 });
    });

    it('tells once of what has left its root, and of what goes on there', async () => {
      const left = root.querySelector('i')!;
      page.query('#to').append(host);
      page.document.body.append(left);
      assert.deepEqual(await told(), { added: ['Cup', 'Tea', 'b', 'div', 'i', 'p'], removed: 1 });
      left.textContent = 'Glass';
      assert.deepEqual(await told(), { added: ['Cup', 'Glass', 'Tea', 'b', 'div', 'i', 'p'], removed: 2 });
    });

    it('tells once of what changes deeper in its root', async () => {
      page.query('#to').append(host);
      root.querySelector('b')!.remove();
      root.querySelector('p')!.append(page.document.createElement('u'));
      assert.deepEqual(await told(), { added: ['Cup', 'div', 'i', 'p', 'u'], removed: 1 });
    });
  });
});
