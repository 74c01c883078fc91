import type { Customer, Stage } from './e2e.ts';
import type { PageServer } from './page-server.ts';

/** Where a policy lets scripts in by origin, by nonce, or by the hash of an inline script that adds the others. */
export type ScriptDoor = 'origin' | 'nonce' | 'hash';
export type Embedding = 'tag' | 'module';

export const NONCE = 'dGVzdA';
/** An address that no policy of a test allows, and that nobody answers at. */
const SENTINEL = 'https://sentinel.invalid/';

/** The inline script that a policy with a hash lets in: it adds ours. */
export function bootScript(cdn: string, how: Embedding): string {
  return how === 'tag'
    ? `const s = document.createElement('script'); s.src = '${cdn}/dist/cobrowse.js'; ` +
        `s.dataset.connectionInfo = '/cobrowse/connection-info'; s.dataset.shadowRoot = 'open'; document.head.append(s);`
    : `const s = document.createElement('script'); s.type = 'module'; s.src = '${cdn}/app.js'; document.head.append(s);`;
}

/** What a merchant's own script does with the ES module, where no bundler is used. */
const APP = `import { createCobrowse } from './dist/index.js';
window.Cobrowse = createCobrowse({ connectionInfo: '/cobrowse/connection-info', ui: { shadowRoot: 'open' } });`;

export const TAG_ATTRIBUTES = 'data-connection-info="/cobrowse/connection-info" data-shadow-root="open"';

/** A page with the widget in it, from another origin than its own. */
export function guestPage(cdn: string, how: Embedding, door: ScriptDoor = 'origin'): string {
  const nonce = door === 'nonce' ? ` nonce="${NONCE}"` : '';
  const src = how === 'tag' ? `src="${cdn}/dist/cobrowse.js" ${TAG_ATTRIBUTES}` : `type="module" src="${cdn}/app.js"`;
  const script = door === 'hash' ? `<script>${bootScript(cdn, how)}</script>` : `<script${nonce} ${src}></script>`;
  return plainPage(script);
}

/** The same page without the widget. */
export const plainPage = (head = ''): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Guest</title>${head}</head>
  <body><h1>Kettle of the year</h1><input aria-label="Name"></body></html>`;

/** A customer on a page of the page server's, and all that the browser's console said there. */
export async function openGuest(stage: Stage, server: PageServer, url: string): Promise<Customer & { readonly console: string[] }> {
  server.put('/app.js', APP);
  // The shop's cookie says who the customer is; it counts for every port of this machine.
  const customer = await stage.openCustomer('/shop/frame.html');
  const console: string[] = [];
  const note = (text: string): void => {
    if (!text.includes(SENTINEL)) console.push(text);
  };
  // WebKit's driver tells nothing of the console: there, what browsers report has to do. That the demo has no icon is said
  // whenever the browser comes to ask for it, on whichever page that then is.
  customer.tab.page?.on('console', (message) => message.location().url?.endsWith('/favicon.ico') || note(message.text()));
  customer.tab.page?.on('pageerror', (error) => note(String(error)));
  await customer.tab.goto(url);
  return Object.assign(customer, { console });
}

/**
 * What the browser has reported of the page that the customer is on. Its policy has to restrict `connect-src`: a refusal
 * that the test causes itself is waited for, since reports come in order, and left out, as is the icon that browsers ask
 * for by themselves.
 */
export async function violations(customer: Customer, server: PageServer): Promise<string[]> {
  await customer.tab.run(`void fetch('${SENTINEL}').catch(() => {})`);
  while (!server.reports.some((report) => report.includes(SENTINEL))) await new Promise((resolve) => setTimeout(resolve, 20));
  return server.reports.filter((report) => !report.includes(SENTINEL) && !report.includes('/favicon.ico'));
}

type Started = { code: string; message: string } | null;

/** Starts a session once the global is there; resolves to null, or to what `start()` rejects with. */
export async function start(customer: Customer): Promise<Started> {
  // An expression: the page's policy may forbid to make functions of texts, which is how others are waited for.
  return (await customer.tab.run(`(async () => {
    for (let turn = 0; !window.Cobrowse; turn += 1) {
      if (turn === 1000) return { code: 'test/no-global', message: document.readyState + ' ' + location.href + ' ' + document.documentElement.outerHTML };
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return Cobrowse.start().then(() => null, ({ code, message }) => ({ code, message }));
  })()`)) as Started;
}
