import assert from 'node:assert/strict';
import { after, afterEach, before } from 'node:test';
import { type Agent, type Customer, openStage, type Stage } from '../../support/e2e.ts';
import { poll } from '../../support/engine/tab.ts';
import type { Engine } from '../../support/engine/engine.ts';
import { openPageServer, type PageServer } from '../../support/page-server.ts';
import { assertAdmittedFirst, assertLeftTo, assertNothingLeft, lastAddressee } from './left.ts';

/** Words that one page of the shop has, and no other. */
export const HOME = 'Six objects for the first hour';
export const CART = 'Empty the cart';
export const CHECKOUT = 'If this were a shop';
/** What pages of the test's own say. */
export const GUEST = 'Kettle of the year';
export const NEXT = 'Teapot of the month';

/** Customer and agent in windows of their own, one row of the suite after the other. */
export interface Scene {
  readonly engine: Engine;
  readonly stage: Stage;
  /** The shop that customers come to, with pages of the test's own before it. */
  readonly site: PageServer;
  readonly customer: Customer;
  readonly agent: Agent;
  /** The customer opens that page: a path of the shop, or an address. */
  open(page: string): Promise<void>;
  /** The customer starts there, is asked and agrees; nothing leaves before. `words` are the page's own. */
  share(page: string, words: string): Promise<void>;
  /** The customer's window is closed. */
  close(): Promise<void>;
  /** The agent joins the room that waits. */
  join(): Promise<void>;
  /** The rest of it, where the session has been started. */
  agree(from: number, words: string): Promise<void>;
  /** Begins to note what the agent is shown from now on; returns the number of the next page's socket. */
  mark(): Promise<number>;
  /** The customer follows a link. */
  follow(page: string): Promise<void>;
  /** The customer goes back by one, or forward, and that page is there: restored, or on its way from the site. */
  traverse(by: -1 | 1, page: string): Promise<void>;
  /**
   * The session went on with a page of those words: the agent saw it load and then live, nobody was asked, the bar is
   * there, and what left went to the one who was admitted before. `why` is in what the agent was told meanwhile.
   */
  wentOn(from: number, words: string, why?: string): Promise<void>;
  /** The page asks again, in the same room, and nothing of it has left; then the customer agrees, and it does. */
  askedAgain(from: number, words: string): Promise<void>;
  /** The customer sees a page of those words, and nothing of a session on it; nothing runs there. */
  nothingRuns(words: string): Promise<void>;
}

/** In the replay: its page says this. */
export const says = (replay: Document, words: string): boolean => replay.body.textContent.includes(words);

/** The shop's page, with the widget's script run. */
interface Page {
  Cobrowse: { resume(): Promise<boolean> };
}

/** Who a customer is, also in a frame, where browsers keep the shop's cookie back. The backend counts each one's requests. */
const cookieOf = (number: number): string => `demo_customer=${String(number).padStart(12, '0')}`;

/** What a page asks the site for when it is shown, before its own path: an own page always, others when they are restored. */
export const SHOWN = '/shown';

/** In the page: goes to that address, or so far in the history; after this call, which would not return from a page that is gone. */
function leave(to: string | number, shown: string): void {
  addEventListener('pageshow', () => void fetch(shown + location.pathname).catch(() => {}), { once: true });
  const link = document.createElement('a');
  document.body.append(link);
  if (typeof to === 'string') link.href = to;
  setTimeout(() => {
    if (typeof to === 'string') link.click();
    else history.go(to);
  });
}

