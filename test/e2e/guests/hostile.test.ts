import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { ENGINES, nameOf } from '../../support/engine/engine.ts';
import { callOf, poll } from '../../support/engine/tab.ts';
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
const LOADER = `<script src="/dist/cobrowse.js" data-connection-info="/cobrowse/connection-info" data-start-timeout-ms="1500" data-shadow-root="open" data-embedders="self"></script>
  <script>
    window.codes = [];
    Cobrowse.on('error', ({ code }) => codes.push(code));
    Cobrowse.on('ended', ({ error }) => error && codes.push(error.code));
  </script>`;

for (const engine of ENGINES) describe(`on a page that has replaced what the browser has, in ${nameOf(engine)}`, () => {
  let stage: GuestStage;
  let customer: Guest;
  before(async () => {
    stage = await openGuestStage({ engine });
  });
  after(() => stage.close());
  afterEach(() => customer.close());

  /**
   * WebKit's driver works with what a page has, and cannot work with these: there each stands in a frame of a sound page,
   * and is looked at from that one. A page that sets its domain has no sound page beside it, and hinders no driver.
   */
  async function open(script: string): Promise<void> {
    const isFramed = engine === 'webkit' && !script.includes('document.domain');
    stage.guest.putPage('/hostile.html', { head: `<script>${script}</script><script>${REMEMBER}</script>`, body: `<p>text</p><ul></ul>${LOADER}` });
    stage.guest.putPage('/sound.html', {
      head: '<style>body { margin: 0 } iframe { border: 0; width: 100vw; height: 100vh }</style>',
      body: '<iframe src="/hostile.html"></iframe>',
    });
    customer = await stage.openGuest(isFramed ? '/sound.html' : '/hostile.html');
  }
  /** What `look` returns, with `window` and `document` of the hostile page. */
  const inPage = <Result, Args extends unknown[]>(look: (...args: Args) => Result, ...args: Args): Promise<Result> =>
    customer.tab.run(`((window, document) => ${callOf(look, args)})(frames[0] ?? window, (frames[0] ?? window).document)`) as Promise<Result>;

  /** Starts, without a promise of the page's own. */
  const start = (): Promise<void> =>
    inPage(() => {
      const page = window as unknown as HostilePage;
      page.outcome = '';
      page.Cobrowse.start().then(
        () => (page.outcome = 'started'),
        (error: { name: string; code: string; message: string }) =>
          (page.outcome = error.name === 'CobrowseError' ? error.code : error.message),
      );
    });
  /** What has become of it: `started`, or the code of the error. */
  const outcome = (): Promise<string> =>
    poll('an outcome', async () => (await inPage(() => (window as unknown as HostilePage).outcome)) || undefined);
  const isAsBefore = (): Promise<boolean> => inPage(() => (window as unknown as HostilePage).sameAsBefore());
  async function change(text: string): Promise<void> {
    await inPage((words) => {
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
      assert.deepEqual(await customer.errors(), []);
    });

  for (const [name, [script, code]] of Object.entries(BROKEN_PAGES))
    it(`${name}: that is an error of ours, and nothing reaches the page`, async () => {
      await open(script);
      await start();
      const found = await outcome();
      if (found === 'started') {
        const agent = await stage.openAgent();
        await agent.join();
        await customer.allow();
        await agent.waitForState('ended');
        await agent.close();
      } else assert.equal(found, code);
      const codes = await inPage(() => (window as unknown as HostilePage).codes.join(' '));
      assert.deepEqual(new Set([...codes.split(' ').filter(Boolean), code]), new Set([code]));
      assert.equal(await isAsBefore(), true);
      assert.deepEqual(await customer.errors(), []);
    });

  it('replaces it while a session runs: it goes on, it can be ended, and nothing reaches the page', async () => {
    await open('');
    await start();
    assert.equal(await outcome(), 'started');
    const agent = await customer.share();
    // What is said to be live is about to be recorded.
    await showsText(agent, 'text');
    // Agents say how far they are four times a second; of one that never did, nothing is awaited.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await inPage(() => {
      const page = window as unknown as Record<string, unknown> & Window & typeof globalThis;
      const broken = (): never => {
        throw new Error('broken by the page');
      };
      for (const name of ['WebSocket', 'fetch', 'MutationObserver', 'Promise', 'queueMicrotask', 'setTimeout']) page[name] = broken;
      Object.assign(page.JSON, { stringify: broken, parse: broken });
    });
    await change('changed text');
    await customer.tab.clickAt(100, 100);
    await showsText(agent, 'changed text');
    // By then an agent that nothing is heard of would be sent nothing more.
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    await change('later text');
    await showsText(agent, 'later text');
    await customer.press('stop');
    // Not everybody can be told any more, but nothing of the session is left.
    await poll('nothing of ours', () => inPage(() => !document.querySelector('cobrowse-ui')));
    assert.deepEqual(await customer.errors(), []);
  });
});
