import { TAG_ATTRIBUTES } from '../../support/guest-page.ts';
import { GUEST, SHOWN } from './scene.ts';

/** What pages of the test's own keep for it to read. */
export interface OwnPage {
  /** Codes of what `start()` rejected with, or the session reported. */
  readonly codes: string[];
  /** What reached the page's own `error` and `unhandledrejection`. */
  readonly errors: string[];
}

const LEDGER = `addEventListener('pageshow', () => fetch('${SHOWN}' + location.pathname).catch(() => {}));
window.codes = []; window.errors = [];
for (const type of ['error', 'unhandledrejection']) addEventListener(type, (event) => errors.push(String(event.reason ?? event.message)));`;

/** A page with the widget and a button for it; `first` runs before all else. */
export const ownPage = ({ words = GUEST, first = '', attributes = '', after = '' } = {}): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Guest</title><link rel="icon" href="data:,"><script>${LEDGER}${first}</script></head>
<body><h1>${words}</h1>
<button data-testid="cobrowse-start" onclick="Cobrowse.start().catch(({ code }) => codes.push(code))">Help</button>
<script src="/dist/cobrowse.js" ${TAG_ATTRIBUTES} ${attributes}></script>
<script>Cobrowse.on('error', ({ code }) => codes.push(code));</script>${after}</body></html>`;

/** The customer's clock was set by so much. */
export const clockPage = (byMs: number): string =>
  ownPage({ first: `const { now } = Date; Date.now = () => now.call(Date) + ${byMs};` });

/** As browsers do it, where storage is blocked for the site or for what it shows in frames. */
export const BLOCKED = `Object.defineProperty(window, 'sessionStorage', {
  get() { throw new DOMException('The operation is insecure.', 'SecurityError'); },
});`;

export const LOCKLESS = `Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });`;

/** What a framed page tells its embedder, again and again: a test can look into no frame of another site. */
export interface Framed {
  readonly path: string;
  readonly codes: readonly string[];
  readonly errors: readonly string[];
  readonly status: string | null;
  /** Where the frame's buttons are, by the end of their test ids; those alone that can be pressed. */
  readonly places: Readonly<Record<string, { readonly x: number; readonly y: number }>>;
}

const TELL = `<script>
  const part = (id) => document.querySelector('[data-testid="cobrowse-' + id + '"]')
    ?? document.querySelector('cobrowse-ui')?.shadowRoot?.querySelector('[data-testid="cobrowse-' + id + '"]');
  setInterval(() => {
    const places = {};
    for (const id of ['start', 'allow', 'stop']) {
      const box = part(id)?.matches(':enabled') && part(id).getBoundingClientRect();
      if (box) places[id] = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    }
    parent.postMessage({ path: location.pathname, codes, errors, status: part('status')?.textContent ?? null, places }, '*');
  }, 50);
</script>`;

/** A page to be shown in a frame, for embedders of those origins. */
export const framedPage = (embedders: string, words: string, first = ''): string =>
  ownPage({ words, first, attributes: `data-embedders="${embedders}"`, after: TELL });

/** A page that shows the other one and nothing else; the frame begins where the window does. `attributes` are the frame's. */
export const embedder = (src: string, attributes = ''): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Portal</title>
<script>addEventListener('message', ({ data }) => (window.framed = data));</script></head>
<body style="margin:0"><iframe src="${src}" ${attributes} style="border:0;width:900px;height:700px"></iframe></body></html>`;
