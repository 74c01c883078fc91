import type { Browser, Page } from 'puppeteer-core';
import { type Demo, startDemo } from '../../demo/start.ts';
import { type Engine, nameOf, openEngine } from './engine/engine.ts';
import { callOf, poll, type Tab } from './engine/tab.ts';
import { tapWire, type WireTap } from './wire-tap.ts';

/** The demo and browsers, for customer and agent in windows of their own. */
export interface Stage {
  readonly demo: Demo;
  /** What customers' browsers have sent, read off the sockets. */
  readonly wire: WireTap;
  /** The customers' browser as puppeteer has it; throws in WebKit. */
  readonly browser: Browser;
  /** A customer with cookies of its own, on that page of the shop, or at that address. */
  openCustomer(path?: string): Promise<Customer>;
  /** An agent with cookies of its own, in the console. */
  openAgent(): Promise<Agent>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** Of both sides; Chromium unless told. */
  readonly engine?: Engine;
  /** Of the agents alone. */
  readonly agentEngine?: Engine;
  /** What the demo finds in its environment. */
  readonly environment?: Record<string, string>;
}

/** What customer and agent have in common. `page` is for what one engine alone can do; it throws in WebKit. */
interface Person extends Pick<Tab, 'click' | 'type' | 'evaluate' | 'waitFor' | 'reload' | 'back' | 'forward' | 'screenshot'> {
  readonly tab: Tab;
  readonly page: Page;
  /** Goes to a page of the demo, or to that address. */
  goto(path: string): Promise<void>;
  /** Closes the window, with all its tabs. */
  close(): Promise<void>;
}

export interface Customer extends Person {
  /** Presses the shop's help button. */
  start(): Promise<void>;
  /** Agrees in the dialog. */
  allow(): Promise<void>;
  /** A part of the widget by the end of its test id: pressed once it is there. */
  press(id: string): Promise<void>;
  /** The bar's sentence, or nothing. */
  status(): Promise<string | null>;
  /** The same customer in another tab. */
  openTab(path: string): Promise<Customer>;
  /** The same customer in a window beside this one. */
  openBeside(path: string): Promise<Customer>;
  /** The same customer in the tab that the page opens while `action` runs. */
  openedBy(action: () => Promise<void>): Promise<Customer>;
}

export interface Agent extends Person {
  /** Joins the first room that waits. */
  join(): Promise<void>;
  state(): Promise<string | undefined>;
  waitForState(state: string): Promise<void>;
  /** Waits until `holds`, run in the console with the replay's document, is true. */
  waitForReplay<Args extends unknown[]>(holds: (replay: Document, ...args: Args) => boolean, ...args: Args): Promise<void>;
  /** What `look`, run in the console with the replay's document, returns. */
  look<Result, Args extends unknown[]>(look: (replay: Document, ...args: Args) => Result, ...args: Args): Promise<Result>;
}

export async function openStage({ engine = 'chromium', agentEngine = engine, environment = {} }: StageOptions = {}): Promise<Stage> {
  const demo = await startDemo({ port: 0, environment });
  const browser = await openEngine(engine);
  const agents = agentEngine === engine ? browser : await openEngine(agentEngine);
  return {
    demo,
    wire: tapWire(demo.relay),
    get browser() {
      if (!browser.browser) throw new Error(`${nameOf(engine)} is not driven by puppeteer.`);
      return browser.browser;
    },
    openCustomer: async (path = '/shop/') => {
      const { tab, close } = await browser.openWindow(new URL(path, demo.url).href);
      return customer(tab, demo.url, close);
    },
    openAgent: async () => {
      const { tab, close } = await agents.openWindow(`${demo.url}/agent/`);
      return agent(tab, demo.url, close);
    },
    async close() {
      await browser.close();
      if (agents !== browser) await agents.close();
      await demo.close();
    },
  };
}

function person(tab: Tab, origin: string, close: () => Promise<void>): Person {
  const { click, type, evaluate, waitFor, reload, back, forward, screenshot } = tab;
  return {
    ...{ tab, close, click, type, evaluate, waitFor, reload, back, forward, screenshot },
    get page() {
      if (!tab.page) throw new Error('WebKit has no puppeteer page.');
      return tab.page;
    },
    goto: (path) => tab.goto(new URL(path, origin).href),
  };
}

function customer(tab: Tab, origin: string, close: () => Promise<void>): Customer {
  const press = (id: string): Promise<void> => tab.click(`cobrowse-${id}`);
  // Not spread: that would ask for `page` at once.
  return Object.assign(person(tab, origin, close), {
    press,
    async start() {
      await tab.click('cobrowse-start');
      await poll('the session bar', async () => (await tab.text('cobrowse-stop')) !== null);
    },
    async allow() {
      // In Firefox the page that was opened last hides the others, and a hidden page takes no yes.
      await tab.bringToFront();
      await press('allow');
    },
    status: () => tab.text('cobrowse-status'),
    openTab: async (path: string) => customer(await tab.openTab(new URL(path, origin).href), origin, close),
    openBeside: async (path: string) => customer(await tab.openBeside(new URL(path, origin).href), origin, close),
    openedBy: async (action: () => Promise<void>) => customer(await tab.openedBy(action), origin, close),
  });
}

function agent(tab: Tab, origin: string, close: () => Promise<void>): Agent {
  const inReplay = (look: (...args: never[]) => unknown, args: unknown[]): string => `((replay) =>
    replay?.body ? ${callOf(look, args, 'replay')} : undefined
  )(document.querySelector('[data-testid="replay"] iframe')?.contentDocument)`;
  const own: Omit<Agent, keyof Person> = {
    join: () => tab.click('room'),
    state: async () => (await tab.text('agent-state')) ?? undefined,
    waitForState: async (state) => {
      await poll(`the agent’s state ${state}`, async () => (await tab.text('agent-state')) === state);
    },
    waitForReplay: async (holds, ...args) => {
      await poll(`a replay with ${holds.toString()}`, async () => (await tab.run(inReplay(holds, args))) === true);
    },
    look: (look, ...args) => tab.run(inReplay(look, args)) as never,
  };
  return Object.assign(person(tab, origin, close), own);
}
