import { basename, dirname, resolve } from 'node:path';
import { stat } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'puppeteer-core';
import { createContactCentre } from '../backend/contact-centre.ts';
import type { TestAgent } from '../testing/test-agent.ts';
import { startTestCentre, type TestCentre } from '../testing/test-centre.ts';
import type { PrivacyRule } from '../wire/privacy-rules.ts';
import { launchBrowser } from './browser.ts';
import { CannotCheck, messageOf } from './cannot-check.ts';
import { findLeaks, type Leak } from './markers.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import { type ListedValue, listValues, sentValues } from './values.ts';

export interface CheckOptions {
  readonly target: string;
  readonly rules: readonly PrivacyRule[];
  readonly privacy: object;
  /** JavaScript to run in the page while the agent watches. */
  readonly script?: string | undefined;
  readonly markers: readonly string[];
  readonly waitMs: number;
  readonly browser?: string | undefined;
  /** Where the published files of the widget are. */
  readonly widgetFolder: string;
}

export interface CheckResult {
  /** Where the page was in the end. */
  readonly page: string;
  /** A rule pauses on this page, so that nothing of it is shared. */
  readonly isPaused: boolean;
  readonly values: readonly ListedValue[];
  readonly leaks: readonly Leak[];
  /** PNG. */
  readonly picture: Uint8Array;
}

/** An ordinary laptop's window. */
const WINDOW = { width: 1_280, height: 800 };
/** A page that takes longer is none that customers wait for. */
const LOAD_MS = 30_000;
/** Between two looks at whether the page is quiet. */
const LOOK_MS = 25;
/** A page that never rests is looked at after this. */
const MOST_RESTLESS_MS = 30_000;
const CUSTOMER = { userId: 'customer', userName: 'Customer', role: 'recorder' } as const;
const AGENT = { userId: 'agent', userName: 'Agent', workNo: 'agent', role: 'replayer' } as const;

/** Shows the page to an agent, and says what that agent was sent. Throws `CannotCheck`. */
export async function checkPage(options: CheckOptions): Promise<CheckResult> {
  const closing: (() => Promise<unknown>)[] = [];
  try {
    const { url, folder } = await locate(options.target);
    const browser = await launchBrowser(options.browser);
    closing.push(() => browser.close());
    const centre = await startTestCentre({ timeoutMs: LOAD_MS });
    closing.push(() => centre.close());
    const server = await startPageServer(options.widgetFolder, folder);
    closing.push(() => server.close());
    return await look(options, new URL(url, server.origin).href, { browser, centre, server });
  } finally {
    // One that fails, such as of a browser that has crashed, keeps none of the others.
    for (const close of closing.reverse()) await close().catch(() => {});
  }
}

/** A file's folder is served, so that what lies beside it loads. */
async function locate(target: string): Promise<{ url: string; folder: string | undefined }> {
  if (/^https?:\/\//i.test(target)) {
    if (!URL.canParse(target)) throw new CannotCheck(`${target} is no address.`);
    return { url: target, folder: undefined };
  }
  const isFile = await stat(target).then((found) => found.isFile(), () => false);
  if (!isFile) throw new CannotCheck(`There is no file ${target}.`);
  const file = resolve(target);
  // Its own way to write names, such as with spaces, in addresses.
  const [name] = pathToFileURL(basename(file)).pathname.split('/').slice(-1);
  return { url: `/${name}`, folder: dirname(file) };
}

interface Parts {
  readonly browser: Browser;
  readonly centre: TestCentre;
  readonly server: PageServer;
}

