import { IncomingMessage, ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';

/** What a call answers instead of what it should. */
type Fault = 
/** A published status with a body of no use. */
{
    readonly kind: 'status';
    readonly status: 401 | 404 | 500 | 503;
    readonly retryAfterSeconds?: number;
}
/** The other way in which an expired token is documented: 403 with `exceptionInfo`. */
 | {
    readonly kind: 'expired-token';
}
/** 200, and yet a failure. */
 | {
    readonly kind: 'refused';
    readonly errorCode: number;
    readonly errorReason: string;
}
/** 200 with a page that some gateway put in place of the answer. */
 | {
    readonly kind: 'not-json';
}
/** 200 with a body of the tester's choice. */
 | {
    readonly kind: 'body';
    readonly body: object;
}
/** The right answer, late. */
 | {
    readonly kind: 'slow';
    readonly delayMs: number;
}
/** No answer, until the caller gives up or the faults are cleared. */
 | {
    readonly kind: 'hang';
}
/** The connection breaks. */
 | {
    readonly kind: 'reset';
};
/** The calls that can be made to fail. */
type FaultyCall = 'tokenByAkSk' | 'getConnectionInfo';
interface Faults {
    /** Adds to the queue of `call` (default `getConnectionInfo`, of both channels): one request uses up one fault. */
    next(fault: Fault, call?: FaultyCall): void;
    /** Drops what is queued, and breaks the connections that hang or are slow. */
    clear(): void;
    /** Calls that hang or are slow at this moment. */
    readonly waiting: number;
}

type Role$1 = 'recorder' | 'replayer';
/** Makes what lets one member into one room in one role; the relay checks it. */
interface Signatures {
    issue(member: {
        roomId: string;
        role: Role$1;
        id: string;
        name: string;
    }): string;
}
/** Where the rooms are, and who signs for them. */
interface Rooms {
    readonly signatures: Signatures;
    /** External address of the relay, as this caller reaches it. */
    readonly socketUrl: (request: IncomingMessage) => string;
    /** The address that only the contact centre's own network reaches. */
    readonly internalSocketUrl: string;
}

/** Where the time comes from, so that a test can let a token expire. */
interface EmulatorClock {
    /** Milliseconds since 1970. */
    now(): number;
}
interface Account {
    readonly appKey: string;
    readonly appSecret: string;
    readonly tenantSpaceId: string;
}

interface ContactCentreEmulatorOptions extends Account, Rooms {
    /** Default: nothing happens to the room. */
    readonly releaseRoom?: (roomId: string) => void;
    /** Where getCobrowseRedirectSite sends the customer. Default: the example shop. */
    readonly siteUrl?: string;
    /** Default: the system's clock. */
    readonly clock?: EmulatorClock;
}
interface ContactCentreEmulator {
    /** Answers a request to one of the contact centre's paths; `false` leaves any other untouched. */
    handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
    /** Makes the next calls fail. */
    readonly faults: Faults;
    /** The value of a `ccmessaging-token` cookie, good for an hour, as the web channel's sign-in hands it out. */
    issueChatToken(): string;
}
/** The cloud contact centre, so far as its pages describe it, for a demo that runs on one machine. */
declare function createContactCentreEmulator(options: ContactCentreEmulatorOptions): ContactCentreEmulator;

/** The contact centre's words for the two sides of a room (getConnectionInfo, `role`). */
type Role = 'recorder' | 'replayer';
/** Who may send what. The relay closes a member that sends a kind of another row. */
declare const KINDS: {
    readonly recorder: readonly ['hello', 'events', 'state', 'admission', 'grant', 'refusal', 'asset', 'pong', 'probe'];
    readonly replayer: readonly ['hello', 'ack', 'ping', 'pointer', 'stroke', 'highlight', 'control-request', 'control-action', 'asset-request', 'probe'];
    readonly relay: readonly ['welcome', 'joined', 'left', 'beat'];
};
type ReplayerKind = (typeof KINDS.replayer)[number];
/** Who somebody is, as the signature states it: `id` is `userId` or `workNo`, `name` what may be shown. */
interface Identity {
    readonly id: string;
    readonly name: string;
    readonly role: Role;
}

/** One rrweb event, as it arrived. */
interface RecordedEvent {
    /** rrweb's `EventType`. */
    readonly type: number;
    /** Milliseconds since 1970, by the customer's clock. */
    readonly timestamp: number;
    readonly data: Readonly<Record<string, unknown>>;
}
/** An agent without a browser, for a test that wants to know what an agent would see. */
interface TestAgent {
    /** What the customer's answer is so far; `none` before the customer was asked. */
    readonly admission: 'none' | 'asked' | 'admitted' | 'denied';
    /** The session's state as the customer's page last told it, empty before that. */
    readonly sessionState: string;
    /** Every rrweb event that arrived, oldest first. */
    readonly events: readonly RecordedEvent[];
    /** The page's texts as the agent has them now, one a line. Masked ones are stars. */
    pageText(): string;
    /** Settles when the customer's answer is that one. Rejects after `timeoutMs`. */
    waitForAdmission(status: 'asked' | 'admitted' | 'denied'): Promise<void>;
    /** Settles when that text is on the page that the agent sees. Rejects after `timeoutMs`. */
    waitForText(text: string): Promise<void>;
    /** Settles when the session is in that state. Rejects after `timeoutMs`. */
    waitForState(state: string): Promise<void>;
    /** Sends a frame of an agent, to try what the customer's page makes of it. */
    send(kind: ReplayerKind, payload: unknown): void;
    /** Leaves the room; settles when the socket is closed. */
    leave(): Promise<void>;
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

interface TestCentreOptions {
    /** Port on 127.0.0.1. Default 0: any that is free. */
    readonly port?: number;
    /** The longest that `waitForCustomer` and an agent's waits take before they fail. Default 10,000 ms. */
    readonly timeoutMs?: number;
}
/** A contact centre and its relay on this machine, for tests and for trying things out without an account. */
interface TestCentre {
    /** `http://127.0.0.1:PORT`: what the merchant backend is given as `domain`. */
    readonly url: string;
    /** The relay's address, as connection info names it. */
    readonly socketUrl: string;
    /** What the merchant backend is given; of no value anywhere else. */
    readonly appKey: string;
    readonly appSecret: string;
    readonly tenantSpaceId: string;
    readonly relay: Relay;
    readonly emulator: ContactCentreEmulator;
    /** Makes the contact centre's next answers fail. */
    readonly faults: Faults;
    /** Settles with the room of a customer who is there; rejects after `timeoutMs`. */
    waitForCustomer(): Promise<string>;
    /** An agent in that room. Settles when it is in the room; the customer is asked next. */
    joinAsAgent(roomId: string, agent?: {
        readonly id?: string;
        readonly name?: string;
    }): Promise<TestAgent>;
    /** Ends every connection; settles when nothing is left. */
    close(): Promise<void>;
}
/** Starts contact centre and relay on one port of 127.0.0.1, with keys of its own. */
declare function startTestCentre({ port, timeoutMs }?: TestCentreOptions): Promise<TestCentre>;

export { createContactCentreEmulator, startTestCentre };
export type { ContactCentreEmulator, ContactCentreEmulatorOptions, Fault, Faults, FaultyCall, RecordedEvent, Role$1 as Role, Signatures, TestAgent, TestCentre, TestCentreOptions };
