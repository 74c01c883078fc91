import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { CannotCheck, messageOf } from './cannot-check.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts Chromium or Chrome. Throws `CannotCheck` with what to install or set. */
export async function launchBrowser(given: string | undefined, environment: Environment = process.env): Promise<Browser> {
  const { launch } = await loadPuppeteer();
  const executablePath = browserPath(given, environment);
  try {
    return await launch({ executablePath, args: browserArgs(environment) });
  } catch (error) {
    throw new CannotCheck(`${executablePath} did not start: ${messageOf(error).split('\n', 1)[0]}`);
  }
}

/** It is not installed along: of all who use the package only this command's users need it. */
async function loadPuppeteer(): Promise<typeof import('puppeteer-core')> {
  try {
    return await import('puppeteer-core');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new CannotCheck('puppeteer-core, which drives the browser, is missing: npm install --save-dev puppeteer-core');
  }
}

/** Throws `CannotCheck` where there is none. */
export function browserPath(given: string | undefined, environment: Environment): string {
  const named = given ?? (environment['PUPPETEER_EXECUTABLE_PATH'] || undefined);
  // A name that leads nowhere is an error, not a reason to look elsewhere.
  if (named !== undefined) {
    if (isProgram(named)) return named;
    throw new CannotCheck(`${given === undefined ? 'PUPPETEER_EXECUTABLE_PATH' : '--browser'} is ${named}, which is no program.`);
  }
  const found = usualPaths(environment).find(isProgram);
  if (found) return found;
  throw new CannotCheck('No Chromium or Chrome was found: install one, or name it with --browser or PUPPETEER_EXECUTABLE_PATH.');
}

function usualPaths(environment: Environment): string[] {
  if (process.platform === 'darwin')
    return ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  if (process.platform === 'win32')
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .flatMap((variable) => environment[variable] ?? [])
      .map((folder) => join(folder, 'Google/Chrome/Application/chrome.exe'));
  const folders = (environment['PATH'] ?? '').split(delimiter).filter(Boolean);
  return ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function browserArgs(environment: Environment): string[] {
  // Where it cannot work: as root, and in most containers.
  const isSandboxed = process.getuid?.() !== 0 && !environment['CI'] && !existsSync('/.dockerenv');
  return [
    ...(isSandboxed ? [] : ['--no-sandbox']),
    '--disable-gpu',
    '--no-first-run',
    // Newer Chromes ask somebody before a page from elsewhere may reach this machine, where script and relay are here.
    '--disable-features=LocalNetworkAccessChecks,LocalNetworkAccessChecksWebSockets',
  ];
}
