import { type KeyInput, launch, type Page } from 'puppeteer-core';
import { chromiumArgs } from '../../../scripts/browsers.mjs';
import { ENGINE_NAMES, pathOf } from '../../../scripts/engines.mjs';
import { crashBusyProcess } from './crash.ts';
import { createTab, type EngineBrowser, type RawTab, WAIT_MS, WINDOW } from './tab.ts';

/** Chromium by its own protocol, Firefox by WebDriver BiDi. */
export async function openPuppeteer(engine: 'chromium' | 'firefox'): Promise<EngineBrowser> {
  const executablePath = pathOf(engine);
  if (!executablePath) throw new Error(`${ENGINE_NAMES[engine]} was not found.`);
  const browser = await launch(
    engine === 'chromium' ? { executablePath, args: chromiumArgs() } : { browser: 'firefox', executablePath },
  );
  return {
    browser,
    async openWindow(url) {
      const context = await browser.createBrowserContext();
      const tab = createTab(await rawTab(await context.newPage(), engine));
      await tab.goto(url);
      return { tab, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}

async function rawTab(page: Page, engine: 'chromium' | 'firefox'): Promise<RawTab> {
  page.setDefaultTimeout(WAIT_MS);
  await page.setViewport(WINDOW);
  return {
    page,
    goto: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
    reload: async () => void (await page.reload({ waitUntil: 'load' })),
    run: (expression) => page.evaluate(expression),
    clickAt: (x, y) => page.mouse.click(x, y),
    pressKey: (key) => page.keyboard.press(key as KeyInput),
    typeText: (text) => page.keyboard.type(text),
    screenshot: () => page.screenshot(),
    bringToFront: () => page.bringToFront(),
    async crash() {
      if (engine === 'firefox') return crashBusyProcess(page.browser().process()!.pid!, 'isForBrowser', (busy) => page.evaluate(busy));
      const devtools = await page.createCDPSession();
      // A page that has crashed answers nothing, this neither.
      devtools.send('Page.crash').catch(() => {});
    },
    close: () => page.close(),
    openRaw: async (type) => rawTab(await page.browserContext().newPage({ type }), engine),
    siblings: async () =>
      new Map((await page.browserContext().pages()).map((sibling) => [sibling, () => rawTab(sibling, engine)] as const)),
  };
}
