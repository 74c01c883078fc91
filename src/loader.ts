import { type Cobrowse, createClient, type DiagnoseModule, type LoadBundle, type SessionModule } from './client.ts';
import { importVerified } from './import-verified.ts';
import { SESSION_INTEGRITY } from './integrity.ts';

/** A call made through the page's stub before this script ran: method, arguments, and the stub's promise. */
type QueuedCall = [keyof Cobrowse, unknown[], (value: unknown) => void, (error: unknown) => void];
type Page = { Cobrowse?: Cobrowse | { q?: QueuedCall[] } };

/** The global that the page calls. What is wrong with an attribute is said by `start()`; the page itself never breaks. */
function createGlobal(): Cobrowse {
  // Null everywhere but while a classic script first runs, so it is read now or never.
  const script = document.currentScript as HTMLScriptElement | null;
  // Absolute, since a relative import() of a cross-origin classic script has nothing to resolve against.
  const base = script?.src ?? location.href;
  const address = (file: string): string => new URL(file, base).href;
  const attributes = { ...script?.dataset };
  // The property: browsers hide the attribute's value once the page is parsed.
  const nonce = script?.nonce ?? '';
  const loadDiagnose = (): Promise<DiagnoseModule> => import(address('diagnose.js')) as Promise<DiagnoseModule>;
  const load: LoadBundle = (file, integrity) => importVerified(address(file), integrity, nonce);
  const loadSession = (): Promise<SessionModule> => load('session.js', SESSION_INTEGRITY);
  const client = createClient({ attributes, load }, loadSession, loadDiagnose);
  // What keeps the diagnostics from loading is in the console already, where these would have been.
  if ('debug' in attributes && attributes.debug !== 'false') loadDiagnose().then(({ debug }) => debug(client), () => {});
  return client;
}

const page = window as unknown as Page;
const existing = page.Cobrowse;
// The first configuration stands: a second script finds the first one's global and leaves it alone.
if (!existing || 'q' in existing) {
  const cobrowse = createGlobal();
  page.Cobrowse = cobrowse;
  cobrowse.resume().catch(() => {});
  for (const [method, args, resolve, reject] of (existing as { q?: QueuedCall[] } | undefined)?.q ?? []) {
    const call = cobrowse[method] as (...args: unknown[]) => unknown;
    Promise.resolve()
      .then(() => call(...args))
      .then(resolve, reject);
  }
}
