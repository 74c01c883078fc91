import { CONTRACT, VERSION } from '../core/version.ts';
import { framing } from '../session/framing.ts';
import { probeStorage } from '../session/resume-record.ts';
import { PROTOCOL_VERSION } from '../wire/header.ts';
import { type DiagnosticLine, line } from './diagnostic-codes.ts';

/** What a session needs of a browser, by the name that its developer knows it by. */
const NEEDED: readonly (readonly [name: string, isThere: (view: Window & typeof globalThis) => boolean])[] = [
  ['WebSocket', (view) => typeof view.WebSocket === 'function'],
  ['fetch', (view) => typeof view.fetch === 'function'],
  ['AbortController', (view) => typeof view.AbortController === 'function'],
  ['MutationObserver', (view) => typeof view.MutationObserver === 'function'],
  ['crypto.getRandomValues', (view) => typeof view.crypto?.getRandomValues === 'function'],
  ['URL.canParse', (view) => typeof view.URL?.canParse === 'function'],
  ['Object.hasOwn', (view) => typeof view.Object.hasOwn === 'function'],
  ['Element.attachShadow', (view) => 'attachShadow' in view.Element.prototype],
  ['HTMLDialogElement.showModal', (view) => 'showModal' in (view.HTMLDialogElement?.prototype ?? {})],
  ['CSSStyleSheet.replaceSync', (view) => 'replaceSync' in view.CSSStyleSheet.prototype],
  ['adoptedStyleSheets', (view) => 'adoptedStyleSheets' in view.Document.prototype],
];

export function checkVersions(): DiagnosticLine {
  return line('versions', 'ok', `cobrowse-widget ${VERSION}, contract ${CONTRACT}, protocol ${PROTOCOL_VERSION}.`);
}

export function checkBrowser(view: Window & typeof globalThis): DiagnosticLine {
  const missing = NEEDED.filter(([, isThere]) => !isThere(view)).map(([name]) => name);
  if (missing.length === 0) return line('browser', 'ok', 'The browser has all that a session needs.');
  return line('browser', 'error', `The browser, or a script that replaced it, is without ${missing.join(', ')}.`);
}

/** `file` is the address of the diagnostics' own file, which lies beside the others. */
export function checkScript(file: string, page: Location): DiagnosticLine {
  const { protocol, origin, pathname } = new URL(file, page.href);
  if (protocol !== 'https:' && protocol !== 'http:')
    return line('script', 'ok', 'The widget is part of the application’s own bundle.');
  const folder = origin + pathname.slice(0, pathname.lastIndexOf('/') + 1);
  if (protocol === 'http:' && page.protocol === 'https:')
    return line('script', 'error', `The widget comes unencrypted, from ${folder}, into an encrypted page.`);
  return origin === page.origin
    ? line('script', 'ok', `The widget comes from the page’s own origin, ${folder}.`)
    : line('script', 'ok', `The widget comes from another origin, ${folder}, which lets this page load it.`);
}

export function checkSecureContext(view: Window & typeof globalThis): DiagnosticLine {
  return view.isSecureContext && view.crypto?.subtle
    ? line('secure-context', 'ok', 'The page is a secure context: agents’ names can be verified.')
    : line('secure-context', 'warning', 'The page is no secure context: names of agents show as not verified.');
}

export function checkFrame(view: Parameters<typeof framing>[0], embedders: readonly string[]): DiagnosticLine {
  const place = framing(view, embedders);
  if (place === 'top') return line('frame', 'ok', 'The page is at top level.');
  return place === 'listed'
    ? line('frame', 'warning', 'The page is inside a frame of a listed origin: customers are asked again after a page load there.')
    : line('frame', 'error', 'The page is inside a frame whose embedder is not listed in embedders. (session/framed)');
}

export function checkStorage(): DiagnosticLine {
  return probeStorage() === 'usable'
    ? line('storage', 'ok', 'sessionStorage works: a session goes on across page loads.')
    : line('storage', 'warning', 'sessionStorage is blocked or full: a session ends with its page.');
}

export function checkLocks(navigator: Navigator): DiagnosticLine {
  return navigator.locks
    ? line('locks', 'ok', 'Web Locks are there: of several tabs one shares.')
    : line('locks', 'warning', 'There are no Web Locks: customers are asked again on every page, and the tab that started shares alone.');
}

export function checkChannel(view: Window & typeof globalThis): DiagnosticLine {
  return typeof view.BroadcastChannel === 'function'
    ? line('channel', 'ok', 'BroadcastChannel is there: tabs know of one another.')
    : line('channel', 'warning', 'There is no BroadcastChannel: the tab that started a session shares alone.');
}
