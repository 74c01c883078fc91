import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, stop } from 'esbuild';
import { type Engine, openEngine } from '../support/engine/engine.ts';
import type { EngineBrowser, Tab } from '../support/engine/tab.ts';
import type { AgentPage } from './pages/agent.ts';
import type { CustomerPage } from './pages/customer.ts';
import { openProxy, type Proxy } from './proxy.ts';
import { createRelayHouse, type RelayHouse, socketUrl } from './relay-house.ts';
import type { Side } from './schedule.ts';

/** Customer and agent in browsers of their own, each with a proxy between it and the relay. */
export interface FaultStage {
  readonly proxies: Readonly<Record<Side, Proxy>>;
  readonly house: RelayHouse;
  readonly tabs: Readonly<Record<Side, Tab>>;
  /** The merchant backend's answer is an error until it is undone. */
  setInfo(answer: 'sound' | 'down'): void;
  /** Kills the relay; the proxies go to the next one. */
  killRelay(): Promise<void>;
  startRelay(): Promise<void>;
  /** Both on new pages, in a new room; the customer shares and the agent sees the page. */
  open(seed: number): Promise<void>;
  customer: Ask<CustomerPage>;
  agent: Ask<AgentPage>;
  /** The customer's page is loaded anew and goes on with its session. */
  reload(): Promise<void>;
  /** Hides the customer's page behind another tab; returns what shows it again. */
  hide(): Promise<() => Promise<void>>;
  /** Another agent joins, by the connections of the first. */
  invite(): Promise<Guest>;
  close(): Promise<void>;
}

export interface Guest {
  readonly agent: Ask<AgentPage>;
  leave(): Promise<void>;
}

/** Runs an expression over the page's own `faults`. */
type Ask<Page> = <Result, Args extends unknown[]>(look: (page: Page, ...args: Args) => Result, ...args: Args) => Promise<Awaited<Result>>;

const TYPES = { html: 'text/html; charset=utf-8', js: 'text/javascript; charset=utf-8' } as const;
const here = (path: string): string => new URL(path, import.meta.url).pathname;

