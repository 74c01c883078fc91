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
 * One rule of the merchant's administrator: on which pages, and which elements. The contact centre's rules have a name,
 * a kind of page match with a value, and a CSS selector of what is shielded; `action` is ours.
 */
interface PrivacyRule {
    /** Shown in diagnostics; at most 200 characters. */
    readonly name?: string | undefined;
    /** `generic`, every page · `path`, by the URL's path · `page-id`, by its parameter `cobrowse_page_id`. */
    readonly match: 'generic' | 'path' | 'page-id';
    /** The path as a Spring AntPathMatcher pattern, or the page id; at most 1,024 characters. */
    readonly value?: string | undefined;
    /** CSS selector, at most 1,024 characters; `pause` needs none. */
    readonly selector?: string | undefined;
    /** Default `block`. `pause` shares nothing of the page at all. */
    readonly action?: 'block' | 'mask' | 'unmask' | 'ignore' | 'pause' | undefined;
}

/** What one member needs to join one room, as getConnectionInfo hands it out. */
interface ConnectionInfo {
    readonly roomId: string;
    /** Internal address, not reachable from a browser on the internet; used only where an option asks for it. */
    readonly wssUrl?: string;
    /** External address: the one a browser opens. */
    readonly wssUrlOut: string;
    /** Signature, short-lived; `signature` in the web channel's variant of the call. */
    readonly connectParam: string;
    /**
     * The merchant's rules about what is hidden on which page, which the merchant backend puts beside `data` as
     * `privacyRules`; null where they came and could not be read. Left out, there are none.
     */
    readonly privacyRules?: readonly PrivacyRule[] | null;
}

/** What the page says it wants. Nothing of it is granted for being said. */
interface Claim {
    /** The room that the page believes itself in: of an earlier answer, or handed to it by the host page. */
    readonly roomId?: string;
}

/** Undoes what the call that returned it did. Calling it twice is harmless. */
type Undo = () => void;

/** Time as an argument: what waits or measures is told by a test what time it is. */
interface Clock {
    /** Milliseconds since 1970, the customer's or agent's own clock. */
    now(): number;
    /** Runs `callback` once after `delayMs`; returns its undo. */
    after(delayMs: number, callback: () => void): Undo;
}

/** Where the contact centre is and who the merchant is to it. */
interface ContactCentreOptions {
    /**
     * The API Fabric's host, `service.besclouds.com` or `host:port`: spoken to over https. An `http://` origin is taken
     * on loopback only, for a contact centre that is emulated on the same machine.
     */
    readonly domain: string;
    /**
     * The host of tokenByAkSk where it is another one; some of the vendor's pages put it on port 28070 of the same
     * host, `service.besclouds.com:28070`. Default: `domain`.
     */
    readonly tokenDomain?: string | undefined;
    /** `x-app-key` and `app_key`, as configured on the API Fabric. */
    readonly appKey: string;
    /** `app_secret`. Stays on this server: sent to tokenByAkSk and nowhere else. */
    readonly appSecret: string;
    /** `X-TenantSpaceID`. */
    readonly tenantSpaceId: string;
    /** `X-Token-Expire`: seconds that a token is asked to live, 60 to 3600. Default 600, the vendor's own example. */
    readonly tokenExpirySeconds?: number | undefined;
    /**
     * Milliseconds that one `getConnectionInfo` may take in all: a new token, the call itself, and their one repetition
     * each. Default 8000.
     */
    readonly timeoutMs?: number | undefined;
    /** Makes the requests. Default: the platform's `fetch`. */
    readonly fetch?: typeof globalThis.fetch | undefined;
    /** Default: the system's clock. */
    readonly clock?: Clock | undefined;
}

/** The body of getConnectionInfo (V1.0.0). */
interface ConnectionInfoRequest {
    /** Generally the contact's session id. Left out, the service generates a UUID. */
    readonly roomId?: string | undefined;
    /** The customer. */
    readonly userId?: string | undefined;
    readonly userName?: string | undefined;
    /** The agent's id. */
    readonly workNo?: string | undefined;
    /** `recorder` is the customer's side, `replayer` the agent's. */
    readonly role: 'recorder' | 'replayer';
}
interface ContactCentre {
    /**
     * Connection info for one member: getConnectionInfo, with a token of tokenByAkSk that is kept until shortly before it
     * expires. A 401 or 403 renews the token once and asks once more.
     *
     * Rejects with a `CobrowseError` and never with anything else: `backend/token-refused` (tokenByAkSk: 401, 403),
     * `backend/unauthorized` (401 or 403 with a fresh token), `backend/not-found` (404), `backend/unavailable` (429, 5xx),
     * `backend/refused` (200 that is a failure), `backend/malformed-answer`, `backend/network`, `backend/timeout`, or
     * `backend/aborted` through `signal`. Neither message nor cause holds key, secret, token or signature.
     */
    getConnectionInfo(request: ConnectionInfoRequest, options?: {
        readonly signal?: AbortSignal | undefined;
    }): Promise<ConnectionInfo>;
}
/**
 * The contact centre's two calls as one. It decides nothing about who may have what: call it where that is settled, or
 * use `createConnectionInfoHandler`, which settles it. Throws `backend/invalid-option`.
 */
declare function createContactCentre(options: ContactCentreOptions): ContactCentre;

