import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { type Agent, type Customer, openStage, type Stage } from '../support/e2e.ts';

describe('what goes wrong between page, merchant backend, contact centre and relay', () => {
  let stage: Stage;
  let customer: Customer;
  let agent: Agent | undefined;

  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());
  afterEach(async () => {
    await turn({ switch: 'clear' });
    await customer.close();
    await agent?.close();
    agent = undefined;
  });

  async function turn(what: Record<string, string>): Promise<void> {
    const response = await fetch(`${stage.demo.url}/qa/api/switch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: stage.demo.url },
      body: JSON.stringify(what),
    });
    assert.equal(response.ok, true, `${JSON.stringify(what)}: ${response.status}`);
  }
  const helpStatus = (): Promise<string> => customer.page.$eval('[data-testid="help-status"]', (node) => node.textContent);
  const waitForHelp = async (text: string): Promise<void> => {
    await customer.page.waitForFunction(
      (wanted) => document.querySelector('[data-testid="help-status"]')?.textContent.includes(wanted),
      {},
      text,
    );
  };
  async function share(): Promise<void> {
    customer = await stage.openCustomer('/shop/product.html?id=mug');
    agent = await stage.openAgent();
    await customer.start();
    await agent.join();
    await customer.allow();
    await agent.waitForState('live');
  }

  for (const [kind, code] of [
    ['401', 'connection/info-unauthorized'],
    ['403', 'connection/info-forbidden'],
    ['404', 'connection/info-not-found'],
    ['not-json', 'connection/info-not-json'],
  ] as const)
    it(`${kind} from the merchant backend ends the start at once, with ${code}`, async () => {
      await turn({ switch: 'refuse', side: 'customer', kind });
      customer = await stage.openCustomer();
      await customer.page.click('[data-testid="cobrowse-start"]');
      await waitForHelp(code);
      assert.match(await helpStatus(), /try again/);
    });

  for (const kind of ['429', '500', 'success-false'])
    it(`${kind} from the merchant backend is tried again, and the session starts`, async () => {
      await turn({ switch: 'refuse', side: 'customer', kind });
      customer = await stage.openCustomer();
      await customer.start();
      await waitForHelp('Waiting for an agent');
    });

  it('401 on a reconnect ends the session, and both sides are told', async () => {
    await share();
    await turn({ switch: 'refuse', side: 'customer', kind: '401' });
    await turn({ switch: 'drop', side: 'customer' });
    await waitForHelp('The session is over');
    assert.equal(await customer.page.evaluate(() => (window as unknown as { Cobrowse: { state: string } }).Cobrowse.state), 'ended');
  });

  it('a signature that is too old is renewed without anybody noticing', async () => {
    await turn({ switch: 'expire' });
    customer = await stage.openCustomer();
    await customer.start();
    await waitForHelp('Waiting for an agent');
  });

  for (const kind of ['401', '403 expired token', '500', 'success: false', 'connection reset', 'tokenByAkSk 401'])
    it(`${kind} from the contact centre, once, does not reach the customer`, async () => {
      await turn({ switch: 'centre', kind });
      customer = await stage.openCustomer();
      await customer.start();
      await waitForHelp('Waiting for an agent');
    });

  it('a room that the contact centre releases ends the session on both sides', async () => {
    await share();
    await turn({ switch: 'release' });
    await agent!.waitForState('ended');
    await waitForHelp('The agent has ended the session');
  });

  it('a slow network stays live, and shows what was typed', async () => {
    await share();
    await turn({ switch: 'network', profile: 'slow' });
    await customer.type('engraving', 'Slowly');
    await agent!.waitForReplay((replay) => replay.querySelector('[data-testid="engraved"]')!.textContent.includes('Slowly'));
    assert.equal(await agent!.state(), 'live');
  });
});