/** Opens and closes all that the rows of the present `describe` need. */
export function setScene(engine: Engine): Scene {
  let stage: Stage;
  let site: PageServer;
  let agent: Agent;
  let customer: Customer | undefined;
  let customers = 0;
  const headers = { cookie: cookieOf(customers) };

  before(async () => {
    stage = await openStage({ engine });
    site = await openPageServer(stage.demo.url, headers);
    agent = await stage.openAgent();
  });
  after(async () => {
    await site?.close();
    await stage?.close();
  });
  const close = async (): Promise<void> => {
    const leaving = customer;
    customer = undefined;
    await leaving?.close();
  };
  afterEach(async () => {
    await close();
    // By then all that the closed pages had sent has been read.
    await poll('the pages’ sockets are closed', async () => stage.demo.relay.rooms().every(({ recorder }) => !recorder));
    for (const { roomId } of stage.demo.relay.rooms()) stage.demo.relay.closeRoom(roomId);
    assertAdmittedFirst(stage.wire);
    stage.wire.clear();
    site.clear();
  });

  const addressOf = (page: string): string => new URL(page, site.url).href;
  const here = (): Customer => customer!;
  const dialog = (): Promise<string | null> => here().tab.text('cobrowse-allow');
  const waitForStatus = async (text: string): Promise<void> => {
    await poll(`the bar says ${text}`, async () => (await here().status())?.includes(text));
  };

  /** The names of all states that the console has shown since `mark()`, and its words over the picture. */
  const states = (): Promise<string[]> => agent.evaluate(() => (window as unknown as { seen: string[] }).seen);

  async function mark(): Promise<number> {
    await agent.evaluate(() => {
      const [badge, cover] = ['agent-state', 'cover'].map((id) => document.querySelector(`[data-testid="${id}"]`)!);
      const view = window as unknown as { seen: string[]; observer?: MutationObserver };
      view.observer?.disconnect();
      view.seen = [];
      view.observer = new MutationObserver(() => view.seen.push(badge!.textContent, cover!.textContent));
      for (const part of [badge!, cover!]) view.observer.observe(part, { subtree: true, childList: true, characterData: true });
    });
    return stage.wire.sockets();
  }

  async function join(): Promise<void> {
    // The console lists the rooms when it opens; later ones when it next looks.
    await agent.goto('/agent/');
    await agent.join();
  }

  async function agree(from: number, words: string): Promise<void> {
    await agent.waitForState('asked');
    await poll('the question', async () => (await dialog()) !== null);
    // A page that is asked about again may be in the last picture that was allowed.
    const isNew = !stage.wire.frames().some(({ socket, text }) => socket < from && text.includes(words));
    if (isNew) assert.notEqual(await agent.look(says, words), true);
    assertNothingLeft(stage.wire, from, words);
    await here().allow();
    await agent.waitForState('live');
    await agent.waitForReplay(says, words);
    await waitForStatus('sees this page');
    assertLeftTo(stage.wire, from, lastAddressee(stage.wire), words);
  }

  return {
    engine,
    get stage() {
      return stage;
    },
    get site() {
      return site;
    },
    get agent() {
      return agent;
    },
    get customer() {
      return here();
    },
    async open(page) {
      headers.cookie = cookieOf((customers += 1));
      customer = await stage.openCustomer(addressOf(page));
    },
    async share(page, words) {
      await this.open(page);
      const from = stage.wire.sockets();
      await here().start();
      await join();
      await agree(from, words);
    },
    close,
    join,
    agree,
    mark,
    async follow(page) {
      await here().evaluate(leave, addressOf(page), SHOWN);
      await here().waitFor((href) => location.href === href && document.readyState === 'complete', addressOf(page));
    },
    async traverse(by, page) {
      const { length } = site.requests;
      await here().evaluate(leave, by, SHOWN);
      // Not looked for in the page: WebKit's driver waits for the load event of a page that is just being restored.
      const path = new URL(addressOf(page)).pathname;
      await poll(`${page} is there again`, async () => site.requests.slice(length).some((asked) => asked === path || asked === SHOWN + path));
    },
    async wentOn(from, words, why = 'next page is loading') {
      await agent.waitForReplay(says, words);
      await agent.waitForState('live');
      const seen = await states();
      assert.ok(seen.includes('reconnecting'), seen.join());
      assert.ok(seen.some((text) => text.includes(why)), seen.join());
      assert.ok(!seen.includes('asked') && !seen.includes('ended'), seen.join());
      await waitForStatus('sees this page');
      assert.equal(await dialog(), null);
      const earlier = stage.wire.frames().filter(({ socket, kind }) => socket < from && kind === 'events');
      assertLeftTo(stage.wire, from, earlier.at(-1)!.to[0]!, words);
    },
    async askedAgain(from, words) {
      const rooms = stage.demo.relay.rooms();
      await agree(from, words);
      assert.deepEqual(stage.demo.relay.rooms().map(({ roomId }) => roomId), rooms.map(({ roomId }) => roomId));
      assert.ok((await states()).includes('asked'));
    },
    async nothingRuns(words) {
      await here().waitFor((text) => document.body.textContent.includes(text) && 'state' in (window as unknown as Page).Cobrowse, words);
      // Rejects while the script's own look for a session lasts.
      await poll('there is nothing to go on with', async () => !(await here().evaluate(() => (window as unknown as Page).Cobrowse.resume())));
      assert.equal(await here().status(), null);
      assert.deepEqual(stage.demo.relay.rooms().filter(({ recorder }) => recorder), []);
    },
  };
}
