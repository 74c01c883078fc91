// Which of the three engines the tests run in. Node's own modules only: this runs before anything is installed.
import { findChromium, findFirefox, findWebKit } from './browsers.mjs';
import { installBrowsers } from './install-browsers.mjs';

/** @typedef {'chromium' | 'firefox' | 'webkit'} Engine */

/** @type {readonly Engine[]} */
export const ENGINES = ['chromium', 'firefox', 'webkit'];

export const ENGINE_NAMES = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' };

const FINDERS = {
  chromium: findChromium,
  firefox: findFirefox,
  webkit: () => findWebKit()?.browser,
};

const HELP = {
  chromium:
    'Chromium or Chrome: apt-get install chromium (Debian), brew install --cask google-chrome (macOS), the .deb of ' +
    'google-chrome-stable (Ubuntu, whose chromium is a snap that does not start in containers), or set CHROME_PATH',
  firefox: 'Firefox: apt-get install firefox-esr (Debian), brew install --cask firefox (macOS), or set FIREFOX_PATH',
  webkit: 'WebKit: apt-get install webkit2gtk-driver xvfb xauth (Debian, Ubuntu; there is none for other systems)',
};

/**
 * The engines that tests are to run in, those of `COBROWSE_ENGINES` (`"chromium webkit"`) or all. Throws where it
 * names one that there is not.
 */
export function wantedEngines() {
  const words = (process.env.COBROWSE_ENGINES ?? '').split(/[\s,]+/).filter(Boolean);
  const unknown = words.filter((word) => !ENGINES.includes(word));
  if (unknown.length > 0) throw new Error(`COBROWSE_ENGINES takes some of: ${ENGINES.join(', ')}.`);
  return words.length > 0 ? ENGINES.filter((engine) => words.includes(engine)) : [...ENGINES];
}

/** The path of an engine's browser, or nothing. */
export const pathOf = (engine) => FINDERS[engine]();

/** The wanted engines that are on this machine. */
export const testedEngines = () => wantedEngines().filter(pathOf);

/**
 * Installs wanted engines that are missing where that can be done (apt-get, as root or by sudo), and says which are
 * there. Throws with what to do where Chromium is missing, which some tests are about; in CI (`CI` set), or where
 * `COBROWSE_ENGINES` asked for it by name, also for another one.
 */
export function ensureEngines() {
  const wanted = wantedEngines();
  if (wanted.some((engine) => !pathOf(engine))) installBrowsers(wanted.filter((engine) => !pathOf(engine)));
  for (const engine of wanted) if (pathOf(engine)) console.log(`${ENGINE_NAMES[engine]}: ${pathOf(engine)}`);
  const missing = wanted.filter((engine) => !pathOf(engine));
  if (missing.length === 0) return;
  const names = missing.map((engine) => ENGINE_NAMES[engine]).join(', ');
  const isNeeded = process.env.CI || process.env.COBROWSE_ENGINES || missing.includes('chromium');
  if (!isNeeded) return console.log(`Left out, as they were not found: ${names}. In CI that is a failure.`);
  const help = missing.map((engine) => HELP[engine]).join('. ');
  throw new Error(`Not found: ${names}. ${help}. Without a browser: npm test -- --only checks unit`);
}

/** Chromium's path, installing it where that can be done. Throws what to do otherwise. */
export function ensureChromium() {
  if (!findChromium()) installBrowsers(['chromium']);
  const path = findChromium();
  if (!path) throw new Error(`No Chromium was found. ${HELP.chromium}.`);
  return path;
}
