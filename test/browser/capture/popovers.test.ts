import { assert } from 'chai';
import { ofSource, openPage, type Page, until } from '../../support/page.ts';

const MUTATION = 0;

describe('popovers', () => {
  let page: Page;
  afterEach(() => page.close());

  const popover = (id: string, more = ''): string => `<div id="${id}" popover="manual" ${more}>${id}</div>`;
  const toggled = (events: Parameters<typeof ofSource>[0]): unknown[] =>
    ofSource(events, MUTATION)
      .flatMap(({ attributes }) => attributes as { attributes: Record<string, unknown> }[])
      .map(({ attributes }) => attributes)
      .filter((attributes) => 'rr_popover' in attributes);

  it('are told of as they are in a snapshot, and when they open and close', async () => {
    page = await openPage({ body: `${popover('open')}${popover('shut')}<details id="details">a</details>` });
    page.query('#open').showPopover();
    const { recorder, events } = page.record();
    const snapshot = JSON.stringify(events[1]);
    assert.lengthOf(snapshot.match(/"rr_popover":"open"/g)!, 1);
    assert.match(snapshot, /"id":"open","popover":"manual","rr_popover":"open"/);
    page.query('#open').hidePopover();
    page.query('#shut').showPopover();
    page.query<HTMLDetailsElement>('#details').open = true;
    await until(() => toggled(events).length === 2);
    assert.deepEqual(toggled(events), [{ rr_popover: null }, { rr_popover: 'open' }]);
    recorder.stop();
  });

  it('are told of as they are where they are added, and not at all where they are blocked', async () => {
    page = await openPage({ body: `<div id="blocked" data-cobrowse-block>${popover('secret')}</div>` });
    const { recorder, events } = page.record();
    const late = page.document.createElement('div');
    late.popover = 'auto';
    page.document.body.append(late);
    late.showPopover();
    page.query('#secret').showPopover();
    await until(() => toggled(events).length > 0);
    const added = ofSource(events, MUTATION).flatMap(({ adds }) => adds as { node: { attributes?: Record<string, unknown> } }[]);
    assert.equal(added[0]!.node.attributes!['rr_popover'], 'open');
    assert.deepEqual(toggled(events), [{ rr_popover: 'open' }]);
    recorder.stop();
  });

  it('are told of in shadow roots and frames, whether they were there first or came later', async () => {
    page = await openPage({ body: `<div id="early"></div><iframe id="frame" srcdoc='${popover('framed')}'></iframe>` });
    const within = (host: Element): HTMLElement => {
      host.attachShadow({ mode: 'open' }).innerHTML = popover('shadowed');
      return host.shadowRoot!.querySelector<HTMLElement>('#shadowed')!;
    };
    const frame = page.query<HTMLIFrameElement>('#frame');
    const framed = (): HTMLElement | null | undefined => frame.contentDocument?.querySelector<HTMLElement>('#framed');
    await until(() => framed() != null);
    const early = within(page.query('#early'));
    const { recorder, events } = page.record();
    const host = page.document.createElement('p');
    const late = within(host);
    page.document.body.append(host);
    const isKnown = (): boolean => ['framed', 'shadowed'].every((id) => JSON.stringify(events).includes(`"id":"${id}"`)) && JSON.stringify(events).split('"id":"shadowed"').length === 3;
    await until(isKnown);
    for (const shut of [early, late, framed()!]) {
      const count = toggled(events).length;
      shut.showPopover();
      await until(() => toggled(events).length > count);
    }
    early.hidePopover();
    await until(() => toggled(events).length === 4);
    assert.deepEqual(toggled(events), ['open', 'open', 'open', null].map((rr_popover) => ({ rr_popover })));
    recorder.stop();
    late.hidePopover();
    framed()!.hidePopover();
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.lengthOf(toggled(events), 4);
  });

  it('are not told of after the stop', async () => {
    page = await openPage({ body: popover('late') });
    const { recorder, events } = page.record();
    recorder.stop();
    const heard = new Promise((resolve) => page.document.addEventListener('toggle', resolve, true));
    page.query('#late').showPopover();
    await heard;
    assert.deepEqual(toggled(events), []);
  });
});
