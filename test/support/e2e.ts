import { type Browser, type BrowserContext, launch, type Page } from 'puppeteer-core';
import { chromiumArgs } from '../../scripts/browsers.mjs';
import { ensureChromium } from '../../scripts/engines.mjs';
import { type Demo, startDemo } from '../../demo/start.ts';

/** The demo and a browser, for customer and agent in pages of their own. */
export interface Stage {
  readonly demo: Demo;
  readonly browser: Browser;
  /** A customer with cookies of its own, on that page of the shop. */
  openCustomer(path?: string): Promise<Customer>;
  /** An agent with cookies of its own, in the console. */
  openAgent(): Promise<Agent>;
  close(): Promise<void>;
}

export interface Customer {
  readonly page: Page;
  click(testId: string): Promise<void>;
  type(testId: string, text: string): Promise<void>;
  /** Presses the shop's help button. */
  start(): Promise<void>;
  /** Agrees in the dialog. */
  allow(): Promise<void>;
  /** A part of the widget by the end of its test id: pressed once it is there. */
  press(id: string): Promise<void>;
  /** The bar's sentence, or nothing. */
  status(): Promise<string | null>;
  close(): Promise<void>;
}

export interface Agent {
  readonly page: Page;
  /** Joins the first room that waits. */
  join(): Promise<void>;
  state(): Promise<string | undefined>;
  waitForState(state: string): Promise<void>;
  /** Waits until `holds`, run in the console with the replay's document, is true. */
  waitForReplay<Args extends unknown[]>(holds: (replay: Document, ...args: Args) => boolean, ...args: Args): Promise<void>;
  /** What `look`, run in the console with the replay's document, returns. */
  look<Result, Args extends unknown[]>(look: (replay: Document, ...args: Args) => Result, ...args: Args): Promise<Result>;
  close(): Promise<void>;
}

/** Bound of one wait in an end-to-end test; only a step that never happens meets it. */
const WAIT_MS = 20_000;

export async function openStage(environment: Record<string, string> = {}): Promise<Stage> {
  const demo = await startDemo({ port: 0, environment });
  const browser = await launch({ executablePath: ensureChromium(), args: chromiumArgs(), headless: true });
  return {
    demo,
    browser,
    openCustomer: (path = '/shop/') => openCustomer(browser, demo.url + path),
    openAgent: () => openAgent(browser, demo.url),
    async close() {
      await browser.close();
      await demo.close();
    },
  };
}

async function openPage(browser: Browser, url: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.setViewport({ width: 1_280, height: 900 });
  await page.goto(url, { waitUntil: 'load' });
  return { context, page };
}

const byId = (testId: string): string => `[data-testid="${testId}"]`;

async function openCustomer(browser: Browser, url: string): Promise<Customer> {
  const { context, page } = await openPage(browser, url);
  const press = async (id: string): Promise<void> => {
    // `>>>` reaches into the widget's shadow root, which the demo leaves open.
    const handle = await page.waitForSelector(`>>> ${byId(`cobrowse-${id}`)}`, { visible: true });
    await handle!.click();
  };
  return {
    page,
    press,
    click: async (testId) => {
      // To the middle first, as a customer would scroll: at the lower edge the session bar lies over the page.
      const handle = await page.waitForSelector(byId(testId), { visible: true });
      await handle!.evaluate((node) => node.scrollIntoView({ block: 'center', behavior: 'instant' }));
      await handle!.click();
    },
    type: async (testId, text) => {
      await page.waitForSelector(byId(testId));
      await page.type(byId(testId), text);
    },
    start: async () => {
      await page.locator(byId('cobrowse-start')).click();
      await page.waitForSelector(`>>> ${byId('cobrowse-stop')}`);
    },
    allow: () => press('allow'),
    status: async () => {
      const handle = await page.$(`>>> ${byId('cobrowse-status')}`);
      return handle ? handle.evaluate((node) => node.textContent) : null;
    },
    close: () => context.close(),
  };
}

async function openAgent(browser: Browser, url: string): Promise<Agent> {
  const { context, page } = await openPage(browser, `${url}/agent/`);
  // An expression, not a function: the console's Content-Security-Policy forbids making functions of texts.
  const inReplay = (look: (...args: never[]) => unknown, args: unknown[]): Promise<unknown> =>
    page.evaluate(`(() => {
      const frame = document.querySelector('[data-testid="replay"] iframe');
      if (!frame?.contentDocument?.body) return undefined;
      return (${look.toString()})(frame.contentDocument, ...${JSON.stringify(args)});
    })()`);
  return {
    page,
    join: () => page.locator(byId('room')).click(),
    state: () => page.$eval(byId('agent-state'), (node) => node.textContent ?? undefined),
    waitForState: async (state) => {
      await page.waitForFunction(
        (selector, expected) => document.querySelector(selector)?.textContent === expected,
        {},
        byId('agent-state'),
        state,
      );
    },
    waitForReplay: async (holds, ...args) => {
      const giveUpMs = Date.now() + WAIT_MS;
      while ((await inReplay(holds, args)) !== true) {
        if (Date.now() > giveUpMs) throw new Error(`The replay never came to: ${holds.toString()}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    look: (look, ...args) => inReplay(look, args) as never,
    close: () => context.close(),
  };
}
