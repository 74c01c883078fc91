import { createEmitter, type Undo } from './core/emitter.ts';
import { asCobrowseError, CobrowseError } from './core/errors.ts';
import { loadWithin } from './core/load.ts';
import { inThisZone, outsideZone } from './core/zone.ts';
import type { DiagnosticLine } from './diagnose/diagnostic-codes.ts';
import type { Settings } from './options.ts';
import type { AdmissionStatus, EndReason, PauseReason } from './session/facts.ts';
import type { SessionState } from './session/derive.ts';
import type { ExpectedAbsence } from './session/record-keeper.ts';
import type { Report } from './session/report.ts';
import { isLockHeld } from './session/session-lock.ts';
import { clearResumeRecord, hasResumeRecord, readResumeRecord, type ResumeRecord } from './session/resume-record.ts';
import { unsupportedBrowser } from './supported.ts';

/** What a page is told of its session, by event type. */
export interface CobrowseEvents {
  /** The session's state changed. `from` is null for the first; `reason` comes with `ended` alone. */
  statechange: { readonly from: SessionState | null; readonly to: SessionState; readonly reason?: EndReason };
  /** The customer was asked about an agent, or has answered. */
  admission: {
    readonly agent: { readonly name: string; readonly verified: boolean };
    readonly status: AdmissionStatus;
  };
  /**
   * How long ago that happened which agents see now: once a second while that is three seconds or more, and 0 once it is
   * well again.
   */
  delay: { readonly ms: number };
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
  /**
   * Says that the customer is about to go where the widget is not, such as the bank's page, and comes back: agents
   * are told, and nobody is asked again on the return in time.
   */
  expectAbsence(absence: ExpectedAbsence): void;
  /** Ends the session, if one runs; resolves when nothing of it is left. */
  end(): Promise<void>;
  /**
   * Looks at all that a session needs (`docs/diagnostics.md`) and resolves to a line for each check. Asks the merchant
   * backend once, with `roomId` as a claim, and disturbs no session. Rejects with `load/…` alone.
   */
  diagnose(options?: { readonly roomId?: string | undefined }): Promise<DiagnosticLine[]>;
  /**
   * Ends the session and drops every listener; the client cannot be used any more. With `session: 'keep'` the session is
   * left as by a page load: another client's `resume()`, here or on the next page, goes on with it.
   */
  dispose(options?: { readonly session?: 'end' | 'keep' | undefined }): Promise<void>;
}

/** What a session begins with: a claim to a room, what the page before left, or another tab that shares. */
export type SessionBegin =
  | { readonly kind: 'start'; readonly roomId: string | undefined }
  | { readonly kind: 'resume'; readonly record: ResumeRecord }
  | { readonly kind: 'follow' };

/** Loads a file from beside the loader, whose bytes have that hash. */
export type LoadBundle = <Module>(file: string, integrity: string) => Promise<Module>;

/** What the client hands to the session bundle; see `CONTRACT`. */
export interface SessionDeps {
  readonly settings: Settings;
  /** How more bundles are loaded; left out, by plain `import()`, which the merchant's bundler has seen. */
  readonly load?: LoadBundle | undefined;
  /** Looks on for the merchant's monitoring, where there is any. */
  readonly report?: Report | undefined;
  readonly begin: SessionBegin;
  /** The document goes away, and the session waits for the next. */
  onDetached(): void;
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
  expectAbsence(absence: ExpectedAbsence): void;
  /** Takes this page out of the session and leaves the session to be resumed. */
  leave(): void;
}

/** The session bundle. */
export interface SessionModule {
  readonly CONTRACT: number;
  /** Reads a script tag's attributes. Throws a `config/…` error that names what is wrong. */
  settingsFrom(attributes: Attributes): Settings;
  startSession(deps: SessionDeps): SessionHandle;
}

/** What the client hands to the diagnostics. */
export interface DiagnoseDeps {
  readonly source: SettingsSource;
  readonly roomId?: string | undefined;
  readonly state: SessionState | null;
  /** Loads the session bundle; rejects with a `load/…` error. */
  loadSession(): Promise<unknown>;
}

/** The diagnostics' bundle, loaded when it is asked for. */
export interface DiagnoseModule {
  readonly CONTRACT: number;
  diagnose(deps: DiagnoseDeps): Promise<DiagnosticLine[]>;
  /** Runs `client.diagnose()` once the page has loaded, and prints what it found: what `data-debug` asks for. */
  debug(client: Pick<Cobrowse, 'diagnose'>): Promise<void>;
}

/** A script tag's `data-` attributes, as its `dataset` has them. */
export type Attributes = Readonly<Record<string, string | undefined>>;

