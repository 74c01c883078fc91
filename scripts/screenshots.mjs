// Takes the pictures in docs/images/ from the running demo: `npm run screenshots`, after `npm run build`.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from 'puppeteer-core';
import { tsImport } from 'tsx/esm/api';

const images = new URL('../docs/images/', import.meta.url);
// The size of a small laptop's window, at twice the density so that text in the picture stays sharp.
const VIEWPORT = { width: 1440, height: 900, deviceScaleFactor: 2 };
const TIMEOUT_MS = 15_000;
/** The last keystrokes are on their way to the agent, and the figures in the console move every second. */
const SETTLE_MS = 1_500;

const { startDemo } = await tsImport('../demo/start.ts', import.meta.url);
const demo = await startDemo({ port: 0 });
const browser = await launch({
  executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
  // Root, as in containers, has no sandbox; these pages are our own.
  args: ['--no-sandbox', '--disable-gpu'],
});

try {
  await mkdir(images, { recursive: true });
  const page = await browser.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  await page.setViewport(VIEWPORT);

  await page.goto(`${demo.url}/shop/`, { waitUntil: 'networkidle0' });
  await shoot(page, 'shop.png');

  await page.goto(`${demo.url}/qa/`, { waitUntil: 'load' });
  await click(page, 'shop', 'cobrowse-start');
  await click(page, 'agent', 'room');
  await shootWhen(page, 'consent.png', 'asked');
  await click(page, 'shop', 'cobrowse-allow');
  await agentState(page, 'live');

  await page.locator('a[href="/shop/checkout.html"]').click();
  const name = await (await frame(page, 'shop')).waitForSelector('[data-testid="name"]');
  // In a frame a session does not go on by itself after a page load: the customer is asked again.
  await Promise.any([click(page, 'shop', 'cobrowse-allow'), seeInReplay(page, 'Where to')]);
  await seeInReplay(page, 'Where to');
  await name.type('Grace Hopper');
  const shop = await frame(page, 'shop');
  await shop.type('[data-testid="email"]', 'grace@example.org');
  await shop.select('[data-testid="country"]', 'pt');
  await agentState(page, 'live');
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  await shoot(page, 'qa.png');
} finally {
  await browser.close();
  await demo.close();
}

async function frame(page, name) {
  return page.waitForFrame((one) => one.name() === name);
}

/** Presses what has that test id in one of the two frames, also inside the widget's open shadow root. */
async function click(page, name, testId) {
  const target = await (await frame(page, name)).waitForSelector(`>>> [data-testid="${testId}"]:enabled`, { visible: true });
  await target.click();
}

async function agentState(page, state) {
  const agent = await frame(page, 'agent');
  await agent.waitForFunction(
    (wanted) => document.querySelector('[data-testid="agent-state"]')?.textContent === wanted,
    {},
    state,
  );
}

async function seeInReplay(page, text) {
  const agent = await frame(page, 'agent');
  await agent.waitForFunction(
    (wanted) => document.querySelector('[data-testid="replay"] iframe')?.contentDocument?.body?.textContent.includes(wanted),
    {},
    text,
  );
}

async function shootWhen(page, file, state) {
  await agentState(page, state);
  await (await frame(page, 'shop')).waitForSelector('>>> [data-testid="cobrowse-allow"]', { visible: true });
  await shoot(page, file);
}

async function shoot(page, file) {
  // Fonts and the last layout settle within a few frames; a picture cannot wait for an event that says so.
  await new Promise((resolve) => setTimeout(resolve, 500));
  await page.screenshot({ path: fileURLToPath(new URL(file, images)) });
}