async function look(options: CheckOptions, url: string, { browser, centre, server }: Parts): Promise<CheckResult> {
  const { rules, privacy, script, markers, waitMs } = options;
  const { url: domain, appKey, appSecret, tenantSpaceId } = centre;
  const contactCentre = createContactCentre({ domain, appKey, appSecret, tenantSpaceId });
  const errors: string[] = [];
  const noError = (): void => {
    if (errors[0] !== undefined) throw new CannotCheck(`The page could not be shown with these rules. ${errors[0]}`);
  };

  const customer = await openWindow(browser);
  await customer.setBypassCSP(true);
  await customer.exposeFunction('cobrowseCheckInfo', async (claimed: string | null) => ({
    success: true,
    // What is undefined in the page arrives as null.
    data: await contactCentre.getConnectionInfo({ ...CUSTOMER, roomId: claimed ?? undefined }),
    privacyRules: rules,
  }));
  await customer.exposeFunction('cobrowseCheckError', (message: string) => void errors.push(message));
  await load(customer, url);
  await orCannot('The widget did not start', customer.evaluate(startSource(server.widgetUrl, privacy)));

  const roomId = await centre.waitForCustomer();
  const agent = await centre.joinAsAgent(roomId);
  const view = await openWindow(browser);
  await view.exposeFunction('cobrowseCheckInfo', async () => ({
    success: true,
    data: await contactCentre.getConnectionInfo({ ...AGENT, roomId }),
  }));
  await view.goto(`${server.widgetUrl}agent`, { timeout: LOAD_MS });
  await view.evaluate(watchSource(server.widgetUrl));
  await orCannot('The agent did not get to see the page', untilShown(agent, view, noError));

  if (script !== undefined) await orCannot('The script failed', customer.evaluate(`(async () => {${script}\n})()`));
  await untilQuiet(waitMs, async () => `${agent.events.length} ${String(await view.evaluate('cobrowseCheck.applied'))}`);
  await view.waitForNetworkIdle({ idleTime: LOOK_MS * 4, timeout: MOST_RESTLESS_MS }).catch(() => {});
  noError();

  const picture = await view.screenshot();
  const sent = sentValues(agent.events);
  return {
    page: customer.url(),
    isPaused: agent.sessionState === 'paused',
    values: listValues(sent),
    leaks: findLeaks(markers, sent, agent.events),
    picture,
  };
}

/** One of its own, so that neither page is behind the other, where browsers let pages rest. */
async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport(WINDOW);
  return page;
}

async function load(page: Page, url: string): Promise<void> {
  const response = await page.goto(url, { waitUntil: 'load', timeout: LOAD_MS }).catch((error: unknown) => {
    throw new CannotCheck(`${url} did not load: ${firstLine(error)}`);
  });
  if (response && !response.ok()) throw new CannotCheck(`${url} did not load: it was answered with ${response.status()}.`);
}

/** As text: a bundler or a test's transpiler may put calls of its own into a function. */
const startSource = (widgetUrl: string, privacy: object): string => `(async () => {
  const { createCobrowse } = await import(${JSON.stringify(`${widgetUrl}index.js`)});
  const client = createCobrowse({
    connectionInfo: ({ roomId }) => window.cobrowseCheckInfo(roomId),
    consent: { view: () => true },
    privacy: ${JSON.stringify(privacy)},
  });
  client.on('error', (error) => void window.cobrowseCheckError(error.message));
  client.on('ended', ({ reason }) => void window.cobrowseCheckError('The session ended (' + reason + ').'));
  await client.start();
})()`;

const watchSource = (widgetUrl: string): string => `(async () => {
  const { createReplayer } = await import(${JSON.stringify(`${widgetUrl}replayer.js`)});
  const replayer = createReplayer({
    container: document.getElementById('view'),
    connectionInfo: () => window.cobrowseCheckInfo(),
  });
  window.cobrowseCheck = { replayer, applied: 0 };
  replayer.on('applied', ({ events }) => (window.cobrowseCheck.applied += events));
})()`;

/** Both agents are admitted, and see the page, or that there is nothing to see. */
async function untilShown(agent: TestAgent, view: Page, noError: () => void): Promise<void> {
  await agent.waitForAdmission('admitted');
  for (const untilMs = Date.now() + LOAD_MS; Date.now() < untilMs; await pause(LOOK_MS)) {
    noError();
    const [state, picture] = (await view.evaluate('[cobrowseCheck.replayer.state, cobrowseCheck.replayer.picture]')) as string[];
    if (agent.sessionState === 'paused' && state === 'paused') return;
    if (agent.events.length > 0 && state === 'live' && picture === 'current') return;
  }
  throw new Error(`not within ${LOAD_MS} ms; session: ${agent.sessionState || 'none'}`);
}

/** Nothing new for that long. */
async function untilQuiet(waitMs: number, stand: () => Promise<string>): Promise<void> {
  const startedMs = Date.now();
  let last = await stand();
  for (let sinceMs = startedMs; Date.now() - sinceMs < waitMs && Date.now() - startedMs < MOST_RESTLESS_MS + waitMs; ) {
    await pause(LOOK_MS);
    const now = await stand();
    if (now !== last) sinceMs = Date.now();
    last = now;
  }
}

async function orCannot<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof CannotCheck ? error : new CannotCheck(`${what}: ${firstLine(error)}`);
  }
}

const firstLine = (error: unknown): string => messageOf(error).split('\n', 1)[0]!;
const pause = (ms: number): Promise<void> => new Promise((resume) => setTimeout(resume, ms));
