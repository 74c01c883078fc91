import { createEmitter, type Undo } from './core/emitter.ts';
import { CobrowseError, isCobrowseError } from './core/errors.ts';
import { CONTRACT } from './core/version.ts';
import type { Settings } from './options.ts';
import type { AdmissionStatus, EndReason, PauseReason } from './session/facts.ts';
import type { SessionState } from './session/derive.ts';
import { clearResumeRecord, hasResumeRecord, readResumeRecord, type ResumeRecord } from './session/resume-record.ts';
import { checkBrowser } from './supported.ts';

/** What a page is told of its session, by event type. */
export interface CobrowseEvents {
  /** The session's state changed. `from` is null for the first; `reason` comes with `ended` alone. */
  statechange: { readonly from: SessionState | null; readonly to: SessionState; readonly reason?: EndReason };
  /** The customer was asked about an agent, or has answered. */
  admission: {
    readonly agent: { readonly name: string; readonly verified: boolean };
    readonly status: AdmissionStatus;
  };
  /** The session is over; `error` where one ended it. */
  ended: { readonly reason: EndReason; readonly error?: CobrowseError };
  /** Something went wrong that the session outlives, or that has just ended it. */
  error: CobrowseError;
}

/** The widget, as the page holds it. Nothing happens on the page before `start()` or `resume()`. */
export interface Cobrowse {
  /** The running session's state, `ended` after it, null before the first. */
  readonly state: SessionState | null;
  /** Calls `listener` on every later event of that type; returns its undo. */
  on<Type extends keyof CobrowseEvents>(type: Type, listener: (event: CobrowseEvents[Type]) => void): Undo;
  /**
   * Starts a session and resolves once it has joined its room, `pending`. `roomId` is a claim that the merchant backend
   * accepts or refuses. Rejects with a {@link CobrowseError}: `session/busy` while one runs, `load/…`, `connection/…`.
   */
  start(options?: { readonly roomId?: string | undefined }): Promise<void>;
  /** Goes on with the session of the page before, if there is one; resolves to whether there was. */
  resume(): Promise<boolean>;
  /** Nobody sees the page until `unpause()`. The customer's own pause is not touched by either. */
  pause(): void;
  unpause(): void;
  /** Ends the session, if one runs; resolves when nothing of it is left. */
  end(): Promise<void>;
  /** Ends the session and drops every listener; the client cannot be used any more. */
  dispose(): Promise<void>;
}

/** What the client hands to the session bundle; see {@link CONTRACT}. */
export interface SessionDeps {
  readonly settings: Settings;
  readonly roomId: string | undefined;
  readonly resume: ResumeRecord | null;
  emit<Type extends keyof CobrowseEvents>(type: Type, event: CobrowseEvents[Type]): void;
}

/** A running session. */
export interface SessionHandle {
  readonly state: SessionState;
  /** Resolves when the room is first joined; rejects with the error that ended the session before that. */
  readonly joined: Promise<void>;
  pause(reason: PauseReason): void;
  unpause(reason: PauseReason): void;
  end(): void;
}

/** The session bundle. */
export interface SessionModule {
  readonly CONTRACT: number;
  /** Reads a script tag's attributes. Throws a `config/…` error that names what is wrong. */
  settingsFrom(attributes: Attributes): Settings;
  startSession(deps: SessionDeps): SessionHandle;
}

/** A script tag's `data-` attributes, as its `dataset` has them. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** How a client comes to its settings: at once, or, so that the loader stays small, from the session bundle. */
export type SettingsSource = { readonly settings: Settings } | { readonly attributes: Attributes };

/** A bundle of some 40 kB arrives within seconds or is being blocked. */
const LOAD_TIMEOUT_MS = 15_000;

