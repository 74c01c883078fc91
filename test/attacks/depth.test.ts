import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Agent, type Customer, openStage, type Stage } from '../support/e2e.ts';
import { poll } from '../support/engine/tab.ts';

describe('a page that nests deeper than rrweb can follow', () => {
  let stage: Stage;
  let agent: Agent;
  let customer: Customer;

  before(async () => {
    stage = await openStage();
    agent = await stage.openAgent();
    customer = await stage.openCustomer('/shop/');
  });
  after(() => stage.close());

  it('ends the session, and both sides see that it has ended', async () => {
    await customer.start();
    await agent.join();
    await customer.allow();
    await agent.waitForState('live');
    stage.wire.clear();
    await customer.evaluate(() => {
      const page = window as unknown as { codes: string[]; Cobrowse: { on(event: string, listener: (error: { code: string }) => void): void } };
      page.codes = [];
      page.Cobrowse.on('error', ({ code }) => page.codes.push(code));
      // Not drawn: Chromium would take minutes for that.
      const top = document.createElement('div');
      top.hidden = true;
      let at = top;
      for (let depth = 0; depth < 10_000; depth += 1) at = at.appendChild(document.createElement('div'));
      at.textContent = 'Zq7privateDeep01';
      top.setAttribute('data-cobrowse-mask', '');
      document.body.append(top);
    });
    await agent.waitForState('ended');
    await poll('the session has ended', () =>
      customer.evaluate(() => (window as unknown as { Cobrowse: { state: string } }).Cobrowse.state === 'ended'),
    );
    assert.deepEqual(await customer.evaluate(() => [...new Set((window as unknown as { codes: string[] }).codes)]), ['capture/failed']);
    assert.ok(!stage.wire.text().includes('Zq7privateDeep01'));
  });
});
