import { IncomingMessage, Server } from 'node:http';
import { Duplex } from 'node:stream';

/** Undoes what the call that returned it did. Calling it twice is harmless. */
type Undo = () => void;

/** Time as an argument: what waits or measures is told by a test what time it is. */
interface Clock {
    /** Milliseconds since 1970, the customer's or agent's own clock. */
    now(): number;
    /** Runs `callback` once after `delayMs`; returns its undo. */
    after(delayMs: number, callback: () => void): Undo;
}

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

/**
 * Why a socket was closed, and what the member does next. Codes 4000–4999 are the application's (RFC 6455, section
 * 7.4.2); ours end in the HTTP status that says the same. `docs/protocol.md` has this table, and a test compares them.
 */
declare const CLOSE_CODES: {
    /** The header or the kind is not of this protocol. By an error of the line perhaps; ours would come every time. */
    readonly 4400: {
        readonly name: 'malformed-frame';
        readonly action: 'retry';
    };
    /** The signature is not one of ours, or names another room. */
    readonly 4401: {
        readonly name: 'signature-invalid';
        readonly action: 'renew';
    };
    /** The signature is for the other role. */
    readonly 4403: {
        readonly name: 'role-refused';
        readonly action: 'end';
    };
    /** The room was released. */
    readonly 4404: {
        readonly name: 'room-closed';
        readonly action: 'end';
    };
    /** Nothing was sent in the room for longer than the relay allows. */
    readonly 4408: {
        readonly name: 'idle';
        readonly action: 'end';
    };
    /** The signature was used before. */
    readonly 4409: {
        readonly name: 'signature-used';
        readonly action: 'renew';
    };
    /** The signature is older than it may be. */
    readonly 4410: {
        readonly name: 'signature-expired';
        readonly action: 'renew';
    };
    /** One frame was larger than the relay takes. */
    readonly 4413: {
        readonly name: 'frame-too-big';
        readonly action: 'end';
    };
    /** The two sides speak different protocol versions. */
    readonly 4426: {
        readonly name: 'version-mismatch';
        readonly action: 'end';
    };
    /** The member reads more slowly than the room sends. */
    readonly 4429: {
        readonly name: 'too-slow';
        readonly action: 'reconnect';
    };
    /** A newer recorder with a valid signature took this one's place. Final: two would fight for ever. */
    readonly 4450: {
        readonly name: 'replaced';
        readonly action: 'end';
    };
    /** The room has as many members as it may. */
    readonly 4503: {
        readonly name: 'room-full';
        readonly action: 'end';
    };
};
type CloseCode = keyof typeof CLOSE_CODES;
type CloseName = (typeof CLOSE_CODES)[CloseCode]['name'];

/**
 * Closes for which the member can do nothing: no codes of the application, so that it comes back the ordinary way.
 * RFC 6455 and the IANA registry name 1001 (going away), 1011 (internal error) and 1013 (try again later).
 */
declare const RETRY_CODES: {
    readonly 'shutting-down': 1001;
    readonly 'verify-failed': 1011;
    readonly 'verify-timeout': 1013;
    readonly 'relay-full': 1013;
};
/** Why the relay closes a socket. */
type ClosingName = CloseName | keyof typeof RETRY_CODES;
/** Why a member is no longer in its room. */
type LeaveReason = ClosingName
/** It closed its socket, or the connection broke. */
 | 'gone'
/** It gave no sign between two pings. */
 | 'silent'
/** `relay.disconnect` cut it off. */
 | 'disconnected';

/** What a relay tells whoever meters or watches it: never a payload, a signature or an address. */
type RelayEvent = 
/** A member is in the room; it was welcomed. */
{
    readonly type: 'joined';
    readonly roomId: string;
    readonly memberId: string;
    readonly identity: Identity;
} | {
    readonly type: 'left';
    readonly roomId: string;
    readonly memberId: string;
    readonly identity: Identity;
    readonly reason: LeaveReason;
}
/** The room's last member is gone, and the room with it. */
 | {
    readonly type: 'closed';
    readonly roomId: string;
}
/** One frame was passed on: its size as sent on to each recipient (a binary one: as it arrived), and how many received it (0: nobody was there). */
 | {
    readonly type: 'forwarded';
    readonly roomId: string;
    readonly kind: FrameKind;
    readonly bytes: number;
    readonly recipients: number;
}
/** A socket was not let in. The room is known only where the signature was sound. */
 | {
    readonly type: 'refused';
    readonly roomId: string | undefined;
    readonly reason: ClosingName;
};
type RelayEventListener = (event: RelayEvent) => void;