/** Who is asking and what they may have: the merchant's word, and the only one that counts. */
interface Decision {
    /**
     * Who it is, by the merchant's own session: never empty, never the same for two people. For a customer who is not
     * signed in, an id that the merchant's cookie carries and nobody else can present.
     */
    readonly userId: string;
    /** The name that the other side is shown. */
    readonly userName?: string | undefined;
    /** The agent's id. Default for a replayer: `userId`. */
    readonly workNo?: string | undefined;
    /** Default `recorder`, the customer's side. A `replayer` must come with the `roomId` that this agent may watch. */
    readonly role?: 'recorder' | 'replayer' | undefined;
    /**
     * The room that this person may join, generally the contact's session id. Left out, a customer gets a room id that
     * this handler issues and takes back from this `userId` alone.
     */
    readonly roomId?: string | undefined;
}

/** How often one customer may ask. */
interface RateLimit {
    /** Requests that may come at once, and within each `windowMs` from then on. */
    readonly requests: number;
    readonly windowMs: number;
}

interface ConnectionInfoHandlerOptions extends ContactCentreOptions {
    /**
     * Says who is asking, from the merchant's own session (cookie, header), or `null` for nobody (401). The body of
     * `request` has been read; what it claims is `claim`, which is not to be believed, only compared. A throw is a 500.
     */
    readonly authorize: (request: Request, claim: Claim) => Promise<Decision | null> | Decision | null;
    /**
     * Origins, exactly as browsers write them, whose pages may ask beside the endpoint's own. Behind a proxy that ends TLS
     * `request.url` often says `http:`; the site's public origin must be listed here then. Default: none.
     */
    readonly origins?: readonly string[] | undefined;
    /** How often one `userId` may ask, per instance. Default 20 at once and 20 a minute. */
    readonly rateLimit?: RateLimit | undefined;
    /**
     * What is hidden on which page of the site: the administrator's rules, or a function that has them for this request. They
     * travel with the answer, so that no session starts without them. A throw, or what is no list of rules, is a 500.
     */
    readonly privacyRules?: readonly PrivacyRule[] | RulesFunction | undefined;
    /** Whether the page also gets `wssUrl`, the address inside the contact centre's network. Default false. */
    readonly exposeInternalUrl?: boolean | undefined;
    /**
     * Hears of every 5xx: what the page is not told. Neither message nor cause holds key, secret, token or signature;
     * the cause of `backend/authorize-failed` is what the merchant's own `authorize` threw.
     */
    readonly onError?: ((error: CobrowseError, request: Request) => void) | undefined;
}
type RulesFunction = (request: Request) => Promise<readonly PrivacyRule[]> | readonly PrivacyRule[];
/**
 * The merchant's endpoint: the page's request in, connection info out. The answer always has getConnectionInfo's own
 * shape, and the promise never rejects. Statuses: 200 · 400, 413, 415 malformed · 401 `authorize` knows nobody · 403 another origin,
 * room or role · 405 · 429 too often · 500 `authorize` failed · 502 the contact centre refused or was not understood ·
 * 503 it is unavailable · 504 it is too slow.
 *
 * Only `authorize` decides the role and the room. A customer can join the room of the decision, or one that this
 * handler issued to the same `userId`; a claim to any other, and one to another role, is a 403.
 *
 * Throws `backend/invalid-option`, naming the option: there is no handler without `authorize`.
 */
declare function createConnectionInfoHandler(options: ConnectionInfoHandlerOptions): (request: Request) => Promise<Response>;

/** What is used of Node's `http.IncomingMessage` (or a framework's request around it). */
interface NodeRequest {
    readonly method?: string | undefined;
    readonly url?: string | undefined;
    readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
    readonly socket: object;
    readonly readableEnded: boolean;
    on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
    on(event: 'error', listener: (error: Error) => void): unknown;
    on(event: 'end' | 'close', listener: () => void): unknown;
    /** Where a framework has parsed the body before us, such as `express.json()`. */
    readonly body?: unknown;
}
/** What is used of Node's `http.ServerResponse`. */
interface NodeResponse {
    statusCode: number;
    readonly writableEnded: boolean;
    setHeader(name: string, value: string): unknown;
    end(body?: Uint8Array): unknown;
    on(event: 'close', listener: () => void): unknown;
    off(event: 'close', listener: () => void): unknown;
}
/**
 * Lets a handler of `Request → Response` serve Node's own requests: `http.createServer(toNodeListener(handler))`, or one
 * route of Express. Resolves once the answer is written, never rejects. The request's signal aborts when the page goes
 * away.
 *
 * The body is read up to one byte more than the handler of this package takes, so that it is the handler which refuses a
 * longer one. Do not put other handlers behind it.
 */
declare function toNodeListener(handler: (request: Request) => Promise<Response>): (request: NodeRequest, response: NodeResponse) => Promise<void>;

export { CobrowseError, createConnectionInfoHandler, createContactCentre, isCobrowseError, toNodeListener };
export type { Claim, ConnectionInfo, ConnectionInfoHandlerOptions, ConnectionInfoRequest, ContactCentre, ContactCentreOptions, Decision, ErrorCode, NodeRequest, NodeResponse, PrivacyRule, RateLimit, RulesFunction };