export async function openFaultStage(engine: Engine): Promise<FaultStage> {
  const ends: (() => Promise<void>)[] = [];
  /** Ends all, whatever one of them does: what is left would keep the process alive. */
  const close = async (): Promise<void> => {
    const failed: unknown[] = [];
    for (const end of ends.splice(0).reverse()) await end().catch((error: unknown) => failed.push(error));
    if (failed.length > 0) throw new AggregateError(failed, 'The stage did not close');
  };
  try {
    return { ...(await openParts(engine, (end) => void ends.push(end))), close };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** `onClose` is told of what ends each part as soon as there is one. */
async function openParts(engine: Engine, onClose: (end: () => Promise<void>) => void): Promise<Omit<FaultStage, 'close'>> {
  const scripts = await buildPages();
  const house = createRelayHouse();
  onClose(house.close);
  const proxies = { customer: await openProxy(), agent: await openProxy() };
  for (const proxy of Object.values(proxies)) onClose(proxy.close);
  let info: 'sound' | 'down' = 'sound';

  const server = createServer((request, response) => {
    void answer(new URL(request.url ?? '/', 'http://stage'), response).catch(() => response.writeHead(404).end());
  });
  async function answer(url: URL, response: ServerResponse): Promise<void> {
    const { pathname } = url;
    if (pathname === '/info') {
      if (info === 'down') return void response.writeHead(503).end();
      const [role, roomId] = [url.searchParams.get('role') as 'recorder', url.searchParams.get('room')!];
      const side = role === 'recorder' ? 'customer' : 'agent';
      const id = url.searchParams.get('as') ?? side;
      const connectParam = house.sign({ roomId, role, id, name: `The ${id}` });
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      return void response.end(JSON.stringify({ roomId, connectParam, wssUrlOut: socketUrl(proxies[side].port) }));
    }
    const script = scripts.get(pathname);
    const text = script ?? (await readFile(here(pathname.startsWith('/dist/') ? `../../${pathname}` : `./${pathname}`)));
    response.writeHead(200, { 'content-type': TYPES[pathname.endsWith('.html') ? 'html' : 'js'] });
    response.end(text);
  }
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onClose(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const openBrowser = async (): Promise<EngineBrowser> => {
    const browser = await openEngine(engine);
    onClose(browser.close);
    return browser;
  };
  // Firefox hides every page but the last of a browser, and slows hidden pages down.
  const browsers: EngineBrowser[] = [];
  while (browsers.length < (engine === 'firefox' ? 2 : 1)) browsers.push(await openBrowser());
  const openTab = async (browser: EngineBrowser): Promise<Tab> => (await browser.openWindow(`${origin}/pages/agent.html?room=none`)).tab;
  const tabs = { customer: await openTab(browsers[0]!), agent: await openTab(browsers.at(-1)!) };

  const askTab = (tab: Tab): Ask<never> => (look, ...args) =>
    tab.run(`((__name) => (${look.toString()})(${['window.faults', ...args.map((arg) => JSON.stringify(arg))].join()}))((named) => named)`) as never;
  const startRelay = async (): Promise<void> => {
    const port = await house.start();
    for (const proxy of Object.values(proxies)) proxy.setTarget(port);
  };
  const openGuest = async (): Promise<Tab> => openTab(engine === 'firefox' ? await openBrowser() : browsers[0]!);
  const askCustomer = askTab(tabs.customer) as Ask<CustomerPage>;
  /** Whoever asks the customer's page while it is loaded anew has its answer afterwards. */
  let loaded: Promise<void> = Promise.resolve();
  const ask = {
    customer: (async (...asked: Parameters<typeof askCustomer>) => {
      await loaded;
      return askCustomer(...asked);
    }) as Ask<CustomerPage>,
    agent: askTab(tabs.agent) as Ask<AgentPage>,
  };
  let query = '';
  let guestTab: Tab | undefined;
  let rooms = 0;
  await startRelay();
  return {
    proxies,
    house,
    tabs,
    setInfo: (next) => void (info = next),
    killRelay: house.kill,
    startRelay,
    async open(seed) {
      // A page of a schedule that failed may still be connected, or kept by the browser for going back.
      for (const proxy of Object.values(proxies)) proxy.cut('rst');
      query = `room=room-${seed}-${(rooms += 1)}&seed=${seed}`;
      await Promise.all([
        tabs.customer.goto(`${origin}/pages/customer.html?${query}`),
        tabs.agent.goto(`${origin}/pages/agent.html?${query}&as=agent`),
      ]);
      await tabs.customer.waitFor(() => 'faults' in window);
      await tabs.agent.waitFor(() => 'faults' in window);
      await ask.agent((page) => page.join());
      await ask.customer((page) => page.start());
    },
    ...ask,
    async reload() {
      const load = async (): Promise<void> => {
        await tabs.customer.reload();
        await tabs.customer.waitFor(() => 'faults' in window);
        if (!(await askCustomer((page) => page.resume()))) throw new Error('The session did not go on after its page was loaded anew.');
      };
      const loading = load();
      // That it failed is for whoever asked for it.
      loaded = loading.catch(() => {});
      await loading;
    },
    async hide() {
      const other = await tabs.customer.openTab(`${origin}/pages/blank.html`);
      await tabs.customer.waitFor(() => document.visibilityState === 'hidden');
      return async () => {
        await tabs.customer.bringToFront();
        await tabs.customer.waitFor(() => document.visibilityState === 'visible');
        await other.close();
      };
    },
    async invite() {
      guestTab ??= await openGuest();
      await guestTab.goto(`${origin}/pages/agent.html?${query}&as=guest`);
      await guestTab.waitFor(() => 'faults' in window);
      const agent = askTab(guestTab) as Ask<AgentPage>;
      await agent((page) => page.join());
      return {
        agent,
        async leave() {
          await agent((page) => page.leave());
          const left = await agent((page) => page.leftovers());
          if (left.length > 0) throw new Error(`The guest has left ${JSON.stringify(left)}`);
        },
      };
    },
  };
}

/** The two pages' scripts by their addresses; the package is left to the import maps, as a page without a bundler has it. */
async function buildPages(): Promise<Map<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [here('./pages/customer.ts'), here('./pages/agent.ts')],
    outdir: '/pages',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['cobrowse-widget', 'cobrowse-widget/replayer'],
    write: false,
    logLevel: 'silent',
  });
  await stop();
  return new Map(outputFiles.map(({ path, text }) => [path, text]));
}
