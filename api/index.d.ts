/** Undoes what the call that returned it did. Calling it twice is harmless. */
type Undo = () => void;

/**
 * Every error code there is. A code is `namespace/what-happened`; `docs/errors.md` has one anchor for each,
 * and a test compares the two lists. This list is for documents and tests: the bundles carry only the codes they use.
 */
declare const ERROR_CODES: readonly ['config/invalid-option', 'config/missing-option', 'config/unknown-option', 'load/failed', 'load/timeout', 'load/contract-mismatch', 'load/unsupported-browser', 'connection/info-unauthorized', 'connection/info-forbidden', 'connection/info-not-found', 'connection/info-rate-limited', 'connection/info-unavailable', 'connection/info-status', 'connection/info-redirected', 'connection/info-not-json', 'connection/info-timeout', 'connection/info-network', 'connection/info-refused', 'connection/info-malformed', 'connection/info-room-mismatch', 'connection/info-insecure-url', 'connection/info-failed', 'connection/blocked-by-csp', 'connection/socket-failed', 'connection/lost', 'connection/signature-refused', 'connection/role-refused', 'connection/room-closed', 'connection/room-full', 'connection/replaced', 'connection/idle', 'protocol/version-mismatch', 'protocol/malformed-frame', 'protocol/frame-too-big', 'capture/failed', 'capture/filter-failed', 'capture/everything-masked', 'capture/decide-failed', 'capture/unknown-event', 'session/busy', 'session/consent-blocked', 'session/ended', 'session/disposed', 'session/framed', 'session/storage-blocked', 'session/incompatible-page', 'session/bar-removed', 'backend/invalid-option', 'backend/token-refused', 'backend/unauthorized', 'backend/not-found', 'backend/unavailable', 'backend/refused', 'backend/malformed-answer', 'backend/timeout', 'backend/network', 'backend/aborted', 'backend/authorize-failed', 'backend/rules-failed', 'backend/invalid-decision', 'backend/not-signed-in', 'backend/request-forbidden', 'backend/request-malformed', 'backend/rate-limited', 'relay/invalid-option', 'relay/invalid-signature'];
/** One of the codes of {@link ERROR_CODES}. */
type ErrorCode = (typeof ERROR_CODES)[number];

/** What an error may carry beside code and message. */
interface CobrowseErrorDetails {
    /** What went wrong underneath; never shown to the customer. */
    readonly cause?: unknown;
    /** Milliseconds that the other side asked us to wait (HTTP `Retry-After`). */
    readonly retryAfterMs?: number;
}
/**
 * The one error type of the package. `code` is stable and listed in `docs/errors.md`; `message` is a sentence for a
 * developer and may change; `retryable` says whether the same call may succeed later with nothing changed.
 */
declare class CobrowseError extends Error {
    readonly name = "CobrowseError";
    readonly code: ErrorCode;
    readonly retryable: boolean;
    readonly retryAfterMs: number | undefined;
    constructor(code: ErrorCode, message: string, details?: CobrowseErrorDetails);
}
/** True for a {@link CobrowseError} of this or any other copy of the package on the page. */
declare function isCobrowseError(value: unknown): value is CobrowseError;

/**
 * What `diagnose()` looks at, in the order of its lines: one code, and so at most one line, for each check.
 * `docs/diagnostics.md` has one anchor for each, and a test compares the two lists.
 */
declare const DIAGNOSTIC_CODES: readonly ['versions', 'browser', 'script', 'bundle', 'options', 'rules', 'endpoint', 'answer', 'room', 'address', 'socket', 'csp', 'clock', 'secure-context', 'frame', 'storage', 'locks', 'channel', 'recorders'];
/** One of the codes of {@link DIAGNOSTIC_CODES}. */
type DiagnosticCode = (typeof DIAGNOSTIC_CODES)[number];
/** `ok`: as it should be · `warning`: works, with a restriction that the sentence names · `error`: no session comes of it. */
type DiagnosticStatus = 'ok' | 'warning' | 'error';
/** What one check found. Holds no page content, no room, no name, no signature and no query. */
interface DiagnosticLine {
    readonly code: DiagnosticCode;
    readonly status: DiagnosticStatus;
    /** For a developer; may change. Names the code of an error where there is one. */
    readonly sentence: string;
    /** Where it is explained: a path within the package. */
    readonly link: string;
}

