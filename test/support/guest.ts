import assert from 'node:assert/strict';
import type { Page } from 'puppeteer-core';
import { type Agent, openStage, type Stage } from './e2e.ts';
import { type GuestServer, startGuestServer } from './guest-server.ts';

/** The stage with a merchant's own pages on it. */
export interface GuestStage extends Stage {
  readonly guest: GuestServer;
  /** A customer of its own, on a page of the merchant: a path, or a whole address. */
  openGuest(address: string): Promise<Guest>;
}

/** A customer on a merchant's page. */
export interface Guest {
  readonly page: Page;
  /** What reached the page's own `error` and `unhandledrejection`, and the console's errors. */
  readonly errors: string[];
  /** An agent joins, the customer agrees, and the page is live. */
  share(): Promise<Agent>;
  /** A part of the widget by the end of its test id. */
  press(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function openGuestStage(): Promise<GuestStage> {
  const stage = await openStage();
  const guest = await startGuestServer(stage.demo.url);
  return {
    ...stage,
    guest,
    openGuest: (address) => openGuest(stage, new URL(address, guest.origin).href),
    async close() {
      await guest.stop();
      await stage.close();
    },
  };
}

async function openGuest(stage: Stage, url: string): Promise<Guest> {
  const context = await stage.browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const agents: Agent[] = [];
  await page.goto(url, { waitUntil: 'load' });
  const press = async (id: string): Promise<void> => {
    // "Share the page" takes a press only once it has been seen for a moment, and is disabled until then.
    const handle = await page.waitForSelector(`>>> [data-testid="cobrowse-${id}"]:enabled`, { visible: true });
    await handle!.click();
  };
  return {
    page,
    errors,
    press,
    async share() {
      const agent = await stage.openAgent();
      agents.push(agent);
      await agent.join();
      await press('allow');
      await agent.waitForState('live');
      return agent;
    },
    async close() {
      for (const agent of agents) await agent.close();
      await context.close();
    },
  };
}

/** Waits until the replay shows this text somewhere. */
export const showsText = (agent: Agent, text: string): Promise<void> =>
  agent.waitForReplay((replay, wanted) => replay.body.textContent.includes(wanted), text);

/** Nothing of what happened on the page was an error. */
export function assertQuiet({ errors }: Guest): void {
  assert.deepEqual(errors, []);
}