/** How a client comes to its settings: at once, or, so that the loader stays small, from the session bundle. */
export type SettingsSource =
  | {
      readonly settings: Settings;
      /** Begins to look on at one session, whose bundle took so long to arrive. */
      readonly createReport?: ((loadMs: number) => Report) | undefined;
    }
  | { readonly attributes: Attributes; readonly load: LoadBundle };

/** `loadSession` is called anew for every session; a module loader gives the same module each time. */
export function createClient(
  source: SettingsSource,
  loadSession: () => Promise<SessionModule>,
  loadDiagnose: () => Promise<DiagnoseModule>,
): Cobrowse {
  const emitter = createEmitter<CobrowseEvents>();
  let standing: 'idle' | 'starting' | 'running' | 'disposed' = 'idle';
  let session: SessionHandle | undefined;
  // Ends a start that is still loading: the session it was about to begin must not begin any more.
  let cancelStart: (error: CobrowseError) => void = () => {};
  let stopWatching: Undo = () => {};

  /** Starts with this room, or goes on from the page before or beside another tab; resolves to whether it did. */
  async function run(wish: { roomId: string | undefined } | 'resume'): Promise<boolean> {
    if (standing === 'disposed') throw new CobrowseError('session/disposed', 'This client was disposed of.');
    if (standing !== 'idle') throw new CobrowseError('session/busy', 'A session runs on this page already.');
    const unsupported = unsupportedBrowser();
    if (unsupported) throw unsupported;
    standing = 'starting';
    try {
      const askedMs = Date.now();
      let cancellation: CobrowseError | undefined;
      const cancelled = new Promise<never>((_, reject) => (cancelStart = (error) => reject((cancellation = error))));
      const { startSession, settingsFrom } = await Promise.race([loadWithin(loadSession), cancelled]);
      // Between the race and here the page may have had its say once more.
      if (cancellation) throw cancellation;
      const report = 'settings' in source ? source.createReport?.(Date.now() - askedMs) : undefined;
      const settings = 'settings' in source ? source.settings : settingsFrom(source.attributes);
      const begin = wish === 'resume' ? await toResume(settings) : { kind: 'start' as const, roomId: wish.roomId };
      if (!begin) {
        standing = 'idle';
        return false;
      }
      const load = 'load' in source ? source.load : undefined;
      session = startSession({ settings, load, begin, report, emit: handleEvent, onDetached: handleDetached });
    } catch (error) {
      if (standing === 'starting') standing = 'idle';
      throw asCobrowseError(error);
    }
    standing = 'running';
    emitter.emit('statechange', { from: null, to: 'connecting' });
    await session.joined;
    return true;
  }

  async function toResume({ resumeWithinMs }: Settings): Promise<SessionBegin | null> {
    const record = readResumeRecord(Date.now(), resumeWithinMs);
    if (record) return { kind: 'resume', record };
    return (await isLockHeld()) ? { kind: 'follow' } : null;
  }

  function handleEvent<Type extends keyof CobrowseEvents>(type: Type, event: CobrowseEvents[Type]): void {
    if (type === 'ended' && standing === 'running') standing = 'idle';
    emitter.emit(type, event);
  }

  /** A page that comes out of the back/forward cache goes on like a page that was loaded. */
  function handleDetached(): void {
    if (standing === 'running') standing = 'idle';
    session = undefined;
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
    on: (type, listener) => emitter.on(type, inThisZone(listener)),
    async start({ roomId } = {}) {
      await outsideZone(() => run({ roomId }));
    },
    // Most pages have no session to go on with, and they load nothing to find out.
    resume: async () => (hasResumeRecord() || (await isLockHeld())) && outsideZone(() => run('resume')),
    pause: () => session?.pause('host'),
    unpause: () => session?.unpause('host'),
    expectAbsence: (absence) => session?.expectAbsence(absence),
    async diagnose({ roomId } = {}) {
      // The diagnostics' own file may be more than such a browser can read.
      const unsupported = unsupportedBrowser();
      if (unsupported) return [browserLine(unsupported)];
      const { diagnose } = await loadWithin(loadDiagnose);
      return diagnose({ source, roomId, state: client.state, loadSession: () => loadWithin(loadSession) });
    },
    async end() {
      stopWatching();
      clearResumeRecord();
      cancelStart(ended());
      session?.end();
    },
    async dispose({ session: fate = 'end' } = {}) {
      standing = 'disposed';
      if (fate === 'keep') session?.leave();
      else void client.end();
      stopWatching();
      cancelStart(ended());
      emitter.clear();
    },
  };
  return client;
}

const browserLine = ({ message, code }: CobrowseError): DiagnosticLine => ({
  code: 'browser',
  status: 'error',
  sentence: `${message} (${code})`,
  link: 'docs/support.md',
});
const ended = (): CobrowseError => new CobrowseError('session/ended', 'The session was ended while it was starting.');