/** What is needed to open the WebSocket: its URL and, if any, the subprotocols to offer. */
interface SocketAddress {
    readonly url: string;
    readonly protocols?: string | string[];
}
/** Presents a signature when the WebSocket opens; the one place to change for a relay that wants it elsewhere. */
type AttachConnectParam = (address: {
    url: string;
    connectParam: string;
}) => SocketAddress;

/** What a connection-info function is called with. */
interface ConnectionInfoRequest {
    /** The room that the page claims, or, on a reconnect, the session's room. */
    readonly roomId: string | undefined;
    /** Aborted when the session ends or the time is up. */
    readonly signal: AbortSignal;
}
/** Asks the merchant backend; answers in either published shape, or with the bare connection info. */
type ConnectionInfoFunction = (request: ConnectionInfoRequest) => Promise<unknown>;
/** A URL that is POSTed to with `{"roomId"}` as JSON and same-origin credentials, or a function. */
type ConnectionInfoSource = string | ConnectionInfoFunction;

/** What the customer is asked about: may this agent see the page? */
interface ConsentRequest {
    readonly agent: {
        /** Name as the signature states it; empty where the relay vouches for none. Text from elsewhere: never HTML. */
        readonly name: string;
        /** True where the relay checked the name. */
        readonly verified: boolean;
    };
    /** Aborted when the question is no longer to be answered: the agent left, or the session ended. */
    readonly signal: AbortSignal;
}
/** Asks the customer; true admits. */
type ConsentView = (request: ConsentRequest) => Promise<boolean> | boolean;

/** Why a session is over; the closed list that `ended` draws from. */
declare const END_REASONS: readonly ['customer', 'host', 'unauthorized', 'forbidden', 'not-found', 'connection-lost', 'signature-refused', 'room-closed', 'room-full', 'replaced', 'idle', 'protocol', 'capture', 'info', 'page-left', 'incompatible-page'];
type EndReason = (typeof END_REASONS)[number];
type AdmissionStatus = 'asked' | 'admitted' | 'denied';

/**
 * What `onDiagnostic` is told, for the merchant's monitoring: durations in ms, counts and codes. Never page content, an
 * address, a room or a name. `docs/events.md` has one row for each type.
 */
type DiagnosticEvent = 
/** The session bundle arrived. */
{
    readonly type: 'load';
    readonly ms: number;
}
/** The room was joined, for the first time or again: how long after `start()` or the loss, and the how-manieth time. */
 | {
    readonly type: 'joined';
    readonly ms: number;
    readonly joins: number;
}
/** The connection was lost, for the how-manieth time, and is being restored. */
 | {
    readonly type: 'reconnecting';
    readonly losses: number;
    readonly code?: ErrorCode;
}
/** The customer answered about one agent, so long after the question. */
 | {
    readonly type: 'admission';
    readonly status: 'admitted' | 'denied';
    readonly waitedMs: number;
}
/** A snapshot left: how long the page was busy with it, and what the frame it left in held and weighed. */
 | {
    readonly type: 'snapshot';
    readonly ms: number;
    readonly events: number;
    readonly bytes: number;
}
/** What left since the last of these, about once a minute while something does. */
 | {
    readonly type: 'traffic';
    readonly ms: number;
    readonly frames: number;
    readonly events: number;
    readonly bytes: number;
}
/** What the page hears as `error`. */
 | {
    readonly type: 'problem';
    readonly code: ErrorCode;
}
/** The customer left this page, and the session goes on with the next; with all that left it. */
 | {
    readonly type: 'left';
    readonly durationMs: number;
    readonly frames: number;
    readonly events: number;
    readonly bytes: number;
}
/** The session is over, with all that left since it started on this page. */
 | {
    readonly type: 'ended';
    readonly reason: EndReason;
    readonly code?: ErrorCode;
    readonly durationMs: number;
    readonly frames: number;
    readonly events: number;
    readonly bytes: number;
};
/** A merchant's own listener. What it throws goes to the page's `error` handling, and nowhere else. */
type OnDiagnostic = (event: DiagnosticEvent) => void;

