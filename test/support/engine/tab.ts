import type { Browser, Page } from 'puppeteer-core';

/** One tab of one engine's browser, as a person in front of it has it, and a way to look inside. */
export interface Tab {
  /** For what one engine alone can; nothing in WebKit. */
  readonly page: Page | undefined;
  /** Opens the address and waits until it has loaded. */
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Goes back, or forward; what is shown then has to be waited for. */
  back(): Promise<void>;
  forward(): Promise<void>;
  /** The address that is shown. */
  url(): Promise<string>;
  /**
   * Presses the part with that test id once it can be seen and nothing lies over it; also inside open shadow roots and
   * frames of the same origin.
   */
  click(testId: string): Promise<void>;
  /** Presses the main button there, in CSS pixels of the window: where a test id cannot be looked for, as in frames of others. */
  clickAt(x: number, y: number): Promise<void>;
  /** Clicks into the field and types. */
  type(testId: string, text: string): Promise<void>;
  /** Presses keys by name, `Enter`, `Tab`, or character, where the focus is. */
  press(...keys: string[]): Promise<void>;
  /** What `look`, run in the page, returns or resolves to; arguments and results travel as JSON. */
  evaluate<Result, Args extends unknown[]>(look: (...args: Args) => Result, ...args: Args): Promise<Awaited<Result>>;
  /** The same of an expression. */
  run(expression: string): Promise<unknown>;
  /** Waits until `holds`, run in the page, is true. */
  waitFor<Args extends unknown[]>(holds: (...args: Args) => boolean, ...args: Args): Promise<void>;
  /** The text of the part with that test id, or null where there is none. */
  text(testId: string): Promise<string | null>;
  /** A PNG of what can be seen. */
  screenshot(): Promise<Uint8Array>;
  /** Another tab of the same window: same cookies, storage of its own. Of those opened, the last is in front. */
  openTab(url: string): Promise<Tab>;
  /** The same in a window of its own beside this one: both can be seen, and one of them has the keyboard. */
  openBeside(url: string): Promise<Tab>;
  /** The tab that the page itself opens while `action` runs, by a link or a script. */
  openedBy(action: () => Promise<void>): Promise<Tab>;
  bringToFront(): Promise<void>;
  /** The page's process ends without a word to the page. In WebKit the driver then ends the window, too. */
  crash(): Promise<void>;
  /** Closes this tab; what it shared with others stays. */
  close(): Promise<void>;
}

