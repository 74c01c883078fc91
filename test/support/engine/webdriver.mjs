// A client of the W3C WebDriver protocol, as much of it as the tests use.

/** The keys that WebDriver names by a private character (its section 17.4.2). */
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Escape: '\uE00C',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};

const DOWN = { type: 'pointerDown', button: 0 };
const UP = { type: 'pointerUp', button: 0 };
const moveTo = (x, y) => ({ type: 'pointerMove', duration: 0, origin: 'viewport', x: Math.round(x), y: Math.round(y) });

/** A driver may wait for a page to load; one that says nothing for a minute never will. */
const HANG_MS = 60_000;
/** A browser comes up within two seconds; on a machine with much else to do within some more. */
const START_MS = 20_000;

/**
 * Opens a browser by a driver. What the driver refuses is thrown, with its error code in front.
 *
 * @param {{ url: string, capabilities: object }} driver
 */
export async function openWebDriver({ url, capabilities }) {
  const { sessionId } = await call('POST', `${url}/session`, { capabilities: { alwaysMatch: capabilities } }, START_MS);
  const base = `${url}/session/${sessionId}`;
  const post = (path, body = {}) => call('POST', base + path, body);
  const get = (path) => call('GET', base + path);

  /** Runs the actions one after the other, then lets go of everything. */
  const act = async (type, id, actions, parameters = {}) => {
    await post('/actions', { actions: [{ type, id, actions, ...parameters }] });
  };

  const mouse = (...actions) => act('pointer', 'mouse', actions, { parameters: { pointerType: 'mouse' } });

  return {
    post,
    get,
    /** @param {string} to */
    goto: (to) => post('/url', { url: to }),
    /** Evaluates a function's body with `arguments`; a promise is waited for. */
    run: (body, args = []) => post('/execute/sync', { script: body, args }),
    resize: (width, height) => post('/window/rect', { x: 0, y: 0, width, height }),
    /** @returns {Promise<string>} a PNG as base64 */
    screenshot: () => get('/screenshot'),
    /** Presses the main button at a place of the window's, in CSS pixels. */
    click: (x, y) => mouse(moveTo(x, y), DOWN, UP),
    /** The single steps; where the mouse is and what is held down stays from one to the next. */
    moveMouse: (x, y) => mouse(moveTo(x, y)),
    pressMouse: () => mouse(DOWN),
    releaseMouse: () => mouse(UP),
    /** Presses and lets go of each key: a character, or a name such as `Enter`. */
    press: (keys) =>
      act(
        'key',
        'keyboard',
        keys.flatMap((key) => {
          const value = KEYS[key] ?? key;
          return [
            { type: 'keyDown', value },
            { type: 'keyUp', value },
          ];
        }),
      ),
    closeTab: () => call('DELETE', `${base}/window`),
    close: () => call('DELETE', base),
  };
}

async function call(method, url, body, timeoutMs = HANG_MS) {
  const text = body && JSON.stringify(body);
  const response = await fetch(url, {
    method,
    signal: AbortSignal.timeout(timeoutMs),
    ...(text ? { body: text, headers: { 'content-type': 'application/json' } } : {}),
  }).catch((cause) => {
    const what = new URL(url).pathname.replace(/^\/session\/[^/]+/, '');
    throw new Error(`The driver did not answer ${method} ${what} ${text?.slice(0, 300) ?? ''}`, { cause });
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value?.error}: ${value?.message}`);
  return value;
}