/** What a merchant may set. `docs/options.md` lists every option with its default; a test compares it with the table. */
interface CobrowseOptions {
    /** Where connection info comes from: a URL that is POSTed to, or an async function. */
    readonly connectionInfo: ConnectionInfoSource;
    /** Language of dialog and bar, a BCP 47 tag. Default: the page's `lang`, then English. */
    readonly locale?: string;
    readonly consent?: {
        /** Replaces the dialog: resolves to true to admit this agent. A rejection counts as no. */
        readonly view?: (request: ConsentRequest) => Promise<boolean> | boolean;
    };
    readonly privacy?: {
        /** Masks what is typed. Default true. Passwords, card data and the like are masked whatever this says. */
        readonly maskInputs?: boolean;
        /** Masks everything that `unmask` does not name. Default false. */
        readonly maskAll?: boolean;
        /** Shows one star per character typed, instead of eight whatever the length. Default false. */
        readonly showLength?: boolean;
        /** Masks e-mail addresses in texts. Default false. */
        readonly maskEmails?: boolean;
        /** Masks telephone numbers in texts. Default false. */
        readonly maskPhones?: boolean;
        /** CSS selector of elements whose texts and fields are masked. */
        readonly mask?: string;
        /** CSS selector of elements whose texts and fields may be seen, within what is masked, too. */
        readonly unmask?: string;
        /** CSS selector of elements of which only an empty box is shown. */
        readonly block?: string;
        /** CSS selector of inputs whose typing is not reported. */
        readonly ignore?: string;
        /** Names of URL parameters that may stay in addresses of pages. Default: none. */
        readonly allowParameters?: readonly string[];
        /** Asked about each element; what it throws masks that element. */
        readonly decide?: (element: Element) => 'mask' | 'unmask' | 'block' | undefined;
    };
    /** Opens the room at `wssUrl`, the contact centre's internal address, instead of `wssUrlOut`. Default false. */
    readonly useInternalUrl?: boolean;
    /** How the signature is presented when the WebSocket opens. Default: query parameter `connectParam`. */
    readonly attach?: AttachConnectParam;
    /** Longest time for one answer with connection info. Default 10,000 ms. */
    readonly requestTimeoutMs?: number;
    /** Longest time from `start()` until the room is joined. Default 15,000 ms. */
    readonly startTimeoutMs?: number;
    /** How long a lost connection is tried again before the session ends. Default 120,000 ms. */
    readonly reconnectTimeoutMs?: number;
    /** How long after the customer's last input a page load goes on with the session. Default 900,000 ms. */
    readonly resumeWithinMs?: number;
    /** How long an admitted agent may be away before the customer is asked about them again. Default 120,000 ms. */
    readonly agentGraceMs?: number;
    /**
     * Origins of pages that may embed this one in a frame, `self` for its own; anywhere else in a frame the widget does
     * nothing. Default: none.
     */
    readonly embedders?: readonly string[];
    /** Told durations, counts and codes, for the merchant's monitoring; never content. Default: nobody is told. */
    readonly onDiagnostic?: OnDiagnostic;
    readonly stream?: {
        /**
         * `text` sends JSON always, for reading along and for relays that refuse binary messages though they say otherwise.
         * Default `binary`, a few percent of that, wherever the relay and every admitted agent take it.
         */
        readonly encoding?: 'binary' | 'text';
        /** Bytes of what was sent that are kept for agents whose connection breaks. Default 2,000,000. */
        readonly keepBytes?: number;
        /** How long that is kept. Default 120,000 ms. */
        readonly keepMs?: number;
    };
    readonly ui?: {
        /** `open` lets test drivers reach into the widget's shadow root. Default `closed`. */
        readonly shadowRoot?: 'closed' | 'open';
        /** Shows the customer on their own page what agents do not see, all the time. Default false: while a question is open. */
        readonly showHidden?: boolean;
    };
}