/** A running browser, in which every window has cookies and storage of its own. */
export interface EngineBrowser {
  /** For what puppeteer alone can; nothing in WebKit. */
  readonly browser: Browser | undefined;
  openWindow(url: string): Promise<{ readonly tab: Tab; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** What an engine has to bring; the rest of a tab is made of it, alike for all. */
export interface RawTab
  extends Pick<Tab, 'page' | 'goto' | 'reload' | 'run' | 'clickAt' | 'screenshot' | 'bringToFront' | 'crash' | 'close'> {
  pressKey(key: string): Promise<void>;
  typeText(text: string): Promise<void>;
  /** Another tab of the same window, or a window beside it; empty. */
  openRaw(where: 'tab' | 'window'): Promise<RawTab>;
  /** The tabs of this one's window, this one included, by something that stays the same. */
  siblings(): Promise<ReadonlyMap<unknown, () => Promise<RawTab>>>;
}

/** Small enough for the screens of those who watch, large enough for the shop's desktop layout. */
export const WINDOW = { width: 1_280, height: 900 };
/** Bound of one wait in an end-to-end test; only a step that never happens meets it. */
export const WAIT_MS = 20_000;
/** Between two looks: soon for a test, and little for a processor that three browsers share. */
const LOOK_MS = 20;

/** Looks until `look` gives something, and returns it. What fails meanwhile, as while a page goes away, is looked at again. */
export async function poll<Result>(what: string, look: () => Promise<Result | undefined | false>): Promise<Result> {
  const giveUpMs = Date.now() + WAIT_MS;
  let cause: unknown;
  for (;;) {
    try {
      const result = await look();
      if (result !== undefined && result !== false) return result;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > giveUpMs) throw new Error(`It never came to: ${what}`, { cause });
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/**
 * An expression that calls the function: no engine has to make a function of a text, which pages may forbid. `first` is
 * an expression for an argument before the others. tsx puts `__name` around functions within functions; here is one.
 */
export function callOf(look: (...args: never[]) => unknown, args: readonly unknown[], first?: string): string {
  const texts = args.map((arg) => JSON.stringify(arg) ?? 'undefined');
  return `((__name) => (${look.toString()})(${[...(first ? [first] : []), ...texts].join()}))((named) => named)`;
}

export function createTab(raw: RawTab): Tab {
  const evaluate: Tab['evaluate'] = (look, ...args) => raw.run(callOf(look, args)) as never;

  async function click(testId: string): Promise<void> {
    await poll(`${testId} can be pressed`, () => evaluate(locate, testId));
    // Firefox scrolls on screen a frame later than in the page; before that a press lands on what was there.
    await evaluate(shown);
    const place = await poll(`${testId} can still be pressed`, () => evaluate(locate, testId));
    await raw.clickAt(place.x, place.y);
  }

  async function open(where: 'tab' | 'window', url: string): Promise<Tab> {
    const tab = createTab(await raw.openRaw(where));
    await tab.goto(url);
    return tab;
  }

  return {
    page: raw.page,
    goto: raw.goto,
    reload: raw.reload,
    back: async () => void (await raw.run('history.back()')),
    forward: async () => void (await raw.run('history.forward()')),
    screenshot: raw.screenshot,
    bringToFront: raw.bringToFront,
    clickAt: raw.clickAt,
    crash: raw.crash,
    close: raw.close,
    async press(...keys) {
      for (const key of keys) await raw.pressKey(key);
    },
    run: raw.run,
    evaluate,
    click,
    url: () => evaluate(() => location.href),
    async type(testId, text) {
      await click(testId);
      // Behind what is there already, wherever in the field the click put the caret.
      await raw.pressKey('End');
      await raw.typeText(text);
    },
    async waitFor(holds, ...args) {
      await poll(holds.toString(), async () => (await evaluate(holds, ...args)) === true);
    },
    text: (testId) => evaluate(textOf, testId),
    openTab: (url) => open('tab', url),
    openBeside: (url) => open('window', url),
    async openedBy(action) {
      const before = new Set((await raw.siblings()).keys());
      await action();
      const opened = await poll('a new tab', async () => [...(await raw.siblings())].find(([id]) => !before.has(id))?.[1]);
      return createTab(await opened());
    },
  };
}

/** In the page: where to press, once it is to be seen there; scrolled to the middle, as a person would do. */
function locate(testId: string): { x: number; y: number } | undefined {
  const roots: (Document | ShadowRoot)[] = [document];
  // The list grows while it is gone through.
  for (const root of roots) {
    const found = root.querySelector(`[data-testid="${testId}"]`);
    if (found) {
      // "Share the page" takes a press only once it has been seen for a moment, and is disabled until then.
      if (found.matches(':disabled')) return undefined;
      // At the lower edge the session bar lies over the page.
      found.scrollIntoView({ block: 'center', behavior: 'instant' });
      const box = found.getBoundingClientRect();
      let [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      if (!found.contains(root.elementFromPoint(x, y))) return undefined;
      let frame = found.ownerDocument.defaultView?.frameElement;
      for (; frame; frame = frame.ownerDocument.defaultView?.frameElement) {
        const outer = frame.getBoundingClientRect();
        [x, y] = [x + outer.left + frame.clientLeft, y + outer.top + frame.clientTop];
      }
      return { x, y };
    }
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const inner = element.nodeName === 'IFRAME' ? (element as HTMLIFrameElement).contentDocument : null;
      if (inner) roots.push(inner);
    }
  }
  return undefined;
}

/**
 * In the page: once what was done so far is on screen. A hidden page has no frames, and nothing to wait for. Without the
 * page's Promise, which may be anything.
 */
async function shown(): Promise<void> {
  if (document.visibilityState === 'hidden') return;
  // oxlint-disable-next-line unicorn/no-thenable -- what is awaited need not be a Promise
  await { then: (resolve: () => void) => void requestAnimationFrame(() => requestAnimationFrame(resolve)) };
}

/** In the page: the text of a part, also inside open shadow roots. */
function textOf(testId: string): string | null {
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots) {
    const found = root.querySelector(`[data-testid="${testId}"]`);
    if (found) return found.textContent;
    for (const { shadowRoot } of root.querySelectorAll('*')) if (shadowRoot) roots.push(shadowRoot);
  }
  return null;
}
