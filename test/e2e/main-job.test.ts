import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type Agent, type Customer, openStage, type Stage } from '../support/e2e.ts';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { tapSockets } from '../support/tap-sockets.ts';

const has = (replay: Document, selector: string, text: string): boolean =>
  replay.querySelector(selector)?.textContent.includes(text) ?? false;

for (const engine of ENGINES) describe(`a customer’s page, live in the agent’s console, in ${nameOf(engine)}`, () => {
  let stage: Stage;
  let customer: Customer;
  let agent: Agent;

  before(async () => {
    stage = await openStage({ engine });
  });
  after(() => stage.close());
  beforeEach(async () => {
    agent = await stage.openAgent();
  });
  afterEach(async () => {
    if ((await customer.status()) !== null) await customer.press('stop');
    await customer.close();
    await agent.close();
  });

  async function share(path: string): Promise<void> {
    customer = await stage.openCustomer(path);
    await customer.start();
    await agent.join();
    await agent.waitForState('asked');
    await customer.allow();
    await agent.waitForState('live');
  }

  it('shows nothing before the yes, and the page after it', async () => {
    customer = await stage.openCustomer('/shop/');
    await customer.start();
    assert.equal(await agent.state(), 'waiting');
    await agent.join();
    await agent.waitForState('asked');
    assert.equal(await agent.look(() => true), undefined, 'there is no replay yet');
    await customer.allow();
    await agent.waitForState('live');
    await agent.waitForReplay((replay) => replay.querySelectorAll('[data-testid="products"] li').length === 6);
    assert.match((await customer.status()) ?? '', /sees this page/);
  });

  it('shows what a typed text changes on the page, and the typing itself as stars', async () => {
    await share('/shop/product.html?id=kettle');
    await customer.type('engraving', 'For Ada');
    await agent.waitForReplay(has, '[data-testid="engraved"]', 'For Ada');
    await agent.waitForReplay(
      (replay) => replay.querySelector<HTMLInputElement>('[data-testid="engraving"]')!.value === '********',
    );
  });

  it('shows a list of 2,000 rows, drawn anew and turned round', async () => {
    await share('/shop/list.html');
    const rows = (replay: Document, first: string): boolean => {
      const all = replay.querySelectorAll('[data-testid="rows"] tr');
      return all.length === 2_000 && all[0]!.textContent.includes(first);
    };
    await agent.waitForReplay(rows, 'LM-0001');
    await customer.click('render-list');
    await agent.waitForReplay(has, '[data-testid="list-status"]', 'prices of round 1');
    await agent.waitForReplay(rows, 'LM-0001');
    await customer.click('reorder-list');
    const ours = await customer.evaluate(() => document.querySelector('[data-testid="rows"]')!.textContent);
    assert.match(ours, /^LM-2000/);
    // Row by row: what is large is shown in steps.
    await agent.waitForReplay((replay: Document, text: string) => replay.querySelector('[data-testid="rows"]')!.textContent === text, ours);
  });

  it('shows a modal that opens and closes', async () => {
    await share('/shop/parts.html');
    const open = (replay: Document, expected: boolean): boolean =>
      (replay.querySelector('[data-testid="modal"]') as HTMLDialogElement).open === expected;
    await agent.waitForReplay(open, false);
    await customer.click('open-modal');
    await agent.waitForReplay(open, true);
    await customer.click('close-modal');
    await agent.waitForReplay(open, false);
  });

  it('shows styles that no file has, when they change', async () => {
    await share('/shop/parts.html');
    const colours = (replay: Document): string[] =>
      ['styled', 'adopted'].map((id) => {
        const node = replay.querySelector(`[data-testid="${id}"]`)!;
        return replay.defaultView!.getComputedStyle(node).backgroundColor;
      });
    await agent.waitForReplay((replay) =>
      replay.defaultView!.getComputedStyle(replay.querySelector('.adopted')!).backgroundColor === 'rgb(44, 81, 69)');
    assert.deepEqual(await agent.look(colours), ['rgb(228, 236, 232)', 'rgb(44, 81, 69)']);
    await customer.click('change-style');
    await agent.waitForReplay((replay) =>
      replay.defaultView!.getComputedStyle(replay.querySelector('.adopted')!).backgroundColor === 'rgb(140, 58, 34)');
    assert.deepEqual(await agent.look(colours), ['rgb(244, 224, 214)', 'rgb(140, 58, 34)']);
  });

  it('shows a node that moved, a shadow root, an SVG chart and a frame', async () => {
    await share('/shop/parts.html');
    await agent.waitForReplay((replay) => replay.querySelector('[data-testid="column-left"] [data-testid="movable"]') !== null);
    await customer.click('move-node');
    await agent.waitForReplay((replay) => replay.querySelector('[data-testid="column-right"] [data-testid="movable"]') !== null);
    await agent.waitForReplay((replay) => replay.querySelector('[data-testid="column-left"] [data-testid="movable"]') === null);
    await agent.waitForReplay((replay) => replay.querySelector('lark-rating')?.shadowRoot?.textContent?.includes('4 of 5') ?? false);
    const heights = (replay: Document): string => Array.from(replay.querySelectorAll('.chart rect'), (bar) => bar.getAttribute('height')).join();
    const old = await agent.look(heights);
    await customer.click('change-chart');
    await agent.waitForReplay((replay, was) => Array.from(replay.querySelectorAll('.chart rect'), (bar) => bar.getAttribute('height')).join() !== was, old);
    // A number field with a 2 in it: no browser shows stars there, the replay does.
    await customer.type('frame-input', '42');
    await agent.waitForReplay((replay) =>
      replay.querySelector('iframe')?.contentDocument?.querySelector<HTMLInputElement>('[data-testid="frame-input"]')?.value === '********');
  });

  it('shows that a card number and a password are typed, and neither of them', async () => {
    const wire = await tapSockets(agent.tab);
    await share('/shop/checkout.html');
    await customer.type('card', '4111111111111111');
    await customer.type('password', 'correct horse');
    await customer.click('reveal');
    await customer.type('cvc', '7391');
    await customer.type('name', 'Zelda Quince');
    const value = (replay: Document, selector: string): string => replay.querySelector<HTMLInputElement>(selector)!.value;
    await agent.waitForReplay((replay) => replay.querySelector<HTMLInputElement>('#name')!.value === '********');
    assert.match(await agent.look(value, '#card'), /^[*•]+$/);
    assert.match(await agent.look(value, '#password'), /^[*•]+$/);
    assert.match(await agent.look(value, '#cvc'), /^[*•]+$/);
    // Times and places are numbers, and may hold any digits. What was typed is in no name or id that the demo makes up.
    const sent = (await wire()).join('\n').replaceAll(/:-?\d[\d.]*/g, ':0');
    assert.ok(sent.length > 500, 'frames were seen');
    for (const secret of ['4111', 'correct', 'horse', '7391', 'Zelda', 'Quince']) assert.ok(!sent.includes(secret), secret);
  });

  it('goes along to the next page', async () => {
    await share('/shop/');
    await customer.goto('/shop/cart.html');
    await agent.waitForState('live');
    await agent.waitForReplay(has, 'h1', 'cart');
  });

  it('works with the ES module in the single-page section, route by route', async () => {
    await share('/shop/spa/');
    await agent.waitForReplay(has, 'h1', 'Stories');
    await customer.click('route-recipes');
    await agent.waitForReplay(has, 'h1', 'Tea for one');
    await customer.click('route-letters');
    await customer.type('letter', 'Dear shop');
    await agent.waitForReplay(has, '[data-testid="letter-count"]', '9 characters');
  });

  it('tells the agent when the customer pauses, goes on and stops', async () => {
    await share('/shop/product.html?id=mug');
    await customer.press('pause');
    await agent.waitForState('paused');
    await customer.type('engraving', 'Hidden');
    await customer.press('unpause');
    await agent.waitForState('live');
    await agent.waitForReplay(has, '[data-testid="engraved"]', 'Hidden');
    await customer.press('stop');
    await agent.waitForState('ended');
    assert.equal(await customer.status(), null);
  });

  it('goes on after either side’s socket was cut', async () => {
    await share('/shop/product.html?id=lamp');
    const { roomId } = stage.demo.relay.rooms()[0]!;
    stage.demo.relay.disconnect(roomId, { role: 'recorder' });
    await customer.type('engraving', 'One');
    await agent.waitForReplay(has, '[data-testid="engraved"]', 'One');
    stage.demo.relay.disconnect(roomId, { role: 'replayer' });
    await customer.type('engraving', ' two');
    await agent.waitForReplay(has, '[data-testid="engraved"]', 'One two');
    await agent.waitForState('live');
  });
});