/** The public state of a session, in the field's own names. */
declare const SESSION_STATES: readonly ['connecting', 'pending', 'authorizing', 'active', 'paused', 'ended'];
type SessionState = (typeof SESSION_STATES)[number];

/** The customer is about to go somewhere where the widget is not, and is coming back. */
interface ExpectedAbsence {
    /** Milliseconds from now within which the customer is expected back. */
    readonly returnWithinMs: number;
    /** Words for the agent, such as "at the bank's page"; at most 200 characters. */
    readonly message?: string;
}

/** What a page is told of its session, by event type. */
interface CobrowseEvents {
    /** The session's state changed. `from` is null for the first; `reason` comes with `ended` alone. */
    statechange: {
        readonly from: SessionState | null;
        readonly to: SessionState;
        readonly reason?: EndReason;
    };
    /** The customer was asked about an agent, or has answered. */
    admission: {
        readonly agent: {
            readonly name: string;
            readonly verified: boolean;
        };
        readonly status: AdmissionStatus;
    };
    /**
     * How long ago that happened which agents see now: once a second while that is three seconds or more, and 0 once it is
     * well again.
     */
    delay: {
        readonly ms: number;
    };
    /** The session is over; `error` where one ended it. */
    ended: {
        readonly reason: EndReason;
        readonly error?: CobrowseError;
    };
    /** Something went wrong that the session outlives, or that has just ended it. */
    error: CobrowseError;
}
/** The widget, as the page holds it. Nothing happens on the page before `start()` or `resume()`. */
interface Cobrowse {
    /** The running session's state, `ended` after it, null before the first. */
    readonly state: SessionState | null;
    /** Calls `listener` on every later event of that type; returns its undo. */
    on<Type extends keyof CobrowseEvents>(type: Type, listener: (event: CobrowseEvents[Type]) => void): Undo;
    /**
     * Starts a session and resolves once it has joined its room, `pending`. `roomId` is a claim that the merchant backend
     * accepts or refuses. Rejects with a {@link CobrowseError}: `session/busy` while one runs, `load/…`, `connection/…`.
     */
    start(options?: {
        readonly roomId?: string | undefined;
    }): Promise<void>;
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
    diagnose(options?: {
        readonly roomId?: string | undefined;
    }): Promise<DiagnosticLine[]>;
    /**
     * Ends the session and drops every listener; the client cannot be used any more. With `session: 'keep'` the session is
     * left as by a page load: another client's `resume()`, here or on the next page, goes on with it.
     */
    dispose(options?: {
        readonly session?: 'end' | 'keep' | undefined;
    }): Promise<void>;
}

/**
 * Creates the widget. Does nothing to the page until `start()`. Throws a `config/…` error that names the option that
 * is wrong.
 */
declare function createCobrowse(options: CobrowseOptions): Cobrowse;

export { CobrowseError, createCobrowse, isCobrowseError };
export type { AdmissionStatus, AttachConnectParam, Cobrowse, CobrowseEvents, CobrowseOptions, ConnectionInfoFunction, ConnectionInfoRequest, ConnectionInfoSource, ConsentRequest, ConsentView, DiagnosticCode, DiagnosticEvent, DiagnosticLine, DiagnosticStatus, EndReason, ErrorCode, ExpectedAbsence, OnDiagnostic, SessionState, SocketAddress };
