import assert from 'node:assert/strict';
import { type Agent, type Customer, openStage, type Stage, type StageOptions } from './e2e.ts';
import { poll } from './engine/tab.ts';
import { type GuestServer, startGuestServer } from './guest-server.ts';

/** The stage with a merchant's own pages on it. */
export interface GuestStage extends Stage {
  readonly guest: GuestServer;
  /** A customer of its own, on a page of the merchant: a path, or a whole address. */
  openGuest(address: string): Promise<Guest>;
}

/** A customer on a merchant's page. */
export interface Guest extends Customer {
  /** What reached the page's own `error` and `unhandledrejection`, and the console's errors. */
  errors(): Promise<string[]>;
  /** Presses the page's own link or button with that text. */
  pressText(text: string): Promise<void>;
  /** Waits until the page says this somewhere. */
  waitForText(text: string): Promise<void>;
  /** An agent joins, the customer agrees, and the page is live. */
  share(): Promise<Agent>;
}

export async function openGuestStage(options: StageOptions = {}): Promise<GuestStage> {
  const stage = await openStage(options);
  const guest = await startGuestServer(stage.demo.url);
  // Not spread: that would ask for `browser` at once.
  return Object.assign(Object.create(stage) as Stage, {
    guest,
    openGuest: (address: string) => openGuest(stage, new URL(address, guest.origin).href),
    async close() {
      await guest.stop();
      await stage.close();
    },
  });
}

async function openGuest(stage: Stage, url: string): Promise<Guest> {
  // An empty page first, so that nothing is missed of what the merchant's says while it loads.
  const customer = await stage.openCustomer('about:blank');
  const { tab } = customer;
  const told: string[] = [];
  // What WebKit's driver does not tell, the page itself has noted.
  tab.page?.on('pageerror', (error) => told.push(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  tab.page?.on('console', (message) => message.type() === 'error' && told.push(message.text()));
  const agents: Agent[] = [];
  await tab.goto(url);
  const closeWindow = customer.close;
  return Object.assign(customer, {
    errors: async () => [...told, ...((await tab.run(`(window.guestErrors ?? []).join('\\n')`)) as string).split('\n').filter(Boolean)],
    async pressText(text: string) {
      const { x, y } = await poll(`${text} can be pressed`, () => tab.evaluate(placeOf, text));
      await tab.clickAt(x, y);
    },
    waitForText: (text: string) => tab.waitFor((wanted) => document.body.innerText.includes(wanted), text),
    async share() {
      const agent = await stage.openAgent();
      agents.push(agent);
      await agent.join();
      await customer.allow();
      await agent.waitForState('live');
      return agent;
    },
    async close() {
      for (const agent of agents) await agent.close();
      await closeWindow();
    },
  });
}

/** In the page: where to press. */
function placeOf(text: string): { x: number; y: number } | undefined {
  const found = Array.from(document.querySelectorAll('a, button')).find((element) => element.textContent.includes(text));
  const box = found?.getBoundingClientRect();
  return box && { x: box.left + box.width / 2, y: box.top + box.height / 2 };
}

/** Waits until the replay shows this text somewhere. */
export const showsText = (agent: Agent, text: string): Promise<void> =>
  agent.waitForReplay((replay, wanted) => replay.body.textContent.includes(wanted), text);

/** Nothing of what happened on the page was an error. */
export async function assertQuiet({ errors }: Guest): Promise<void> {
  assert.deepEqual(await errors(), []);
}
