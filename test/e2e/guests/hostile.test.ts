import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { type Guest, type GuestStage, openGuestStage, showsText } from '../../support/guest.ts';
import { BROKEN_PAGES, ODD_PAGES } from './hostile-pages.ts';

interface HostilePage {
  Cobrowse: { start(): Promise<void>; on(type: string, listener: (event: { code: string }) => void): void };
  codes: string[];
  outcome: string;
  replaced: unknown[];
  sameAsBefore(): boolean;
}

/** Runs after the page's own script: remembers what it made of the browser's functions. */
const REMEMBER = `{
  const all = () => [Array.from, window.JSON, JSON.stringify, JSON.parse, window.fetch, window.WebSocket, window.setTimeout,
    window.MutationObserver, window.Promise, window.Map, Array.prototype.toJSON, Function.prototype.bind, document.adoptedStyleSheets.length];
  const before = all();
  window.sameAsBefore = () => all().every((value, at) => value === before[at]);
}`;
const LOADER = `<script src="/dist/cobrowse.js" data-connection-info="/cobrowse/connection-info" data-start-timeout-ms="1500" data-shadow-root="open"></script>
  <script>
    window.codes = [];
    Cobrowse.on('error', ({ code }) => codes.push(code));
    Cobrowse.on('ended', ({ error }) => error && codes.push(error.code));
  </script>`;

describe('on a page that has replaced what the browser has', () => {
  let stage: GuestStage;
  let customer: Guest;
  before(async () => {
    stage = await openGuestStage();
  });
  after(() => stage.close());
  afterEach(() => customer.close());

  async function open(script: string): Promise<void> {
    stage.guest.putPage('/hostile.html', { head: `<script>${script}</script><script>${REMEMBER}</script>`, body: `<p>text</p><ul></ul>${LOADER}` });
    customer = await stage.openGuest('/hostile.html');
  }
  /** Starts, without a promise of the page's own. */
  const start = (): Promise<void> =>
    customer.page.evaluate(() => {
      const page = window as unknown as HostilePage;
      page.outcome = '';
      page.Cobrowse.start().then(
        () => (page.outcome = 'started'),
        (error: { name: string; code: string; message: string }) =>
          (page.outcome = error.name === 'CobrowseError' ? error.code : error.message),
      );
    });
  /** What has become of it: `started`, or the code of the error. */
  async function outcome(): Promise<string> {
    for (;;) {
      const found = await customer.page.evaluate(() => (window as unknown as HostilePage).outcome);
      if (found) return found;
    }
  }
  const isAsBefore = (): Promise<boolean> => customer.page.evaluate(() => (window as unknown as HostilePage).sameAsBefore());
  async function change(text: string): Promise<void> {
    await customer.page.evaluate((words) => {
      document.querySelector('p')!.textContent = words;
      document.querySelector('ul')!.append(document.createElement('li'), 'item');
    }, text);
  }

  for (const [name, script] of Object.entries(ODD_PAGES))
    it(`${name}: a session works, and the page keeps what it has`, async () => {
      await open(script);
      await start();
      assert.equal(await outcome(), 'started');
      const agent = await customer.share();
      await change('changed text');
      await showsText(agent, 'changed text');
      await customer.press('stop');
      await agent.waitForState('ended');
      assert.equal(await isAsBefore(), true);
      assert.deepEqual(customer.errors, []);
    });

  for (const [name, [script, code]] of Object.entries(BROKEN_PAGES))
    it(`${name}: that is an error of ours, and nothing reaches the page`, async () => {
      await open(script);
      await start();
      const found = await outcome();
      if (found === 'started') {
        const agent = await stage.openAgent();
        await agent.join();
        await customer.press('allow');
        await agent.waitForState('ended');
        await agent.close();
      } else assert.equal(found, code);
      const codes = await customer.page.evaluate(() => (window as unknown as HostilePage).codes);
      assert.deepEqual([...new Set([...codes, code])], [code]);
      assert.equal(await isAsBefore(), true);
      assert.deepEqual(customer.errors, []);
    });

  it('replaces it while a session runs: it goes on, it can be ended, and nothing reaches the page', async () => {
    await open('');
    await start();
    assert.equal(await outcome(), 'started');
    const agent = await customer.share();
    // A text: a function would be given a helper by the test's own compiler.
    await customer.page.evaluate(`
      const broken = () => { throw new Error('broken by the page'); };
      // Not setTimeout: puppeteer's own waits are made of it.
      for (const name of ['WebSocket', 'fetch', 'MutationObserver', 'Promise', 'queueMicrotask'])
        window[name] = broken;
      JSON.stringify = JSON.parse = broken;`);
    await change('changed text');
    await customer.page.mouse.move(100, 100);
    await showsText(agent, 'changed text');
    await customer.press('stop');
    // Not everybody can be told any more, but nothing of the session is left.
    while (await customer.page.$('cobrowse-ui'));
    assert.deepEqual(customer.errors, []);
  });
});
