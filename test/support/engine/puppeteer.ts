import { type KeyInput, launch, type Page } from 'puppeteer-core';
import { chromiumArgs } from '../../../scripts/browsers.mjs';
import { ENGINE_NAMES, pathOf } from '../../../scripts/engines.mjs';
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
      const tab = createTab(await rawTab(await context.newPage()));
      await tab.goto(url);
      return { tab, close: () => context.close() };
    },
    close: () => browser.close(),
  };
}

async function rawTab(page: Page): Promise<RawTab> {
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
    close: () => page.close(),
    openRaw: async () => rawTab(await page.browserContext().newPage()),
    siblings: async () =>
      new Map((await page.browserContext().pages()).map((sibling) => [sibling, () => rawTab(sibling)] as const)),
  };
}
