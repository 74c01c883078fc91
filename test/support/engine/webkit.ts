import { createTab, type EngineBrowser, type RawTab, WINDOW } from './tab.ts';
import { openWebDriver } from './webdriver.mjs';
import { startWebKitDriver, stopDisplay } from './webkit-driver.mjs';

type Driver = Awaited<ReturnType<typeof startWebKitDriver>>;
type Session = Awaited<ReturnType<typeof openWebDriver>>;

/** WebKitGTK by its own WebDriver. A driver takes one browser at a time, so that each window has one; they are kept for the next. */
export function openWebKit(): EngineBrowser {
  const idle: Driver[] = [];
  const sessions = new Set<Session>();
  const drivers = new Set<Driver>();
  return {
    browser: undefined,
    async openWindow(url) {
      const driver = idle.pop() ?? (await startWebKitDriver());
      drivers.add(driver);
      const session = await openWebDriver(driver);
      sessions.add(session);
      await session.resize(WINDOW.width, WINDOW.height);
      const tab = createTab(rawTab(session, await session.get('/window'), createTurns()));
      await tab.goto(url);
      return {
        tab,
        async close() {
          sessions.delete(session);
          await session.close();
          idle.push(driver);
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

/** One after the other: a session knows one present tab. */
type Turns = <Result>(action: () => Promise<Result>) => Promise<Result>;

function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (action) => {
    const turn = last.then(action, action);
    last = turn;
    return turn;
  };
}

function rawTab(session: Session, handle: string, turns: Turns): RawTab {
  const here = <Result>(action: () => Promise<Result>): Promise<Result> =>
    turns(async () => {
      // Looking at a tab is what brings it to the front, in this driver.
      if ((await session.get('/window')) !== handle) await session.post('/window', { handle });
      return action();
    });
  return {
    page: undefined,
    goto: (url) => here(() => session.goto(url)),
    reload: () => here(() => session.post('/refresh')),
    async run(expression) {
      // WebDriver has no word for undefined.
      const body = `return Promise.resolve(${expression}).then((value) => (value === undefined ? {} : { value }))`;
      return ((await here(() => session.run(body))) as { value?: unknown }).value;
    },
    clickAt: (x, y) => here(() => session.click(x, y)),
    pressKey: (key) => here(() => session.press([key])),
    typeText: (text) => here(() => session.press([...text])),
    screenshot: async () => Buffer.from(await here(() => session.screenshot()), 'base64'),
    bringToFront: () => here(async () => {}),
    close: () => here(() => session.closeTab()),
    openRaw: () =>
      turns(async () => rawTab(session, ((await session.post('/window/new', { type: 'tab' })) as { handle: string }).handle, turns)),
    siblings: () =>
      turns(async () => {
        const handles: string[] = await session.get('/window/handles');
        return new Map(handles.map((other) => [other, async () => rawTab(session, other, turns)] as const));
      }),
  };
}
