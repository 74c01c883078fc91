import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { poll } from '../support/engine/tab.ts';
import { openStage, type Stage } from '../support/e2e.ts';

describe('the script tag', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  /** A page of the shop's origin that holds just this. */
  async function openPage(html: string, { run = '' } = {}) {
    const context = await stage.browser.createBrowserContext();
    const page = await context.newPage();
    const requests: string[] = [];
    const errors: string[] = [];
    // The shop's cookie comes with any page of the shop; what it holds is then written anew.
    await page.goto(`${stage.demo.url}/shop/frame.html`, { waitUntil: 'networkidle0' });
    page.on('request', (request) => {
      if (request.url().startsWith('http')) requests.push(new URL(request.url()).pathname);
    });
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => errors.push(message.text()));
    if (run) await page.evaluate(run);
    await page.setContent(html, { waitUntil: 'load' });
    return { page, requests, errors, close: () => context.close() };
  }
  const TAG = '<script async src="/dist/cobrowse.js" data-connection-info="/cobrowse/connection-info" data-shadow-root="open"></script>';
  const doctype = (body: string): string => `<!doctype html><html lang="en"><head><link rel="icon" href="data:,"></head><body>${body}</body></html>`;

  it('adds one global, no node, no listener and no request to a page without a session', async () => {
    const ledger = `
      window.__added = [];
      const add = EventTarget.prototype.addEventListener;
      EventTarget.prototype.addEventListener = function (type, ...rest) { window.__added.push(type); return add.call(this, type, ...rest); };
      window.__before = Object.getOwnPropertyNames(window);`;
    const { page, requests, errors, close } = await openPage(doctype(TAG), { run: ledger });
    const found = await page.evaluate(() => {
      const { __before, __added } = window as unknown as { __before: string[]; __added: string[] };
      return {
        globals: Object.getOwnPropertyNames(window).filter((name) => !__before.includes(name) && !/^(__|[0-9])/.test(name)),
        listeners: __added,
        nodes: document.querySelectorAll('body *').length,
        storage: sessionStorage.length + localStorage.length,
      };
    });
    assert.deepEqual(found, { globals: ['Cobrowse'], listeners: [], nodes: 1, storage: 0 });
    assert.deepEqual(requests, ['/dist/cobrowse.js']);
    assert.deepEqual(errors, []);
    await close();
  });

  it('loads the session bundle, beside itself, only when a session starts', async () => {
    const { page, requests, close } = await openPage(doctype(TAG));
    await page.evaluate(() => (window as unknown as { Cobrowse: { start(): Promise<void> } }).Cobrowse.start());
    assert.deepEqual(requests.slice(1, 3), ['/dist/session.js', '/cobrowse/connection-info']);
    await close();
  });

  it('works off the calls that were made before it was there, in order', async () => {
    const stub = `<script>
      window.Cobrowse ??= { q: [] };
      for (const method of ['start', 'end', 'pause', 'unpause', 'on', 'diagnose'])
        window.Cobrowse[method] ??= (...args) => new Promise((resolve, reject) => window.Cobrowse.q.push([method, args, resolve, reject]));
      window.states = [];
      Cobrowse.on('statechange', ({ to }) => states.push(to));
      window.started = Cobrowse.start().then(() => 'started');
    </script>`;
    const { page, close } = await openPage(doctype(stub + TAG));
    const result = await page.evaluate(async () => {
      const { started, states } = window as unknown as { started: Promise<string>; states: string[] };
      return [await started, states];
    });
    assert.deepEqual(result, ['started', ['connecting', 'pending']]);
    await close();
  });

  it('says what is wrong with an attribute when it is started, and breaks nothing before', async () => {
    const wrong: [string, string, RegExp][] = [
      ['', 'config/missing-option', /connectionInfo/],
      ['data-connection-info="/x" data-mask-inputs="maybe"', 'config/invalid-option', /data-mask-inputs/],
      ['data-connection-info="/x" data-mask="a[["', 'config/invalid-option', /privacy\.mask/],
    ];
    for (const [attributes, code, message] of wrong) {
      const { page, errors, close } = await openPage(doctype(`<script async src="/dist/cobrowse.js" ${attributes}></script>`));
      const error = await page.evaluate(() =>
        (window as unknown as { Cobrowse: { start(): Promise<void> } }).Cobrowse.start().catch((reason: { code: string; message: string }) => ({
          code: reason.code,
          message: reason.message,
        })),
      );
      assert.equal((error as { code: string }).code, code);
      assert.match((error as { message: string }).message, message);
      assert.deepEqual(errors, []);
      await close();
    }
  });

  it('does nothing in a browser that is too old, and says so to whoever starts or diagnoses', async () => {
    // What the last browsers before the support matrix lack.
    for (const run of ['delete Object.hasOwn', 'delete Document.prototype.adoptedStyleSheets']) {
      const { page, requests, errors, close } = await openPage(doctype(TAG), { run });
      const found = await page.evaluate(async () => {
        const { Cobrowse } = window as unknown as {
          Cobrowse: { start(): Promise<void>; diagnose(): Promise<unknown>; state: string | null };
        };
        const code = await Cobrowse.start().catch((reason: { code: string }) => reason.code);
        const lines = await Cobrowse.diagnose();
        return { code, lines, state: Cobrowse.state, nodes: document.querySelectorAll('body *').length };
      });
      const sentence = 'This browser is too old to share a page. (load/unsupported-browser)';
      const lines = [{ code: 'browser', status: 'error', sentence, link: 'docs/support.md' }];
      assert.deepEqual(found, { code: 'load/unsupported-browser', lines, state: null, nodes: 1 });
      assert.deepEqual(requests, ['/dist/cobrowse.js']);
      assert.deepEqual(errors, []);
      await close();
    }
  });

  it('says in the console that a browser is too old, where data-debug asks for it', async () => {
    for (const run of ['delete Object.hasOwn', 'delete Document.prototype.adoptedStyleSheets']) {
      const { requests, errors: printed, close } = await openPage(doctype(TAG.replace('async', 'async data-debug')), { run });
      await poll('a line in the console', async () => printed.length > 0);
      assert.deepEqual(printed, [
        '[cobrowse] error browser: This browser is too old to share a page. (load/unsupported-browser) docs/support.md',
      ]);
      assert.deepEqual(requests, ['/dist/cobrowse.js', '/dist/diagnose.js']);
      await close();
    }
  });

  it('lets the first of two scripts stand', async () => {
    const other = TAG.replace('/cobrowse/connection-info', '/elsewhere');
    const { page, requests, close } = await openPage(doctype(TAG.replace('async', '') + other.replace('async', '')));
    await page.evaluate(() => (window as unknown as { Cobrowse: { start(): Promise<void> } }).Cobrowse.start());
    assert.ok(requests.includes('/cobrowse/connection-info'));
    assert.ok(!requests.includes('/elsewhere'));
    await close();
  });

  it('rejects with load/failed where the session bundle is not beside it', async () => {
    const { page, close } = await openPage(doctype('<script src="/dist/cobrowse.js" data-connection-info="/x"></script>'));
    await page.setOfflineMode(true);
    const code = await page.evaluate(() =>
      (window as unknown as { Cobrowse: { start(): Promise<void> } }).Cobrowse.start().catch((reason: { code: string }) => reason.code),
    );
    assert.equal(code, 'load/failed');
    await close();
  });
});
