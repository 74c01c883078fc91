import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Agent, type Customer, openStage, type Stage } from '../support/e2e.ts';
import { callOf } from '../support/engine/tab.ts';
import { type Engine, ENGINES, nameOf } from '../support/engine/engine.ts';

/** Agents have one browser and customers have all: what one engine serializes another one parses. */
const PAIRS: readonly [customer: Engine, agent: Engine][] = [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
  ['webkit', 'chromium'],
];

for (const [engine, agentEngine] of PAIRS.filter((pair) => pair.every((one) => ENGINES.includes(one))))
  describe(`a customer in ${nameOf(engine)} and an agent in ${nameOf(agentEngine)}`, () => {
    let stage: Stage;
    let customer: Customer;
    let agent: Agent;

    before(async () => {
      stage = await openStage({ engine, agentEngine });
      agent = await stage.openAgent();
      customer = await stage.openCustomer('/shop/parts.html');
      await customer.start();
      await agent.join();
      await customer.allow();
      await agent.waitForState('live');
    });
    after(() => stage.close());

    it('have the same texts before them, in the page, its shadow roots and its frame', async () => {
      const texts = (page: Document): string[] =>
        [page, page.querySelector('lark-rating')!.shadowRoot!, page.querySelector('iframe')!.contentDocument!].map((root) =>
          Array.from(root.querySelectorAll('h1, h2, p, label, button, li'), ({ textContent }) => textContent.trim()).join('\n'),
        );
      await agent.waitForReplay((replay) => (replay.querySelector('iframe')?.contentDocument?.body?.textContent ?? '') !== '');
      const own = (await customer.tab.run(callOf(texts, [], 'document'))) as string[];
      assert.deepEqual(await agent.look(texts), own);
      assert.ok(own.every((text) => text.length > 0));
    });

    it('see styles of scripts change, nodes move, a dialog open and digits become stars', async () => {
      await customer.click('change-style');
      await agent.waitForReplay((replay) =>
        replay.defaultView!.getComputedStyle(replay.querySelector('.adopted')!).backgroundColor === 'rgb(140, 58, 34)');
      await customer.click('move-node');
      await agent.waitForReplay((replay) => replay.querySelector('[data-testid="column-right"] [data-testid="movable"]') !== null);
      await customer.type('frame-input', '42');
      await agent.waitForReplay((replay) =>
        replay.querySelector('iframe')?.contentDocument?.querySelector<HTMLInputElement>('[data-testid="frame-input"]')?.value === '********');
      await customer.click('open-modal');
      await agent.waitForReplay((replay) => (replay.querySelector('[data-testid="modal"]') as HTMLDialogElement).open);
    });

    it('both hear that it is over', async () => {
      await customer.click('close-modal');
      await customer.press('stop');
      await agent.waitForState('ended');
      assert.equal(await customer.status(), null);
    });
  });
