import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { type Agent, type Customer, openStage, type Stage } from '../support/e2e.ts';

const heading = (replay: Document, text: string): boolean => replay.querySelector('h1')?.textContent.includes(text) ?? false;

describe('one customer with several tabs', () => {
  let stage: Stage;
  let customer: Customer;
  let agent: Agent;

  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());
  beforeEach(async () => {
    agent = await stage.openAgent();
    customer = await stage.openCustomer('/shop/');
    await customer.start();
    await agent.join();
    await customer.allow();
    await agent.waitForState('live');
  });
  afterEach(async () => {
    await customer.close();
    await agent.close();
    for (const { roomId } of stage.demo.relay.rooms()) stage.demo.relay.closeRoom(roomId);
  });

  const status = async (page: Page): Promise<string | null> => {
    const handle = await page.$('>>> [data-testid="cobrowse-status"]');
    return handle ? handle.evaluate((node) => node.textContent) : null;
  };
  const waitForStatus = async (page: Page, text: string): Promise<void> => {
    const giveUpMs = Date.now() + 20_000;
    while (!((await status(page)) ?? '').includes(text)) {
      if (Date.now() > giveUpMs) throw new Error(`The bar never said ${text}, but ${await status(page)}.`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  const press = async (page: Page, id: string): Promise<void> => {
    // By script: a tab in the background takes no mouse, and coming to the front would make it share.
    const handle = await page.waitForSelector(`>>> [data-testid="cobrowse-${id}"]`);
    await handle!.evaluate((node) => (node as HTMLElement).click());
  };
  /** Another tab of the same customer, opened as pages open tabs. */
  async function openTab(path: string, how: 'noopener' | 'opener' = 'noopener'): Promise<Page> {
    const opened = new Promise<Page>((resolve) => {
      stage.browser.once('targetcreated', (target) => void target.page().then((page) => resolve(page!)));
    });
    await customer.page.evaluate((url, features) => void window.open(url, '_blank', features), stage.demo.url + path, how === 'noopener' ? 'noopener' : '');
    const page = await opened;
    await page.bringToFront();
    await page.waitForSelector('[data-testid="cobrowse-start"]');
    return page;
  }
  const recorders = (): number => stage.demo.relay.rooms().filter(({ recorder }) => recorder).length;

  it('shares the tab that the customer is in, and says in the other where it is shared', async () => {
    const second = await openTab('/shop/cart.html');
    await waitForStatus(second, 'sees this page');
    await agent.waitForReplay(heading, 'cart');
    await agent.waitForState('live');
    await waitForStatus(customer.page, 'Sharing is on in another tab');
    assert.equal(recorders(), 1);
    await customer.page.bringToFront();
    await waitForStatus(customer.page, 'sees this page');
    await agent.waitForReplay(heading, 'slow mornings');
    await waitForStatus(second, 'Sharing is on in another tab');
    assert.equal(recorders(), 1);
  });

  it('does the same with a copy of the tab, which has the record, too', async () => {
    const copy = await openTab('/shop/checkout.html', 'opener');
    await waitForStatus(copy, 'sees this page');
    await agent.waitForReplay(heading, 'Checkout');
    assert.equal(recorders(), 1);
    assert.equal(await customer.page.evaluate(() => sessionStorage.getItem('cobrowse-widget.session')), null);
  });

  it('goes on in the remaining tab when the one that shared is closed', async () => {
    const second = await openTab('/shop/cart.html');
    await waitForStatus(second, 'sees this page');
    await second.close();
    await customer.page.bringToFront();
    await waitForStatus(customer.page, 'sees this page');
    await agent.waitForReplay(heading, 'slow mornings');
    await agent.waitForState('live');
  });

  it('is stopped from a tab that does not share, everywhere', async () => {
    const second = await openTab('/shop/cart.html');
    await waitForStatus(second, 'sees this page');
    await press(customer.page, 'stop');
    await agent.waitForState('ended');
    const giveUpMs = Date.now() + 10_000;
    while ((await status(second)) !== null && Date.now() < giveUpMs) await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal(await status(second), null);
    assert.equal(await status(customer.page), null);
    for (const page of [second, customer.page]) {
      await page.reload();
      assert.equal(await status(page), null);
    }
    assert.equal(recorders(), 0);
  });

  it('gives the sharing to the tab whose button asks for it, and lets it ask back', async () => {
    const second = await openTab('/shop/cart.html');
    await waitForStatus(second, 'sees this page');
    await press(customer.page, 'share-here');
    await agent.waitForReplay(heading, 'slow mornings');
    await waitForStatus(second, 'Sharing is on in another tab');
  });

  it('shares a page load later in the same tab, while the other stays quiet', async () => {
    const second = await openTab('/shop/cart.html');
    await waitForStatus(second, 'sees this page');
    await second.goto(`${stage.demo.url}/shop/checkout.html`);
    await waitForStatus(second, 'sees this page');
    await agent.waitForReplay(heading, 'Checkout');
    await waitForStatus(customer.page, 'Sharing is on in another tab');
    assert.equal(recorders(), 1);
  });
});
