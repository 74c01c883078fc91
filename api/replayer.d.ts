/** Undoes what the call that returned it did. Calling it twice is harmless. */
type Undo = () => void;
/** A typed emitter whose listeners cannot hurt one another. */
interface Emitter<Events> {
    /** Calls `listener` for every later event of that type; returns its undo. */
    on<Type extends keyof Events>(type: Type, listener: (event: Events[Type]) => void): Undo;
    emit<Type extends keyof Events>(type: Type, event: Events[Type]): void;
    /** Drops every listener. */
    clear(): void;
}

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

/** The contact centre's words for the two sides of a room (getConnectionInfo, `role`). */
type Role = 'recorder' | 'replayer';
/** Who may send what. The relay closes a member that sends a kind of another row. */
declare const KINDS: {
    readonly recorder: readonly ['hello', 'events', 'state', 'admission', 'grant', 'refusal', 'asset', 'pong', 'probe'];
    readonly replayer: readonly ['hello', 'ack', 'ping', 'pointer', 'stroke', 'highlight', 'control-request', 'control-action', 'asset-request', 'probe'];
    readonly relay: readonly ['welcome', 'joined', 'left', 'beat'];
};
type RecorderKind = (typeof KINDS.recorder)[number];
type ReplayerKind = (typeof KINDS.replayer)[number];
type RelayKind = (typeof KINDS.relay)[number];
type FrameKind = RecorderKind | ReplayerKind | RelayKind;
/** Who somebody is, as the signature states it: `id` is `userId` or `workNo`, `name` what may be shown. */
interface Identity {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
}
/** All that a relay may read of a frame. */
interface Header {
    readonly version: number;
    readonly kind: FrameKind;
    /** Member id of the sender. Empty as sent; our relay stamps it. */
    readonly from: string;
    /** Member ids that may receive the frame; empty means every member of the other role. */
    readonly to: readonly string[];
    /** `<order>-<random id>` of the epoch, or empty for kinds that belong to none. */
    readonly epoch: string;
    /** Number, within the epoch and from 0, of the first event in the payload; 0 for kinds without events. */
    readonly sequence: number;
    /** Bit set, none defined yet; a reader ignores bits it does not know. */
    readonly flags: number;
    /** Stamped on `hello` by a relay that checks signatures; removed from whatever a member sends. */
    readonly identity?: Identity;
}

/** What a frame carries: JSON or, of `events` alone, what the codec wrote. */
type Payload = string | Uint8Array;

/** A place in the stream: the epoch, and the number of an event in it. */
interface Position {
    readonly epoch: string;
    readonly sequence: number;
}

/** Time as an argument: what waits or measures is told by a test what time it is. */
interface Clock {
    /** Milliseconds since 1970, the customer's or agent's own clock. */
    now(): number;
    /** Runs `callback` once after `delayMs`; returns its undo. */
    after(delayMs: number, callback: () => void): Undo;
}

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

/** Somebody of the other role in the room. */
interface RoomMember {
    readonly id: string;
    readonly identity: Identity;
    /** True only where the relay proved that it checked signatures; else the name is the member's own claim. */
    readonly verified: boolean;
}

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

interface RoomOptions {
    readonly role: Role;
    readonly connectionInfo: ConnectionInfoSource;
    /** The room to claim; left out, the backend decides. */
    readonly roomId?: string | undefined;
    readonly attach?: AttachConnectParam | undefined;
    /** Opens `wssUrl`, the internal address, instead of `wssUrlOut`. Default false. */
    readonly useInternalUrl?: boolean | undefined;
    /** How long one request for connection info may take. Default 10,000 ms. */
    readonly requestTimeoutMs?: number | undefined;
    /** How long to try until the room is first joined. Default 15,000 ms: a customer who waits for help. */
    readonly startTimeoutMs?: number | undefined;
    /** How long to try after a connection was lost. Default 120,000 ms. */
    readonly reconnectTimeoutMs?: number | undefined;
    readonly clock?: Clock | undefined;
    /** Is handed what a listener throws. Default: the page's own `error` handling. */
    readonly report?: ((error: unknown) => void) | undefined;
}
type ConnectionState = 'disconnected' | 'connecting' | 'connected' | 'reconnecting';
/** A frame on its way in or out. `bytes` is its length on the wire. */
interface RoomFrame {
    readonly header: Header;
    /** JSON; of `events`, also what the codec wrote. */
    readonly payload: Payload;
    readonly bytes: number;
}
interface RoomEvents {
    /** `disconnected` is final and, unless `leave()` was called, carries the error that ended it. */
    connection: {
        readonly state: ConnectionState;
        readonly error?: CobrowseError;
    };
    frame: RoomFrame;
    sent: RoomFrame;
    joined: RoomMember;
    left: RoomMember;
    /** Connection info has come, before each attempt to connect. */
    info: ConnectionInfo;
    /** Something arrived, or was to be sent, that is against the protocol; the room goes on. */
    problem: CobrowseError;
}
/** One side's place in a room, across reconnects. */
interface Room {
    readonly state: ConnectionState;
    /** The session's room, once the backend has named it. */
    readonly roomId: string | undefined;
    readonly selfId: string;
    readonly members: ReadonlyMap<string, RoomMember>;
    /** True where the relay proved that it checked signatures and so stamps and addresses frames. */
    readonly verified: boolean;
    /** How the relay takes frames: `text` alone, or `binary` as well. */
    readonly encodings: readonly string[];
    readonly bufferedBytes: number;
    on: Emitter<RoomEvents>['on'];
    /** Sends now or not at all: false means not connected, or too big (reported as a `problem`). */
    send(kind: FrameKind, payload: unknown, fields?: Partial<Header>): boolean;
    /** The same for events as JSON or, where `encodings` has `binary`, as the codec wrote them. */
    sendEvents(payload: Payload, fields: Partial<Header>): boolean;
    /** The network is back, or the page is seen again: tries at once, or asks whether the connection still holds. */
    retryNow(): void;
    /** Leaves for good. */
    leave(): void;
}

