import { openWebDriver } from './webdriver.mjs';
import { startWebKitDriver, stopDisplay } from './webkit-driver.mjs';
import { openKeyboard } from './x-keyboard.mjs';

/**
 * WebKit for web-test-runner, one page at a time. Its type is that of the runner's own WebDriver launcher, because the
 * runner's commands ask for `sendKeys` where they find that one.
 */
export function webkitLauncher() {
  let starting;
  let keyboard;
  const open = () => (starting ??= start());
  const active = new Map();

  async function start() {
    const driver = await startWebKitDriver();
    return { driver, browser: await openWebDriver(driver) };
  }

  return {
    name: 'WebKit',
    type: 'webdriver',
    concurrency: 1,
    async initialize() {},
    async startSession(id, url) {
      const { browser } = await open();
      active.set(id, url);
      await browser.goto(url);
    },
    async stopSession(id) {
      active.delete(id);
      const { browser } = await open();
      await browser.goto('about:blank');
      return {};
    },
    isActive: (id) => active.has(id),
    getBrowserUrl: (id) => active.get(id),
    async startDebugSession() {
      throw new Error('WebKit cannot be debugged from here; open the manual page in a browser of yours.');
    },
    /** What `sendKeys` and `sendMouse` of @web/test-runner-commands call. */
    async sendKeys(_id, keys) {
      const { browser } = await open();
      await browser.press(keys);
    },
    async sendMouseMove(_id, x, y) {
      const { browser } = await open();
      await browser.moveMouse(x, y);
    },
    async sendMouseClick(_id, x, y) {
      const { browser } = await open();
      await browser.click(x, y);
    },
    async sendMouseDown() {
      const { browser } = await open();
      await browser.pressMouse();
    },
    async sendMouseUp() {
      const { browser } = await open();
      await browser.releaseMouse();
    },
    /** The driver's own keys can stay down, and do not repeat. */
    keyboard: () => (keyboard ??= open().then(({ driver }) => openKeyboard(driver.display))),
    async stop() {
      if (!starting) return;
      (await keyboard)?.close();
      const { driver, browser } = await starting;
      await browser.close();
      await driver.stop();
      await stopDisplay();
    },
  };
}