/** What one relay takes at most. Every queue, list and wait has its bound here. */
interface Limits {
    /** Bytes of one frame as sent by a member, header included; default 8 MiB. Beyond it: 4413. */
    readonly maxFrameBytes: number;
    /** Bytes that wait for one member; default 16 MiB. An empty queue takes any one frame. Beyond it: 4429. */
    readonly maxQueuedBytes: number;
    /** Recorder and replayers of one room; default 33. One place is kept for the recorder. Beyond it: 4503. */
    readonly maxMembersPerRoom: number;
    /** Rooms at a time; default 1,000. Beyond it: 1013. */
    readonly maxRooms: number;
    /** Sockets whose signature is being checked; default 500. Beyond it: 1013. */
    readonly maxUnverified: number;
    /** Milliseconds that one check of a signature may take; default 5 s. Beyond it: 1013. */
    readonly verifyTimeoutMs: number;
    /** Milliseconds without any frame in a room; default 15 min. Beyond it: 4408. */
    readonly idleMs: number;
    /** Milliseconds between two beats; default 5 s. A member that gave no sign between two of them is cut. */
    readonly heartbeatMs: number;
    /** Milliseconds that a closing handshake may take before the socket is cut; default 5 s. */
    readonly closeTimeoutMs: number;
}
interface Row {
    readonly standard: number;
    readonly least: number;
    readonly most: number;
    readonly what: string;
}
/** Every limit with its default and range; `docs/relay.md` has this table, and a test compares them. */
declare const LIMITS: Readonly<Record<keyof Limits, Row>>;

/** What a signature states: who may enter which room in which role. */
interface Claims {
    /** At most 256 characters. */
    readonly roomId: string;
    readonly role: Role;
    /** `userId` or `workNo`, at most 200 characters. Empty for somebody unknown: the relay then gives an id for one stay. */
    readonly id: string;
    /** What may be shown of the member, at most 200 characters; may be empty. */
    readonly name: string;
}
/** Why a signature lets nobody in; each is a close code of `wire/close-codes.ts`. */
type Refusal = Extract<CloseName, 'signature-invalid' | 'signature-expired' | 'signature-used' | 'role-refused' | 'room-closed'>;

/** Checks a `connectParam`: the claims that it stands for, or why it lets nobody in. May ask another server. */
type Verify = (connectParam: string, request: IncomingMessage) => Claims | {
    readonly refusal: Refusal;
} | Promise<Claims | {
    readonly refusal: Refusal;
}>;
/** Finds the signature in the request that opens the WebSocket; undefined if there is none. */
type ReadSignature = (request: IncomingMessage) => string | undefined;

interface SignaturesOptions {
    /** At least 32 bytes, shared by whoever issues and the relay; it never leaves the servers. */
    readonly secret: string | Uint8Array;
    /** Milliseconds that a signature may be presented; default 60 s, which is time enough to open a page on a slow line. */
    readonly ttlMs?: number;
    readonly clock?: Pick<Clock, 'now'>;
}
interface Signatures {
    /** A `connectParam`, safe in a URL. Throws `relay/invalid-signature` for claims that no relay would take. */
    issue(claims: Claims): string;
    /** Reads one; each is good for one call. */
    verify(connectParam: string): Claims | {
        readonly refusal: Refusal;
    };
}
/**
 * Short-lived signatures for one use, as a contact centre hands them out: base64url of the claims as JSON, a full stop,
 * base64url of their HMAC-SHA-256. What was used is remembered in this process, until it expires.
 * Throws `relay/invalid-option` for a secret that is too short.
 */
declare function createSignatures({ secret, ttlMs, clock }: SignaturesOptions): Signatures;

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

interface RelayOptions {
    /** Attaches to this server's `upgrade` for `path`. Left out, the caller passes upgrades to `handleUpgrade`. */
    readonly server?: Server;
    /** Default `/ws/cobrowse/1`, the path of the contact centre's own addresses. */
    readonly path?: string;
    /** Checks a signature; `createSignatures(…).verify`, or one's own. */
    readonly verify: Verify;
    /** Where the signature is in the request; default: query parameter `connectParam`. */
    readonly readSignature?: ReadSignature;
    /** Bounds, each with a default; `docs/relay.md` lists them. */
    readonly limits?: Partial<Limits>;
    /** Told of every join, leave, refusal and forwarded frame. What it throws becomes a warning of the process. */
    readonly onEvent?: RelayEventListener;
    readonly clock?: Clock;
}
interface MemberInfo {
    readonly memberId: string;
    readonly identity: Identity;
    /** Epoch milliseconds. */
    readonly joinedAt: number;
}
interface RoomInfo {
    readonly roomId: string;
    readonly recorder: MemberInfo | null;
    readonly replayers: readonly MemberInfo[];
}
interface Relay {
    /** Takes over an upgrade request of whatever server; `socket` may be any stream. Does not look at the path. */
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
    /** Every room with somebody in it, oldest first. */
    rooms(): RoomInfo[];
    /** Closes every member of the room with 4404. A signature that is still good can open the room again. */
    closeRoom(roomId: string): void;
    /** Cuts the room's sockets, or one role's, without a closing handshake, as a broken network would. */
    disconnect(roomId: string, filter?: {
        readonly role?: Role | undefined;
    }): void;
    /**
     * Closes every socket with 1001 and takes no more; resolves when the last is gone, `closeTimeoutMs` later at most.
     * The server goes on: whoever started it stops it.
     */
    close(): Promise<void>;
}
/**
 * Passes frames between the members of rooms, each let in by a signature; reads their headers, never their payloads.
 * Throws `relay/invalid-option`.
 */
declare function createRelay(options: RelayOptions): Relay;

export { CobrowseError, LIMITS, createRelay, createSignatures, isCobrowseError };
export type { Claims, LeaveReason, Limits, MemberInfo, ReadSignature, Refusal, Relay, RelayEvent, RelayOptions, RoomInfo, Signatures, SignaturesOptions, Verify };
