import { type DiagnosticLine, line } from './diagnostic-codes.ts';

type View = Window & typeof globalThis;

/** Globals by which products that record pages, or wrap what we wrap, are known. */
const GLOBALS: Readonly<Record<string, string>> = {
  __SENTRY__: 'Sentry',
  posthog: 'PostHog',
  rrweb: 'rrweb',
  rrwebRecord: 'rrweb',
  _fs_namespace: 'FullStory',
  hj: 'Hotjar',
  clarity: 'Microsoft Clarity',
  LogRocket: 'LogRocket',
  DD_RUM: 'Datadog',
  newrelic: 'New Relic',
  smartlook: 'Smartlook',
  OpenReplay: 'OpenReplay',
  Zone: 'zone.js',
};

/** Native functions that a recorder wraps, or that a recorder relies on and page scripts replace. */
const NATIVES: readonly (readonly [name: string, read: (view: View) => unknown])[] = [
  ['MutationObserver', (view) => view.MutationObserver],
  ['CSSStyleSheet.insertRule', (view) => view.CSSStyleSheet.prototype.insertRule],
  ['CSSStyleSheet.replaceSync', (view) => view.CSSStyleSheet.prototype.replaceSync],
  ['Element.attachShadow', (view) => view.Element.prototype.attachShadow],
  ['input value', (view) => Object.getOwnPropertyDescriptor(view.HTMLInputElement.prototype, 'value')?.set],
  ['EventTarget.addEventListener', (view) => view.EventTarget.prototype.addEventListener],
  ['Array.from', (view) => view.Array.from],
  ['JSON.stringify', (view) => view.JSON.stringify],
  ['fetch', (view) => view.fetch],
  ['WebSocket', (view) => view.WebSocket],
  ['setTimeout', (view) => view.setTimeout],
];

/** While our own recorder may be at work, what it wraps says nothing about others. */
export function checkRecorders(view: View, ours: 'idle' | 'running'): DiagnosticLine {
  const there = Object.keys(GLOBALS).filter((name) => (view as unknown as Record<string, unknown>)[name] !== undefined);
  const names = [...new Set(there.map((name) => GLOBALS[name]!))];
  const wrapped = ours === 'running' ? [] : NATIVES.filter(([, read]) => !isNative(read(view))).map(([name]) => name);
  if (names.length === 0 && wrapped.length === 0)
    return line('recorders', 'ok', 'No other recorder was found, and nothing that a recorder relies on is replaced.');
  const found = names.length > 0 ? [`Also on this page: ${names.join(', ')}.`] : [];
  const replaced = wrapped.length > 0 ? [`Scripts of the page have replaced ${wrapped.join(', ')}.`] : [];
  return line('recorders', 'warning', [...found, ...replaced, 'Both are expected to work side by side.'].join(' '));
}

/** Wrappers of other scripts show their source; natives, and functions bound by the browser, do not. */
function isNative(value: unknown): boolean {
  if (typeof value !== 'function') return false;
  try {
    return Function.prototype.toString.call(value).includes('[native code]');
  } catch {
    return false;
  }
}
