import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'puppeteer-core';
import { poll } from '../support/engine/tab.ts';
import { openStage, type Stage } from '../support/e2e.ts';

interface Line {
  readonly code: string;
  readonly status: string;
  readonly sentence: string;
}
type Diagnosing = Window & { Cobrowse: { diagnose(): Promise<Line[]> } };

describe('diagnose() and data-debug, as built', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  /** A page of the shop's origin that holds just this, under that policy. */
  async function openPage(tag: string, policy?: string): Promise<{ page: Page; printed: string[]; close(): Promise<void> }> {
    const context = await stage.browser.createBrowserContext();
    const page = await context.newPage();
    const printed: string[] = [];
    page.on('console', (message) => printed.push(message.text()));
    // The shop's cookie, which says who is signed in, comes with any page of it; what it holds is then written anew.
    await page.goto(`${stage.demo.url}/shop/frame.html`, { waitUntil: 'networkidle0' });
    printed.length = 0;
    const meta = policy ? `<meta http-equiv="content-security-policy" content="${policy}">` : '';
    const html = `<!doctype html><html lang="en"><head>${meta}<link rel="icon" href="data:,"></head><body><p>Shop</p>${tag}</body></html>`;
    await page.setContent(html, { waitUntil: 'load' });
    return { page, printed, close: () => context.close() };
  }
  const diagnose = (page: Page): Promise<Line[]> => page.evaluate(() => (window as unknown as Diagnosing).Cobrowse.diagnose());
  const tag = (more = ''): string =>
    `<script src="/dist/cobrowse.js" data-connection-info="/cobrowse/connection-info" ${more}></script>`;

  it('find nothing wrong with the demo, and print nothing', async () => {
    const { page, printed, close } = await openPage(tag());
    const lines = await diagnose(page);
    assert.deepEqual(lines.filter(({ status }) => status !== 'ok'), []);
    assert.ok(lines.some(({ code }) => code === 'clock'));
    assert.deepEqual(printed, []);
    // The page has closed its socket; the relay hears of it a moment later.
    await poll('the room was left', async () => stage.demo.relay.rooms().length === 0);
    await close();
  });

  it('print each line, once, where data-debug asks for it', async () => {
    const { page, printed, close } = await openPage(tag('data-debug'));
    // The last line is there when all are: they are printed in one go.
    while (!printed.some((text) => text.includes('recorders:'))) await new Promise((resolve) => setTimeout(resolve, 20));
    const lines = await diagnose(page);
    assert.deepEqual(
      printed.map((text) => /^\[cobrowse\] (\w+) ([\w-]+): /.exec(text)?.slice(1, 3).join(' ')),
      lines.map(({ code, status }) => `${status} ${code}`),
    );
    await close();
  });

  it('name what the page’s policy forbids, without a query', async () => {
    const { page, close } = await openPage(tag(), `default-src 'self'; connect-src 'self' https://elsewhere.example`);
    // 'self' covers ws: of the same host and port, so the endpoint and the relay are both let through by it.
    assert.equal((await diagnose(page)).find(({ code }) => code === 'csp')!.status, 'ok');
    await close();
    const strict = await openPage(tag(), `script-src 'self'; connect-src ${stage.demo.url}/cobrowse/`);
    const lines = await diagnose(strict.page);
    const relay = `ws://${new URL(stage.demo.url).host}`;
    assert.equal(lines.find(({ code }) => code === 'csp')!.sentence, `The page’s Content-Security-Policy is in the way: connect-src does not allow ${relay}.`);
    assert.equal(lines.find(({ code }) => code === 'socket')!.status, 'error');
    await strict.close();
  });

  it('say that the session bundle does not load', async () => {
    const { page, close } = await openPage(tag(), `script-src ${stage.demo.url}/dist/cobrowse.js ${stage.demo.url}/dist/diagnose.js`);
    const lines = await diagnose(page);
    assert.match(lines.find(({ code }) => code === 'bundle')!.sentence, /load\/failed/);
    await close();
  });

  it('say what is wrong with an attribute, and look at the rest all the same', async () => {
    const { page, close } = await openPage(tag('data-mask="a[["'));
    const lines = await diagnose(page);
    assert.match(lines.find(({ code }) => code === 'options')!.sentence, /privacy\.mask must be .*config\/invalid-option/);
    assert.ok(lines.some(({ code, status }) => code === 'storage' && status === 'ok'));
    assert.ok(!lines.some(({ code }) => code === 'endpoint'));
    await close();
  });
});
