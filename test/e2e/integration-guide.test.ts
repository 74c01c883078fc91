import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { chromiumArgs } from '../../scripts/browsers.mjs';
import { ensureChromium } from '../../scripts/engines.mjs';
import { type MerchantProject, openMerchantProject, readSamples } from '../support/merchant-project.ts';
import { pressInWidget } from '../support/widget-press.ts';

/** Bound of one wait; only a step that never happens meets it. */
const WAIT_MS = 20_000;

describe('docs/integration.md', () => {
  const samples = readSamples('docs/integration.md');
  const [setUp = '', runCentre = '', runShop = ''] = samples.filter(({ language }) => language === 'sh').map(({ code }) => code.trim());
  let project: MerchantProject;
  let browser: Browser;

  before(async () => {
    project = await openMerchantProject(samples, ['express', 'fastify']);
    browser = await launch({ executablePath: ensureChromium(), args: chromiumArgs(), headless: true });
  });
  after(async () => {
    await browser.close();
    await project.close();
  });

  it('begins with an empty folder and ends with the contact centre’s settings', async () => {
    const [make, ...commands] = setUp.split('\n');
    assert.equal(make, 'mkdir shop && cd shop', 'the test’s own folder stands for this one');
    const install = commands.pop();
    // No registry is asked here: openMerchantProject has put the packed package and Express where npm would.
    assert.equal(install, 'npm install cobrowse-widget express');
    for (const command of commands) {
      const { code, output } = await project.finish(command);
      assert.equal(code, 0, output);
    }
    assert.equal(runCentre, 'node centre.js');
    await project.start(runCentre, { CENTRE_PORT: '0' }, /settings are in \.env/);
  });

  /** Customer and agent, each in a browser context of their own, as the page's step 6 has them. */
  async function share(shop: string, desk: string): Promise<void> {
    const [customers, agents] = [await browser.createBrowserContext(), await browser.createBrowserContext()];
    const [customer, agent] = [await customers.newPage(), await agents.newPage()];
    const errors: string[] = [];
    for (const page of [customer, agent]) {
      page.setDefaultTimeout(WAIT_MS);
      page.on('pageerror', (error) => errors.push(String(error)));
    }
    await customer.goto(shop, { waitUntil: 'networkidle0' });
    await customer.click('#help');
    await agent.goto(desk);
    await pressInWidget(customer, 'allow');
    await waitForText(agent, '#state', 'live');
    await customer.type('#engraving', 'For Ada');
    await waitForReplay(agent, '#shown', 'For Ada');
    const field = await agent.evaluate(() => document.querySelector('iframe')!.contentDocument!.querySelector('input')!.value);
    assert.match(field, /^\*+$/);
    await pressInWidget(customer, 'stop');
    await waitForText(agent, '#state', 'ended');
    assert.deepEqual(errors, []);
    await customers.close();
    await agents.close();
  }
  const waitForText = async (page: Page, selector: string, text: string): Promise<void> =>
    void (await page.waitForFunction((where, wanted) => document.querySelector(where)?.textContent === wanted, {}, selector, text));
  const waitForReplay = async (page: Page, selector: string, text: string): Promise<void> =>
    void (await page.waitForFunction(
      (where, wanted) => document.querySelector('iframe')?.contentDocument?.querySelector(where)?.textContent === wanted,
      {},
      selector,
      text,
    ));
  const shopAt = (output: string): string => /http:\/\/127\.0\.0\.1:\d+\//.exec(output)![0];

  it('shows an agent the customer’s page, with Express', async () => {
    assert.equal(runShop, 'node --env-file=.env server.js');
    // The reader's port is 3000; here it is one that is free.
    const shop = shopAt(await project.start(runShop, { PORT: String(await freePort()) }, /The shop is at/));
    await share(shop, `${shop}agent.html`);
  });

  it('answers the same with Fastify', async () => {
    const command = runShop.replace('server.js', 'server-fastify.js');
    const shop = shopAt(await project.start(command, { PORT: '0' }, /The shop is at/));
    await assertAnswers((path) => fetch(new URL(path, shop), asPage(new URL(shop).origin)));
  });

  it('answers the same as an edge function, and as a route of Next', async () => {
    for (const line of readFileSync(join(project.folder, '.env'), 'utf8').trim().split('\n')) {
      const [name = '', value = ''] = line.split('=');
      process.env[name] = value;
    }
    type Handler = (request: Request) => Promise<Response>;
    const load = async (file: string): Promise<unknown> => import(pathToFileURL(join(project.folder, file)).href);
    const { default: edge } = (await load('edge.js')) as { default: { fetch: Handler } };
    const origin = 'https://www.shop.example';
    await assertAnswers((path) => edge.fetch(new Request(origin + path, asPage(origin))));
    assert.equal((await edge.fetch(new Request(`${origin}/other`))).status, 404);
    const route = (await load('app/cobrowse/connection-info/route.js')) as Record<'POST' | 'OPTIONS', Handler>;
    const answer = await route.POST(new Request(`${origin}/cobrowse/connection-info`, asPage(origin)));
    assert.equal(answer.status, 200);
    // A preflight comes from other origins alone, and none is listed.
    assert.equal((await route.OPTIONS(new Request(origin, { method: 'OPTIONS', headers: { origin } }))).status, 403);
  });

  const asPage = (origin: string): RequestInit => ({
    method: 'POST',
    headers: { origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    body: '{}',
  });
  async function assertAnswers(ask: (path: string) => Promise<Response>): Promise<void> {
    for (const path of ['/cobrowse/connection-info', '/agent/connection-info']) {
      const response = await ask(path);
      assert.equal(response.status, 200, path);
      const { success, data } = (await response.json()) as { success: boolean; data: { roomId: string } };
      assert.equal(success, true);
      assert.equal(data.roomId, 'contact-1');
    }
  }
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
