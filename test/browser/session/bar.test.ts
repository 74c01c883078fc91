import { assert } from 'chai';
import type { Cobrowse, CobrowseEvents } from '../../../src/client.ts';
import { settle, until } from '../../support/page.ts';
import { accessTo, newRoomId } from '../../support/room-access.ts';
import { joinAsAgent, type ListeningAgent, openWidgetPage, type WidgetPage } from '../../support/widget-page.ts';

describe('the bar, on a page that takes it away while sharing goes on', () => {
  let page: WidgetPage;
  let client: Cobrowse;
  let anna: ListeningAgent;
  let ended: CobrowseEvents['ended'][];

  beforeEach(async () => {
    page = await openWidgetPage('<h1>Kettle</h1>');
    const roomId = newRoomId();
    client = page.create({ connectionInfo: accessTo(roomId, 'recorder', 'cust-1', 'Carla') });
    ended = [];
    client.on('ended', (event) => ended.push(event));
    await client.start();
    anna = joinAsAgent(roomId);
    await page.press('allow');
    await until(() => client.state === 'active');
  });
  afterEach(async () => {
    await client.dispose();
    anna.room.leave();
    await page.close();
  });

  const host = (): Element => page.document.querySelector('cobrowse-ui')!;
  const isSeen = (): boolean =>
    page.ui('bar')?.checkVisibility() === true && page.view.getComputedStyle(page.ui('bar')!).position === 'fixed';

  const ways: Readonly<Record<string, () => void>> = {
    'removes it': () => host().remove(),
    'renders the root anew': () => page.document.documentElement.replaceChildren(page.document.createElement('body')),
    'replaces the root': () => page.document.documentElement.replaceWith(page.document.createElement('html')),
    'moves it into something hidden': () => {
      const hidden = page.document.createElement('div');
      hidden.hidden = true;
      page.document.body.append(hidden);
      hidden.append(host());
    },
    'moves it into another document': () => {
      const frame = page.document.createElement('iframe');
      page.document.body.append(frame);
      frame.contentDocument!.body.append(host());
    },
  };
  for (const [name, takeAway] of Object.entries(ways))
    it(`is back at once when the page ${name}`, async () => {
      takeAway();
      await until(isSeen);
      assert.include(page.ui('status')!.textContent, 'Anna sees this page.');
      assert.equal(client.state, 'active');
      page.ui('stop')!.click();
      assert.deepEqual(ended.map(({ reason }) => reason), ['customer']);
      await settle();
      assert.isNull(page.document.querySelector('cobrowse-ui'));
    });

  it('is back before the screen is painted', async () => {
    host().remove();
    await Promise.resolve();
    assert.isTrue(isSeen());
  });

  it('is gone, and sharing over, when the page writes the document anew, which takes the listeners of its buttons', async () => {
    page.document.open();
    page.document.write('<!doctype html><title>Shop</title><h1>Again</h1>');
    page.document.close();
    await until(() => ended.length > 0);
    assert.equal(ended[0]!.error?.code, 'session/bar-removed');
    await until(() => anna.received('state').some((state) => (state as { reason?: string }).reason === 'incompatible-page'));
    assert.notInclude(anna.text(), 'Again');
  });

  it('ends sharing where the page keeps removing it, and says why', async () => {
    const errors: string[] = [];
    client.on('error', ({ code }) => errors.push(code));
    const observer = new page.view.MutationObserver(() => page.document.querySelector('cobrowse-ui')?.remove());
    observer.observe(page.document.documentElement, { childList: true });
    host().remove();
    await until(() => ended.length > 0);
    observer.disconnect();
    assert.equal(ended[0]!.reason, 'incompatible-page');
    assert.equal(ended[0]!.error?.code, 'session/bar-removed');
    assert.deepEqual(errors, ['session/bar-removed']);
    await until(() => anna.received('state').some((state) => (state as { reason?: string }).reason === 'incompatible-page'));
    assert.equal(client.state, 'ended');
  });
});