/** `loadSession` is called anew for every session; a module loader gives the same module each time. */
export function createClient(source: SettingsSource, loadSession: () => Promise<SessionModule>): Cobrowse {
  const emitter = createEmitter<CobrowseEvents>();
  let standing: 'idle' | 'starting' | 'running' | 'disposed' = 'idle';
  let session: SessionHandle | undefined;
  // Ends a start that is still loading: the session it was about to begin must not begin any more.
  let cancelStart: (error: CobrowseError) => void = () => {};
  let stopWatching: Undo = () => {};

  /** Starts with this room, or where the page before left off; resolves to whether there was such a page. */
  async function run(begin: { roomId: string | undefined } | 'resume'): Promise<boolean> {
    if (standing === 'disposed') throw new CobrowseError('session/disposed', 'This client was disposed of.');
    if (standing !== 'idle') throw new CobrowseError('session/busy', 'A session runs on this page already.');
    checkBrowser();
    standing = 'starting';
    try {
      const cancelled = new Promise<never>((_, reject) => (cancelStart = reject));
      const { startSession, settingsFrom } = await Promise.race([load(loadSession), cancelled]);
      const settings = 'settings' in source ? source.settings : settingsFrom(source.attributes);
      const resume = begin === 'resume' ? readResumeRecord(Date.now(), settings.resumeWithinMs) : null;
      if (begin === 'resume' && !resume) {
        standing = 'idle';
        return false;
      }
      const roomId = begin === 'resume' ? resume?.roomId : begin.roomId;
      session = startSession({ settings, roomId, resume, emit: handleEvent });
    } catch (error) {
      if (standing === 'starting') standing = 'idle';
      throw error;
    }
    standing = 'running';
    emitter.emit('statechange', { from: null, to: 'connecting' });
    await session.joined;
    return true;
  }

  function handleEvent<Type extends keyof CobrowseEvents>(type: Type, event: CobrowseEvents[Type]): void {
    if (type === 'ended') {
      if (standing === 'running') standing = 'idle';
      const { reason } = event as CobrowseEvents['ended'];
      if (reason === 'page-hidden') resumeWhenRestored();
    }
    emitter.emit(type, event);
  }

  /** A page that comes out of the back/forward cache goes on like a page that was loaded. */
  function resumeWhenRestored(): void {
    const handleShow = (event: PageTransitionEvent): void => {
      if (!event.persisted) return;
      stopWatching();
      client.resume().catch(() => {});
    };
    stopWatching();
    window.addEventListener('pageshow', handleShow);
    stopWatching = () => window.removeEventListener('pageshow', handleShow);
  }

  const client: Cobrowse = {
    get state() {
      return session?.state ?? null;
    },
    on: emitter.on,
    async start({ roomId } = {}) {
      await run({ roomId });
    },
    // Most pages have no session to go on with, and they load nothing to find out.
    resume: async () => hasResumeRecord() && run('resume'),
    pause: () => session?.pause('host'),
    unpause: () => session?.unpause('host'),
    async end() {
      stopWatching();
      clearResumeRecord();
      cancelStart(new CobrowseError('session/ended', 'The session was ended while it was starting.'));
      session?.end();
    },
    async dispose() {
      await client.end();
      standing = 'disposed';
      emitter.clear();
    },
  };
  return client;
}

async function load(loadSession: () => Promise<SessionModule>): Promise<SessionModule> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CobrowseError('load/timeout', `The session bundle did not load within ${LOAD_TIMEOUT_MS} ms.`));
    }, LOAD_TIMEOUT_MS);
  });
  try {
    const module = await Promise.race([loadSession(), timeout]);
    if (module.CONTRACT === CONTRACT) return module;
    throw new CobrowseError(
      'load/contract-mismatch',
      'Loader and session bundle are of different versions; a cache holds an old file.',
    );
  } catch (cause) {
    if (isCobrowseError(cause)) throw cause;
    throw new CobrowseError('load/failed', 'The session bundle could not be loaded.', { cause });
  } finally {
    clearTimeout(timer);
  }
}
