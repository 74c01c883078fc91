// WebKitGTK under WebDriver: the driver's process and, where it is installed, one Xvfb for all of them.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { findWebKit } from '../../../scripts/browsers.mjs';

/** A driver starts within a second; on a busy machine within some. */
const START_MS = 20_000;
/** Larger than the largest window of a test. */
const SCREEN = '1600x1200x24';
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

const children = new Set();
let display;

/**
 * Starts a driver of its own: each drives one browser, with cookies and storage of its own and nothing kept.
 *
 * @returns {Promise<{ url: string, pid: number, display: string, capabilities: object, stop: () => Promise<void> }>}
 */
export async function startWebKitDriver() {
  const found = findWebKit();
  if (!found) throw new Error('WebKit was not found: scripts/engines.mjs says what to install.');
  display ??= found.xvfb ? startDisplay(found.xvfb) : Promise.resolve(process.env.DISPLAY);
  const env = { ...process.env, DISPLAY: await display, GDK_BACKEND: 'x11' };
  const port = await freePort();
  const driver = start(found.driver, ['-p', String(port), '--host=127.0.0.1'], { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/status`, driver);
  return {
    url,
    pid: driver.pid,
    display: env.DISPLAY,
    capabilities: {
      browserName: 'MiniBrowser',
      'webkitgtk:browserOptions': { binary: found.browser, args: ['--automation'] },
    },
    stop: () => end(driver),
  };
}

/** Ends what no driver needs any more. */
export async function stopDisplay() {
  display = undefined;
  await Promise.all([...children].map(end));
}

async function startDisplay(xvfb) {
  const child = start(xvfb, ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  // Xvfb takes the first free number and says which.
  const number = await new Promise((resolve, reject) => {
    child.stdio[3].once('data', (data) => resolve(String(data).trim()));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}.`)));
  });
  // It lives as long as we do, and must not keep us alive.
  child.unref();
  child.stdio[3].unref();
  return `:${number}`;
}

function start(command, args, options) {
  if (children.size === 0) for (const signal of SIGNALS) process.once(signal, endAll);
  if (children.size === 0) process.once('exit', endAll);
  const child = spawn(command, args, options);
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** Nothing of ours outlives us, whichever way we end; a signal that we took is then given its way. */
function endAll(signal) {
  for (const child of children) child.kill();
  if (typeof signal === 'string') process.kill(process.pid, signal);
}

function end(child) {
  return new Promise((resolve) => {
    if (!children.has(child)) return resolve();
    child.ref();
    child.once('exit', resolve);
    child.kill();
  });
}

async function answers(url, driver) {
  const giveUpMs = Date.now() + START_MS;
  for (;;) {
    const isUp = await fetch(url).then((response) => response.ok, () => false);
    if (isUp) return;
    if (driver.exitCode !== null || Date.now() > giveUpMs) throw new Error('WebKitWebDriver did not start.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The driver takes a number and does not choose one itself. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
