// Finds the browsers that the tests drive. Never downloads a browser build.
// Node's own modules only: this runs before anything is installed.
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first of `names` on the PATH. */
export function onPath(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** What the developer names stands; a name that leads nowhere is an error, not a reason to look elsewhere. */
function fromEnvironment(variable) {
  const path = process.env[variable];
  if (path && !isExecutable(path)) throw new Error(`${variable} is ${path}, which is not an executable file.`);
  return path || undefined;
}

const byPlatform = (paths) => (paths[process.platform] ?? paths.linux)();

/** Chromium or Chrome: a path, or nothing. `CHROME_PATH` comes first. */
export function findChromium() {
  return (
    fromEnvironment('CHROME_PATH') ??
    byPlatform({
      linux: () => onPath('google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'),
      darwin: () =>
        [
          '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
          '/Applications/Chromium.app/Contents/MacOS/Chromium',
        ].find(isExecutable),
      win32: () =>
        [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
          .filter(Boolean)
          .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe'))
          .find(existsSync),
    })
  );
}

/** Firefox: a path, or nothing. `FIREFOX_PATH` comes first. */
export function findFirefox() {
  return (
    fromEnvironment('FIREFOX_PATH') ??
    byPlatform({
      linux: () => onPath('firefox', 'firefox-esr'),
      darwin: () => ['/Applications/Firefox.app/Contents/MacOS/firefox'].find(isExecutable),
      win32: () =>
        [process.env.PROGRAMFILES]
          .filter(Boolean)
          .map((folder) => join(folder, 'Mozilla Firefox/firefox.exe'))
          .find(existsSync),
    })
  );
}

/**
 * WebKitGTK: its small browser, its driver, and Xvfb where there is no display, as there is no headless switch. Or
 * nothing. `WEBKIT_PATH` names another MiniBrowser. Safari is not looked for: it takes one session at a time, and its
 * owner's permission.
 */
export function findWebKit() {
  const browser =
    fromEnvironment('WEBKIT_PATH') ??
    ['x86_64', 'aarch64']
      .flatMap((cpu) => ['4.1', '4.0'].map((api) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-${api}/MiniBrowser`))
      .find(isExecutable);
  const driver = onPath('WebKitWebDriver');
  // On a display of its own nobody's keyboard is in the way, nor is anybody's screen.
  const xvfb = onPath('Xvfb') ?? (process.env.DISPLAY ? null : undefined);
  return browser && driver && xvfb !== undefined ? { browser, driver, xvfb } : undefined;
}

/** How the tests start Chromium: quiet, and without its sandbox where that cannot work (root, containers, CI). */
export function chromiumArgs() {
  const sandboxed = process.getuid?.() !== 0 && !process.env.CI && !existsSync('/.dockerenv');
  return [
    ...(sandboxed ? [] : ['--no-sandbox']),
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
}
