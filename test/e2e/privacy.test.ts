import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type Agent, type Customer, openStage, type Stage } from '../support/e2e.ts';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { poll } from '../support/engine/tab.ts';

const heading = (replay: Document, text: string): boolean => replay.querySelector('h1')?.textContent.includes(text) ?? false;

for (const engine of ENGINES)
  describe(`what the shop and the customer hide, in ${nameOf(engine)}`, () => {
    let stage: Stage;
    let customer: Customer;
    let agent: Agent;

    before(async () => {
      stage = await openStage({ engine });
      agent = await stage.openAgent();
    });
    after(() => stage.close());
    beforeEach(async () => {
      customer = await stage.openCustomer('/shop/frame.html');
      stage.wire.clear();
    });
    afterEach(async () => {
      await customer.close();
      await agent.goto('/agent/');
      for (const { roomId } of stage.demo.relay.rooms()) stage.demo.relay.closeRoom(roomId);
      stage.demo.setPrivacyRules([]);
    });

    async function share(path: string): Promise<void> {
      await customer.goto(path);
      await customer.start();
      await agent.join();
      await customer.allow();
    }
    const status = (words: string): Promise<boolean> =>
      poll(`the bar says “${words}”`, async () => (await customer.status())?.includes(words) ?? false);

    it('follows the administrator’s rules by path, which come with connection info', async () => {
      stage.demo.setPrivacyRules([
        { name: 'sections', match: 'path', value: '/shop/check*', selector: 'h2', action: 'mask' },
        { name: 'delivery', match: 'generic', selector: '[name=delivery]' },
        { name: 'elsewhere', match: 'path', value: '/account/**', selector: 'body' },
      ]);
      await share('/shop/checkout.html');
      await agent.waitForState('live');
      await agent.waitForReplay((replay) => replay.querySelector('h2')?.textContent === '***** **');
      assert.equal(await agent.look((replay) => replay.querySelector('h1')!.textContent), 'Checkout');
      assert.equal(await agent.look((replay) => replay.querySelector('[value=bicycle]')), null);
      assert.doesNotMatch(stage.wire.text(), /Where to/);
    });

    it('shares nothing of a page that a rule keeps out, says so on both sides, and goes on with the next', async () => {
      stage.demo.setPrivacyRules([{ match: 'path', value: '/shop/checkout.html', action: 'pause' }]);
      await share('/shop/checkout.html');
      await agent.waitForState('paused');
      await status('This page is not shared');
      await agent.waitFor(() => document.querySelector('[data-testid="cover"]')!.textContent.includes('does not share this page'));
      assert.equal(stage.wire.frames().filter(({ kind }) => kind === 'events').length, 0);
      await customer.goto('/shop/cart.html');
      await agent.waitForReplay(heading, 'cart');
      await agent.waitForState('live');
      await status('sees this page');
    });

    it('looks at the rules again when a page of one script changes its address', async () => {
      stage.demo.setPrivacyRules([{ match: 'path', value: '/shop/orders/**', selector: 'h1', action: 'mask' }]);
      await share('/shop/');
      await agent.waitForReplay(heading, 'slow mornings');
      await customer.evaluate(() => {
        history.pushState(null, '', '/shop/orders/7');
        document.querySelector('h1')!.textContent = 'Order of Zelda Quimby';
      });
      await agent.waitForReplay((replay) => /^[*\s]+$/.test(replay.querySelector('h1')!.textContent));
      await customer.evaluate(() => {
        history.pushState(null, '', '/shop/');
        document.querySelector('h1')!.textContent = 'Home again';
      });
      await agent.waitForReplay(heading, 'Home again');
      assert.ok(!stage.wire.text().includes('Zelda'));
    });

    it('masks everything where a rule cannot be applied, and says so on both sides', async () => {
      stage.demo.setPrivacyRules([{ match: 'generic', selector: 'p:no-such-thing(' }]);
      await share('/shop/');
      await agent.waitForState('live');
      await agent.waitForReplay((replay) => /^[*\s]+$/.test(replay.querySelector('h1')?.textContent ?? ''));
      await status('All words on it are hidden');
      await agent.waitFor(() => document.querySelector<HTMLElement>('[data-testid="masked"]')!.hidden === false);
      assert.ok(!stage.wire.text().includes('slow mornings'));
    });

    it('hides what the customer picks, at once and on the next page too, until they show it again', async () => {
      await share('/shop/');
      await agent.waitForReplay(heading, 'slow mornings');
      await customer.press('hide');
      const place = await customer.evaluate(() => {
        const { x, y, width, height } = document.querySelector('.eyebrow')!.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      });
      await customer.tab.clickAt(place.x, place.y);
      await agent.waitForReplay((replay) => replay.querySelector('.eyebrow')?.textContent === '');
      await customer.press('hide-done');
      stage.wire.clear();
      await customer.reload();
      await agent.waitForState('live');
      await agent.waitForReplay((replay) => replay.querySelector('h2') !== null && replay.querySelector('.eyebrow')?.textContent === '');
      assert.ok(!stage.wire.text().includes('Autumn kitchen'));
      await customer.press('hide');
      await customer.tab.clickAt(place.x, place.y);
      await agent.waitForReplay((replay) => replay.querySelector('.eyebrow')?.textContent === 'Autumn kitchen');
    });

    it('never sends a card number or an IBAN, in fields that may be seen either', async () => {
      await customer.goto('/shop/checkout.html');
      await customer.evaluate(() => {
        document.querySelector('form')!.setAttribute('data-cobrowse-unmask', '');
        document.querySelector('h1')!.textContent = 'Pay 5555 5555 5555 4444 from DE89 3704 0044 0532 0130 00';
      });
      await customer.start();
      await agent.join();
      await customer.allow();
      await customer.type('name', 'Ada Lovelace');
      await customer.type('card', '4111 1111 1111 1111');
      await customer.type('note', 'my card is 4012888888881881');
      await agent.waitForReplay((replay) => replay.querySelector<HTMLInputElement>('#name')!.value === 'Ada Lovelace');
      await agent.waitForReplay((replay) => replay.querySelector<HTMLTextAreaElement>('#note')!.value === '********');
      await agent.waitForReplay((replay) => replay.querySelector('h1')!.textContent === 'Pay **** **** **** **** from **** **** **** **** **** **');
      // A time stamp may have these digits in it by chance, and never begins with them.
      for (const begun of [/(?<![\d.])4111/, /(?<![\d.])5555/, /4012888888881/, /DE89/]) assert.doesNotMatch(stage.wire.text(), begun);
    });
  });
