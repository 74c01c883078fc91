// Finds the browsers that the tests drive and, where it may, installs Chromium. Never downloads a browser build.
// Node's own modules only: this runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
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
function onPath(...names) {
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

/** WebKitGTK's browser and its driver, or nothing; it needs a display, or Xvfb to make one. */
export function findWebKit() {
  const browser = ['x86_64', 'aarch64']
    .flatMap((cpu) => ['4.1', '4.0'].map((api) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-${api}/MiniBrowser`))
    .find(isExecutable);
  const driver = onPath('WebKitWebDriver');
  const display = process.env.DISPLAY ?? onPath('Xvfb');
  return browser && driver && display ? { browser, driver } : undefined;
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

const HELP = {
  linux:
    'Install it (Debian: apt-get install chromium; Ubuntu: the .deb of google-chrome-stable, as its chromium package ' +
    'is a snap that does not start in containers)',
  darwin: 'Install it (brew install --cask google-chrome)',
  win32: 'Install Google Chrome',
};

/** Finds Chromium, installing it by apt where we are root or may sudo without a password. Throws what to do otherwise. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  installChromium();
  const installed = findChromium();
  if (installed) return installed;
  throw new Error(
    `No Chromium or Chrome was found. ${HELP[process.platform] ?? HELP.linux}, or set CHROME_PATH to an executable. ` +
      'Without one: npm test -- --only checks unit',
  );
}

function installChromium() {
  const isUbuntu = existsSync('/etc/os-release') && /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (process.platform !== 'linux' || isUbuntu || !onPath('apt-get')) return;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && (!onPath('sudo') || spawnSync('sudo', ['-n', 'true']).status !== 0)) return;
  console.log('No Chromium was found; installing it with apt-get, which takes some minutes …');
  // Five minutes: another apt-get on a fresh machine is usually its own first update.
  const apt = ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=300'];
  const [command, ...args] = isRoot ? apt : ['sudo', '-n', ...apt];
  const stdio = ['ignore', 'ignore', 'inherit'];
  // The lists may be old or absent; if they cannot be renewed, the installation says why.
  spawnSync(command, [...args, 'update'], { stdio });
  spawnSync(command, [...args, 'install', '-y', '--no-install-recommends', 'chromium'], { stdio });
}
