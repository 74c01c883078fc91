/**
 * Lets tests of web-test-runner hold a key down, with `executeServerCommand` of @web/test-runner-commands: `key:down`,
 * `key:repeat` and `key:up`, each with `{key}`. Puppeteer repeats a key that is pressed while it is down; in WebKit the
 * display repeats it by itself.
 */
export function heldKeyPlugin() {
  const byPuppeteer = {
    'key:down': (keyboard, key) => keyboard.down(key),
    'key:repeat': (keyboard, key) => keyboard.down(key),
    'key:up': (keyboard, key) => keyboard.up(key),
  };
  const byDisplay = {
    'key:down': (keyboard, key) => keyboard.down(key),
    'key:repeat': () => {},
    'key:up': (keyboard, key) => keyboard.up(key),
  };
  return {
    name: 'held-key',
    async executeCommand({ command, payload, session }) {
      if (!Object.hasOwn(byDisplay, command)) return undefined;
      const { browser, id } = session;
      if (browser.type === 'puppeteer') await byPuppeteer[command](browser.getPage(id).keyboard, payload.key);
      else await byDisplay[command](await browser.keyboard(), payload.key);
      // Anything else is taken for an unknown command.
      return true;
    },
  };
}
