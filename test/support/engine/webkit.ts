import { crashBusyProcess } from './crash.ts';
import { createTab, type EngineBrowser, type RawTab, WINDOW } from './tab.ts';
import { openWebDriver } from './webdriver.mjs';
import { startWebKitDriver, stopDisplay } from './webkit-driver.mjs';

type Driver = Awaited<ReturnType<typeof startWebKitDriver>>;
type Session = Awaited<ReturnType<typeof openWebDriver>>;

/** Browsers that are started in vain before one comes up; see {@link openSession}. */
const MAX_STARTS = 3;

/**
 * WebKitGTK by its own WebDriver. A driver takes one browser at a time, so that each window has one; it is not used for
 * another: about one new browser in sixty of a driver that had one before never reported to it.
 */
export function openWebKit(): EngineBrowser {
  const sessions = new Set<Session>();
  const drivers = new Set<Driver>();
  return {
    browser: undefined,
    async openWindow(url) {
      const { driver, session } = await openSession();
      drivers.add(driver);
      sessions.add(session);
      await session.resize(WINDOW.width, WINDOW.height);
      const windows: Windows = {
        ...{ present: undefined, front: undefined, last: Promise.resolve(), driver: driver.pid },
        handleCrash: () => sessions.delete(session),
      };
      const tab = createTab(rawTab(session, await session.get('/window'), windows));
      await tab.goto(url);
      return {
        tab,
        async close() {
          // After a crash the driver has closed it already.
          if (sessions.delete(session)) await session.close();
          drivers.delete(driver);
          await driver.stop();
        },
      };
    },
    async close() {
      await Promise.all([...sessions].map((session) => session.close()));
      await Promise.all([...drivers].map((driver) => driver.stop()));
      await stopDisplay();
    },
  };
}

/** A browser that does not come up says so by nothing: its driver waits for it for ever, and is of no use any more. */
async function openSession(): Promise<{ driver: Driver; session: Session }> {
  for (let starts = 1; ; starts += 1) {
    const driver = await startWebKitDriver();
    try {
      return { driver, session: await openWebDriver(driver) };
    } catch (error) {
      await driver.stop();
      if (starts === MAX_STARTS) throw error;
    }
  }
}

/** Whose turn it is, and which window of the session is the present one: it knows one at a time. */
interface Windows {
  present: string | undefined;
  /** The one in front, where another was put away for it. */
  front: string | undefined;
  last: Promise<unknown>;
  /** The driver's process, whose child the browser is. */
  readonly driver: number;
  /** The session is gone with the page that crashed. */
  handleCrash(): void;
}

function rawTab(session: Session, handle: string, windows: Windows): RawTab {
  const inTurn = <Result>(action: () => Promise<Result>): Promise<Result> => {
    const turn = windows.last.then(action, action);
    windows.last = turn;
    return turn;
  };
  const go = async (to: string): Promise<void> => {
    if (windows.present !== to) await session.post('/window', { handle: to });
    windows.present = to;
  };
  const here = <Result>(action: () => Promise<Result>): Promise<Result> =>
    inTurn(async () => {
      await go(handle);
      return action();
    });
  const handles = (): Promise<string[]> => session.get('/window/handles');
  /** Its tabs cannot be changed by a driver; windows can be put away, and are hidden then as tabs behind others are. */
  const bringToFront = (to: string): Promise<void> =>
    inTurn(async () => {
      for (const other of await handles()) {
        if (other === to) continue;
        await go(other);
        await session.post('/window/minimize');
      }
      await go(to);
      await session.resize(WINDOW.width, WINDOW.height);
      windows.front = to;
    });
  /** Nobody presses anything in a window that is put away; the driver would wait for it without end. */
  const inFront = async <Result>(action: () => Promise<Result>): Promise<Result> => {
    if (windows.front !== undefined && windows.front !== handle) await bringToFront(handle);
    return here(action);
  };
  const frontTab = async (to: string): Promise<RawTab> => {
    await bringToFront(to);
    return rawTab(session, to, windows);
  };
  return {
    page: undefined,
    goto: (url) => here(() => session.goto(url)),
    reload: () => here(() => session.post('/refresh')),
    async run(expression) {
      // WebDriver has no word for undefined. An async function, since the page may have no sound Promise.
      const body = `return (async () => { const value = await (${expression}); return value === undefined ? {} : { value }; })()`;
      return ((await here(() => session.run(body))) as { value?: unknown }).value;
    },
    clickAt: (x, y) => inFront(() => session.click(x, y)),
    pressKey: (key) => inFront(() => session.press([key])),
    typeText: (text) => inFront(() => session.press([...text])),
    screenshot: async () => Buffer.from(await here(() => session.screenshot()), 'base64'),
    bringToFront: () => bringToFront(handle),
    async crash() {
      await here(() => crashBusyProcess(windows.driver, 'WebKitWebProcess', (busy) => session.run(busy)));
      windows.handleCrash();
    },
    close: () =>
      here(async () => {
        await session.closeTab();
        windows.present = undefined;
        if (windows.front === handle) windows.front = undefined;
      }),
    async openRaw(where) {
      const { handle: opened } = (await here(() => session.post('/window/new', { type: 'window' }))) as { handle: string };
      return where === 'tab' ? frontTab(opened) : rawTab(session, opened, windows);
    },
    siblings: async () =>
      new Map((await inTurn(handles)).map((other) => [other, () => frontTab(other)] as const)),
  };
}
