import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { type Agent, type Customer, openStage, type Stage } from '../support/e2e.ts';

const heading = (replay: Document, text: string): boolean => replay.querySelector('h1')?.textContent.includes(text) ?? false;

describe('a session that lasts', () => {
  let stage: Stage;
  let customer: Customer;
  let agent: Agent;

  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());
  beforeEach(async () => {
    agent = await stage.openAgent();
  });
  afterEach(async () => {
    await customer.close();
    await agent.close();
    for (const { roomId } of stage.demo.relay.rooms()) stage.demo.relay.closeRoom(roomId);
  });

  async function share(path: string, prepare?: (page: Page) => Promise<void>): Promise<void> {
    customer = await stage.openCustomer('/shop/frame.html');
    await prepare?.(customer.page);
    await customer.page.goto(stage.demo.url + path);
    await customer.start();
    await agent.join();
    await customer.allow();
    await agent.waitForState('live');
    await noteStates();
  }

  /** Keeps the names of all states that the console shows from now on. */
  async function noteStates(): Promise<void> {
    await agent.page.evaluate(() => {
      const badge = document.querySelector('[data-testid="agent-state"]')!;
      const view = window as unknown as { __states: string[] };
      view.__states = [];
      new MutationObserver(() => view.__states.push(badge.textContent)).observe(badge, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    });
  }
  const states = (): Promise<string[]> => agent.page.evaluate(() => (window as unknown as { __states: string[] }).__states);

  /** What the agent saw was the page loading and then live, and nobody was asked. */
  async function wentOn(text: string): Promise<void> {
    await agent.waitForReplay(heading, text);
    await agent.waitForState('live');
    const seen = await states();
    assert.ok(seen.includes('reconnecting'), seen.join());
    assert.ok(!seen.includes('asked') && !seen.includes('ended'), seen.join());
    assert.match((await customer.status()) ?? '', /sees this page/);
  }

  it('goes on over links, reloads, back and forward, without asking again', async () => {
    await share('/shop/');
    for (const [go, text] of [
      [() => customer.page.goto(`${stage.demo.url}/shop/cart.html`), 'cart'],
      [() => customer.page.reload(), 'cart'],
      [() => customer.page.goto(`${stage.demo.url}/shop/checkout.html`), 'Checkout'],
      [() => customer.page.goBack(), 'cart'],
      [() => customer.page.goForward(), 'Checkout'],
    ] as const) {
      await noteStates();
      await go();
      await wentOn(text);
    }
  });

  it('keeps the customer’s pause over a page load, and sends nothing of the new page before it is lifted', async () => {
    await share('/shop/');
    await customer.press('pause');
    await agent.waitForState('paused');
    await customer.page.goto(`${stage.demo.url}/shop/checkout.html`);
    await customer.page.waitForSelector('>>> [data-testid="cobrowse-unpause"]', { visible: true });
    await agent.waitForState('paused');
    assert.equal(await agent.look((replay) => replay.querySelector('#card')), null);
    await customer.press('unpause');
    await agent.waitForReplay(heading, 'Checkout');
    await agent.waitForState('live');
  });

  it('is over on every later page once it was stopped', async () => {
    await share('/shop/');
    await customer.press('stop');
    await agent.waitForState('ended');
    await customer.page.goto(`${stage.demo.url}/shop/cart.html`);
    await customer.page.waitForFunction(() => 'state' in (window as unknown as { Cobrowse: object }).Cobrowse);
    assert.equal(await customer.status(), null);
    assert.deepEqual(stage.demo.relay.rooms().filter(({ recorder }) => recorder), []);
  });

  it('asks again on a page that comes after a gap, in the same room', async () => {
    await share('/shop/');
    const [room] = stage.demo.relay.rooms();
    await customer.page.evaluateOnNewDocument(() => {
      // As if the customer had been elsewhere for 40 s.
      const record = JSON.parse(sessionStorage.getItem('cobrowse-widget.session') ?? 'null') as { writtenMs: number } | null;
      if (record) sessionStorage.setItem('cobrowse-widget.session', JSON.stringify({ ...record, writtenMs: record.writtenMs - 40_000 }));
    });
    await customer.page.goto(`${stage.demo.url}/shop/cart.html`);
    await agent.waitForState('asked');
    assert.equal(stage.demo.relay.rooms()[0]!.roomId, room!.roomId);
    assert.ok(!(await agent.look(heading, 'cart')));
    await customer.allow();
    await agent.waitForReplay(heading, 'cart');
  });

  it('tells the agent of a planned absence, and asks nobody when the customer is back in time', async () => {
    await share('/shop/checkout.html');
    await customer.page.evaluate(() => {
      const { Cobrowse } = window as unknown as { Cobrowse: { expectAbsence(absence: object): void } };
      Cobrowse.expectAbsence({ returnWithinMs: 300_000, message: 'Paying at the bank' });
    });
    await customer.page.goto('about:blank');
    await agent.waitForState('reconnecting');
    await agent.page.waitForFunction(() => document.querySelector('[data-testid="cover"]')?.textContent.includes('Paying at the bank'));
    await customer.page.evaluateOnNewDocument(() => {
      const record = JSON.parse(sessionStorage.getItem('cobrowse-widget.session') ?? 'null') as { writtenMs: number } | null;
      if (record) sessionStorage.setItem('cobrowse-widget.session', JSON.stringify({ ...record, writtenMs: record.writtenMs - 120_000 }));
    });
    await customer.page.goto(`${stage.demo.url}/shop/cart.html`);
    await wentOn('cart');
  });

  it('goes on after the page crashed', async () => {
    await share('/shop/');
    const devtools = await customer.page.createCDPSession();
    // A page that has crashed answers nothing, this neither.
    devtools.send('Page.crash').catch(() => {});
    await agent.waitForState('reconnecting');
    await customer.page.reload();
    await wentOn('slow mornings');
  });

  it('shows the agent that the customer is away when the window was closed', async () => {
    await share('/shop/');
    await customer.page.close();
    await agent.waitForState('reconnecting');
    assert.equal((await states()).includes('live'), false);
  });

  it('ends with the page where storage is blocked, and says so', async () => {
    await share('/shop/', async (page) => {
      await page.evaluateOnNewDocument(() => {
        Object.defineProperty(window, 'sessionStorage', {
          get() {
            throw new DOMException('blocked', 'SecurityError');
          },
        });
        const view = window as unknown as { __errors: string[]; Cobrowse?: { on(type: string, listener: (error: { code: string }) => void): void } };
        view.__errors = [];
        addEventListener('DOMContentLoaded', () => view.Cobrowse?.on('error', ({ code }) => view.__errors.push(code)));
      });
    });
    assert.deepEqual(await customer.page.evaluate(() => (window as unknown as { __errors: string[] }).__errors), ['session/storage-blocked']);
    await customer.page.goto(`${stage.demo.url}/shop/cart.html`);
    await agent.waitForState('ended');
    assert.equal(await customer.status(), null);
  });

  it('asks on every page where the browser has no locks', async () => {
    await share('/shop/', async (page) => {
      await page.evaluateOnNewDocument(() => {
        Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
      });
    });
    await customer.page.goto(`${stage.demo.url}/shop/cart.html`);
    await agent.waitForState('asked');
    await customer.allow();
    await agent.waitForReplay(heading, 'cart');
  });

  it('resumes nothing when the clock was set back', async () => {
    await share('/shop/');
    await customer.page.evaluateOnNewDocument(() => {
      const now = Date.now();
      const started = performance.now();
      Object.assign(Date, {
        now() {
          return now + performance.now() - started - 3_600_000;
        },
      });
    });
    await customer.page.goto(`${stage.demo.url}/shop/cart.html`);
    await customer.page.waitForFunction(() => 'state' in (window as unknown as { Cobrowse: object }).Cobrowse);
    await agent.waitForState('reconnecting');
    assert.equal(await customer.status(), null);
  });

  it('does nothing in a frame of somebody else’s page', async () => {
    customer = await stage.openCustomer('/shop/frame.html');
    const elsewhere = stage.demo.url.replace('127.0.0.1', 'localhost');
    await customer.page.goto(`${elsewhere}/shop/frame.html`);
    await customer.page.setContent(`<iframe src="${stage.demo.url}/shop/" style="width: 900px; height: 600px"></iframe>`);
    const frame = await customer.page.waitForFrame((one) => one.url().endsWith('/shop/'));
    const start = await frame.waitForSelector('[data-testid="cobrowse-start"]');
    await start!.click();
    await frame.waitForFunction(() => document.querySelector('[data-testid="help-status"]')?.textContent.includes('session/framed'));
    assert.equal(await frame.$('cobrowse-ui'), null);
    assert.deepEqual(stage.demo.relay.rooms(), []);
  });
});
