import { type Cobrowse, createClient, type SessionModule } from './client.ts';
import { CobrowseError } from './core/errors.ts';
import { readAttributes } from './attributes.ts';
import { resolveSettings } from './options.ts';
import { readResumeRecord } from './session/resume-record.ts';

/** A call made through the page's stub before this script ran: method, arguments, and the stub's promise. */
type QueuedCall = [keyof Cobrowse, unknown[], (value: unknown) => void, (error: unknown) => void];
type Page = { Cobrowse?: Cobrowse | { q?: QueuedCall[] } };

// Null everywhere but while a classic script first runs, and so never set once anything is asynchronous.
const script = document.currentScript as HTMLScriptElement | null;

/** The global that the page calls. An option that is wrong makes `start()` reject; the page itself never breaks. */
function createGlobal(): Cobrowse {
  const base = script?.src ?? '';
  try {
    const settings = resolveSettings(readAttributes(script?.dataset ?? {}));
    // Absolute, since a relative import() of a cross-origin classic script has nothing to resolve against.
    const sessionUrl = new URL('session.js', base).href;
    const client = createClient(settings, () => import(sessionUrl) as Promise<SessionModule>);
    if (readResumeRecord(Date.now(), settings.resumeWithinMs)) client.resume().catch(() => {});
    return client;
  } catch (error) {
    return createFailed(error);
  }
}

/** A widget that cannot work says why to whoever starts it, and does nothing else. */
function createFailed(cause: unknown): Cobrowse {
  const failure = async (): Promise<never> => {
    if (cause instanceof CobrowseError) throw cause;
    throw new CobrowseError('load/failed', 'The script needs to know its own address.', { cause });
  };
  const nothing = (): void => {};
  const done = async (): Promise<void> => {};
  return {
    state: null,
    on: () => nothing,
    start: failure,
    resume: async () => false,
    pause: nothing,
    unpause: nothing,
    end: done,
    dispose: done,
  };
}

const page = window as unknown as Page;
const existing = page.Cobrowse;
// The first configuration stands: a second script finds the first one's global and leaves it alone.
if (!existing || 'q' in existing) {
  const cobrowse = createGlobal();
  page.Cobrowse = cobrowse;
  for (const [method, args, resolve, reject] of (existing as { q?: QueuedCall[] } | undefined)?.q ?? []) {
    const call = cobrowse[method] as (...args: unknown[]) => unknown;
    Promise.resolve()
      .then(() => call(...args))
      .then(resolve, reject);
  }
}
