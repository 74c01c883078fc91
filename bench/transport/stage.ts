import { type Browser, type CDPSession, launch, type Page } from 'puppeteer-core';
import { chromiumArgs } from '../../scripts/browsers.mjs';
import { ensureChromium } from '../../scripts/engines.mjs';
import { openPageServer } from './page-server.ts';
import { type Bytes, type CountingProxy, openCountingProxy } from './proxy.ts';
import type { Upstream } from './relays.ts';
import { type Setup, SETUPS } from './setups.ts';

/** A page that the bench drives by expressions over its `bench`, or `agent`. */
export interface BenchPage {
  run<Result = void>(expression: string): Promise<Result>;
  close(): Promise<void>;
}

export interface CustomerPage extends BenchPage {
  readonly devtools: CDPSession;
  /** CPU seconds of all threads of the customers' pages so far, workers included. */
  cpuSeconds(): Promise<number>;
}

/** One session: a customer, and who watches where anybody can. */
export interface Session {
  readonly setup: Setup;
  readonly customer: CustomerPage;
  readonly agents: readonly BenchPage[];
  /** Between customer and relay; the agents have another. */
  readonly proxy: CountingProxy | undefined;
  readonly agentProxy: CountingProxy | undefined;
  /** Another agent's page, which has not joined. */
  openAgent(): Promise<BenchPage>;
  /** Writes a mark into the customer's page, and waits until it has arrived, or all has been sent. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface BenchStage {
  /** Whether both browsers are still there. */
  readonly isOpen: boolean;
  /** A customer's page with this scenario's page in it, and an agent who has joined where there is a live view; nothing is recorded yet. */
  openSession(setup: Setup, scenario: string): Promise<Session>;
  close(): Promise<void>;
}

/** So long nothing passes the proxy where all has arrived: above the widest gap of what is gathered, below any heartbeat. */
const QUIET_MS = 300;
/** Where somebody says something all the time. */
const LONGEST_WAIT_MS = 5_000;
/** Heartbeats pass even where there is nothing to flush. */
const MAX_FLUSHES = 3;
const TIMEOUT_MS = 600_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const total = ({ up, down }: Bytes): number => up + down;

async function waitForQuiet(proxy: CountingProxy): Promise<void> {
  const giveUpMs = performance.now() + LONGEST_WAIT_MS;
  let [last, sinceMs] = [total(proxy.bytes), performance.now()];
  while (performance.now() < giveUpMs && performance.now() - sinceMs < QUIET_MS) {
    await wait(20);
    if (total(proxy.bytes) !== last) [last, sinceMs] = [total(proxy.bytes), performance.now()];
  }
}

export async function openBenchStage(): Promise<BenchStage> {
  const executablePath = ensureChromium();
  const open = (): Promise<Browser> => launch({ executablePath, args: chromiumArgs(), protocolTimeout: TIMEOUT_MS, defaultViewport: { width: 1_280, height: 800 } });
  const upstreams = new Map<Setup, { upstream: Upstream; proxies: readonly [CountingProxy, CountingProxy] }>();
  const byPort = new Map<number, Upstream>();
  for (const setup of SETUPS) {
    if (!setup.open) continue;
    const upstream = await setup.open();
    const proxies = [await openCountingProxy(upstream.port), await openCountingProxy(upstream.port)] as const;
    upstreams.set(setup, { upstream, proxies });
    for (const { port } of proxies) byPort.set(port, upstream);
  }
  const server = await openPageServer((port) => byPort.get(port)!);
  // Each in a browser of its own: what one does costs the other's processes nothing but the machine's time.
  const [customers, agents] = [await open(), await open()];
  const system = await customers.target().createCDPSession();
  let sessions = 0;

  async function openPage(browser: Browser, module: string, query: string): Promise<Page> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    page.on('pageerror', (error) => console.error(`${module}:`, error));
    page.on('console', (message) => {
      // A connection that was cut is told of by the browser itself.
      if (message.type() === 'error' && !message.text().startsWith('WebSocket connection')) console.error(`${module}: ${message.text()}`);
    });
    await page.goto(`${server.origin}/page/${module}?${query}`);
    await page.waitForFunction('window.bench ?? window.agent');
    return page;
  }
  const asBench = (page: Page): BenchPage => ({
    run: (expression) => page.evaluate(expression) as never,
    close: () => page.browserContext().close(),
  });

  return {
    get isOpen() {
      return customers.connected && agents.connected;
    },
    async openSession(setup, scenario) {
      const room = `bench-room-${(sessions += 1)}`;
      const [proxy, agentProxy] = upstreams.get(setup)?.proxies ?? [];
      const page = await openPage(customers, setup.customer, `room=${room}&port=${proxy?.port ?? 0}`);
      const devtools = await page.createCDPSession();
      const customer: CustomerPage = {
        ...asBench(page),
        devtools,
        async cpuSeconds() {
          const { processInfo } = await system.send('SystemInfo.getProcessInfo');
          return processInfo.filter(({ type }) => type === 'renderer').reduce((sum, { cpuTime }) => sum + cpuTime, 0);
        },
      };
      const watching: BenchPage[] = [];
      const openAgent = async (): Promise<BenchPage> => {
        const agent = asBench(await openPage(agents, setup.agent!, `room=${room}&id=agent-${watching.length}&port=${agentProxy!.port}`));
        watching.push(agent);
        return agent;
      };
      await customer.run(`bench.prepare(${JSON.stringify(scenario)})`);
      if (setup.agent) await (await openAgent()).run('agent.join()');
      await wait(QUIET_MS);
      let marks = 0;
      return {
        ...{ setup, customer, agents: watching, proxy, agentProxy, openAgent },
        async settle() {
          const mark = JSON.stringify(`mark-${(marks += 1)}`);
          await customer.run(`bench.mark(${mark})`);
          await Promise.all(watching.map((agent) => agent.run(`agent.waitForMark(${mark})`)));
          if (!proxy) return;
          // On a busy machine what is to be flushed may come late: until a flush brings nothing.
          for (let flush = 0, before = -1; flush < MAX_FLUSHES && total(proxy.bytes) !== before; flush += 1) {
            before = total(proxy.bytes);
            await customer.run('bench.flush()');
            await waitForQuiet(proxy);
          }
        },
        async close() {
          for (const agent of watching) await agent.close();
          await customer.close();
        },
      };
    },
    async close() {
      await customers.close();
      await agents.close();
      for (const { upstream, proxies } of upstreams.values()) {
        await Promise.all(proxies.map((proxy) => proxy.close()));
        await upstream.close();
      }
      await server.close();
    },
  };
}
