/** What stands in the head of a page, by what it is like; it runs before anything of ours. */
export const ODD_PAGES: Record<string, string> = {
  'an old library’s additions': `
    const slice = (list) => Array.prototype.slice.call(list);
    Array.from = (list) => slice(list);
    const toArray = function () { return slice(this); };
    const additions = { each(run) { for (let i = 0; i < this.length; i++) run(this[i], i); }, first() { return this[0]; },
      entries: toArray, toArray, clone: toArray, size() { return this.length; }, include(item) { return this.indexOf(item) >= 0; },
      toJSON() { return '[' + toArray.call(this).map((item) => Object.toJSON(item)).join(', ') + ']'; } };
    Object.toJSON = (value) => typeof value === 'string' ? '"' + value + '"' : String(value);
    for (const key in additions) Array.prototype[key] = additions[key];
    String.prototype.toJSON = function () { return '"' + this + '"'; };
    Number.prototype.toJSON = Boolean.prototype.toJSON = function () { return String(this); };
    Date.prototype.toJSON = function () { return '"a date"'; };
    String.prototype.startsWith = function (start) { return this.lastIndexOf(start, 0) === 0; };
    Function.prototype.bind = function (self) { const call = this, own = slice(arguments).slice(1);
      return function () { return call.apply(self, own.concat(slice(arguments))); }; };
    Element.prototype.remove = function () { this.parentNode && this.parentNode.removeChild(this); return this; };
    Element.prototype.select = Element.prototype.querySelectorAll;
    Event.prototype.stop = function () { this.preventDefault(); this.stopPropagation(); };
    window.$ = (id) => document.getElementById(id);`,
  'enumerable additions to Object.prototype': `
    Object.prototype.extend = function () { return this; };
    Object.prototype.toJSON = function () { return 'no data'; };`,
  'frozen prototypes': `
    for (const { prototype } of [Object, Array, Function, Promise, Map, Set, Error, String]) Object.freeze(prototype);
    Object.freeze(Object); Object.freeze(Reflect); Object.freeze(JSON);`,
  'document.domain': `document.domain = document.domain;`,
  'everything wrapped': `
    const NativeSocket = WebSocket, nativeFetch = fetch, nativeTimeout = setTimeout, nativeJson = JSON;
    window.WebSocket = function (...args) { return new NativeSocket(...args); };
    window.fetch = (url, options) => nativeFetch(url, { ...options, headers: { ...options.headers, 'x-page': 'yes' } });
    window.setTimeout = (call, ms, ...rest) => nativeTimeout(() => call(...rest), ms);
    window.JSON = { parse: (...args) => nativeJson.parse(...args), stringify: (...args) => nativeJson.stringify(...args) };
    window.MutationObserver = class extends MutationObserver {};
    window.Promise = class extends Promise {};
    window.Map = class extends Map {};`,
  // rrweb takes a sound one from a frame of its own.
  'a MutationObserver that throws': `window.MutationObserver = function () { throw new Error('no observers'); };`,
  'an extension at work': `
    document.documentElement.setAttribute('data-extension', 'here');
    new MutationObserver(() => {
      const ours = document.querySelector('cobrowse-ui');
      if (!ours || ours.hasAttribute('extension-id')) return;
      ours.setAttribute('extension-id', '7');
      ours.append(document.createElement('extension-badge'));
    }).observe(document, { childList: true, subtree: true });`,
};

/** Replacements that do not work, with the code that the failed start rejects with, or that ends the session. */
export const BROKEN_PAGES: Record<string, readonly [script: string, code: string]> = {
  'WebSocket throws': [`window.WebSocket = function () { throw new Error('no sockets'); };`, 'connection/socket-failed'],
  'WebSocket is an empty object': [`window.WebSocket = function () { return {}; };`, 'connection/socket-failed'],
  'fetch throws': [`window.fetch = () => { throw new Error('no fetch'); };`, 'connection/info-network'],
  'fetch returns nothing': [`window.fetch = () => {};`, 'connection/info-network'],
  'JSON.stringify throws': [`JSON.stringify = () => { throw new Error('no JSON'); };`, 'connection/info-network'],
  'JSON.parse throws': [`JSON.parse = () => { throw new Error('no JSON'); };`, 'connection/info-not-json'],
  'toJSON throws': [`Array.prototype.toJSON = () => { throw new Error('no toJSON'); };`, 'session/incompatible-page'],
  'setTimeout throws': [`window.setTimeout = () => { throw new Error('no timers'); };`, 'load/failed'],
  'Promise throws': [`window.Promise = function () { throw new Error('no promises'); };`, 'session/incompatible-page'],
  'Promise is gone': [`delete window.Promise;`, 'session/incompatible-page'],
  'Map throws': [`window.Map = function () { throw new Error('no maps'); };`, 'load/failed'],
  'Set throws': [`window.Set = function () { throw new Error('no sets'); };`, 'load/failed'],
  'MutationObserver is gone': [`delete window.MutationObserver;`, 'capture/failed'],
};