/** What an agent's console shows. */
declare const REPLAYER_STATES: readonly ['waiting', 'asked', 'live', 'paused', 'reconnecting', 'ended'];
type ReplayerState = (typeof REPLAYER_STATES)[number];
/** Where the customer is while no recorder is here. */
interface Away {
    /** Their next page loads · they went elsewhere and are expected back · they changed to another tab. */
    readonly why: 'loading' | 'expected' | 'other-tab';
    /** The shop's own words, with `expected`. */
    readonly message?: string | undefined;
    readonly returnWithinMs?: number | undefined;
}

/** `scale`: as large as the container allows, never above its own size · `none`: its own size, scrolled. */
type FitMode = 'scale' | 'none';
interface Size {
    readonly width: number;
    readonly height: number;
}

/** What a console may set. `docs/replayer.md` lists every option with its default. */
interface ReplayerOptions {
    /** Element of the console's page in which the customer's page is shown; it has a size and is in the document. */
    readonly container: HTMLElement;
    /** Where connection info for role `replayer` comes from: a URL that is POSTed to, or an async function. */
    readonly connectionInfo: ConnectionInfoSource;
    /** The room to claim. Default: the backend decides. */
    readonly roomId?: string;
    /** `scale` (default) scales the page down until it fits the container; `none` shows it in its own size, scrolled. */
    readonly fit?: FitMode;
    /** Opens the room at `wssUrl`, the contact centre's internal address, instead of `wssUrlOut`. Default false. */
    readonly useInternalUrl?: boolean;
    /** How the signature is presented when the WebSocket opens. Default: query parameter `connectParam`. */
    readonly attach?: AttachConnectParam;
    /** Longest time for one answer with connection info. Default 10,000 ms. */
    readonly requestTimeoutMs?: number;
    /** Longest time until the room is first joined. Default 15,000 ms. */
    readonly startTimeoutMs?: number;
    /** How long a lost connection is tried again before it is over. Default 120,000 ms. */
    readonly reconnectTimeoutMs?: number;
    /** How long to wait for a customer who has gone, beyond what they announced. Default 120,000 ms. */
    readonly customerTimeoutMs?: number;
    /** What time it is. Default: the agent's own clock. */
    readonly clock?: Clock;
    /** Joins the room; for tests and other transports. Default: `src/room/room.ts`. */
    readonly join?: (options: RoomOptions) => Room;
}

/** `none`: nothing to show yet · `current`: as the customer's page is · `stale`: something is missing, asked for anew. */
type Picture = 'none' | 'current' | 'stale';

interface ReplayerEvents {
    /** `reason` comes with `reconnecting` and `ended`; `docs/replayer.md` lists them. */
    statechange: {
        readonly from: ReplayerState;
        readonly to: ReplayerState;
        readonly reason?: string;
    };
    picturechange: {
        readonly from: Picture;
        readonly to: Picture;
    };
    /**
     * Milliseconds to the customer's page and back, and how old what is seen is: half of that, and what the customer's side
     * holds back. Every three seconds; while no answer comes, both are how long it has been waited for.
     */
    latency: {
        readonly roundTripMs: number;
        readonly ageMs: number;
    };
    /**
     * Every frame but the relay's own; `bytes` is its length on the wire, `payload` its JSON text: of events that came in
     * another encoding, as they would be in JSON, and empty where they were not read because they came too late or too early.
     */
    frame: {
        readonly direction: 'in' | 'out';
        readonly header: Header;
        readonly bytes: number;
        readonly payload: string;
    };
    /** Events of a frame were applied; `sequence` is the number of the last one. */
    applied: Position & {
        readonly events: number;
    };
    /** Where the customer is: which tab, and, while no recorder is here, what was said about coming back. */
    customer: {
        readonly tab: number;
        readonly away: Away | null;
        readonly masked: 'everything' | null;
    };
    /** The customer's viewport, in CSS pixels. */
    resize: Size;
    /** Something went wrong; with a connection's final error `statechange` to `ended` follows. */
    error: CobrowseError;
}
/** An agent's place in a room, and what they see of the customer's page. */
interface ReplayerClient {
    readonly state: ReplayerState;
    /** Why, with `reconnecting` and `ended`. */
    readonly reason: string | undefined;
    readonly picture: Picture;
    /** What was said about coming back while no recorder is here; null otherwise. */
    readonly away: Away | null;
    /** The room, once the backend has named it. */
    readonly roomId: string | undefined;
    on: Emitter<ReplayerEvents>['on'];
    /** Leaves the room and removes all that was added to the console's page. No event follows. */
    dispose(): void;
}
/** Joins a room as its agent and shows the customer's page in `container`. Throws a `config/…` error for a wrong option. */
declare function createReplayer(options: ReplayerOptions): ReplayerClient;

export { CobrowseError, createReplayer, isCobrowseError };
export type { Away, ErrorCode, FitMode, Picture, Position, ReplayerClient, ReplayerEvents, ReplayerOptions, ReplayerState, Size };
