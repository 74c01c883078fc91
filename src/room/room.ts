import { type Clock, systemClock } from '../core/clock.ts';
import { createEmitter, type Emitter, reportToPage, type Undo } from '../core/emitter.ts';
import { CobrowseError, isCobrowseError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { toJson } from '../core/json.ts';
import { closeAction } from '../wire/close-codes.ts';
import { checkSocketUrl, type ConnectionInfo } from '../wire/connection-info.ts';
import type { Payload } from '../wire/frame.ts';
import type { FrameKind, Header, Role } from '../wire/header.ts';
import { attachConnectParam, type AttachConnectParam } from './attach.ts';
import { closeError } from './close-errors.ts';
import { createInbox } from './inbox.ts';
import { createLiveness } from './liveness.ts';
import { type RoomMember, signatureProof } from './members.ts';
import { createOutbox } from './outbox.ts';
import { createReconnectPolicy } from './reconnect-policy.ts';
import { type ConnectionInfoSource, requestConnectionInfo } from './request-info.ts';
import { openSocket, type Socket } from './socket.ts';

export interface RoomOptions {
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

export type ConnectionState = 'disconnected' | 'connecting' | 'connected' | 'reconnecting';

/** A frame on its way in or out. `bytes` is its length on the wire. */
export interface RoomFrame {
  readonly header: Header;
  /** JSON; of `events`, also what the codec wrote. */
  readonly payload: Payload;
  readonly bytes: number;
}

export interface RoomEvents {
  /** `disconnected` is final and, unless `leave()` was called, carries the error that ended it. */
  connection: { readonly state: ConnectionState; readonly error?: CobrowseError };
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
export interface Room {
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

const REQUEST_TIMEOUT_MS = 10_000;
const START_TIMEOUT_MS = 15_000;
/** Two minutes is what the field's widest spread product waits for a customer's network to come back. */
const RECONNECT_TIMEOUT_MS = 120_000;
/**
 * A socket that stays open this long without a welcome belongs to a relay that has none: ours sends it at once after
 * checking the signature, and closes a socket that it refuses just as fast.
 */
const SETTLE_MS = 1_000;
/** Backoff starts anew only after a connection held this long, or a relay that accepts and drops makes a tight loop. */
const STABLE_MS = 10_000;
/**
 * Refused so often running, with no connection in between that held, waiting mends nothing. A fresh signature may lose a race
 * with its expiry once; three times, and the keys do not match. A frame that a bad line has damaged is met again and again on
 * that line: eight are half a minute of waits, and one that this side makes wrong comes every time.
 */
const MAX_REFUSALS = { renew: 3, retry: 8 };
/** Joins a room and stays in it: asks for connection info before every attempt, and reconnects until told to stop. */
export function joinRoom(options: RoomOptions): Room {
  const clock = options.clock ?? systemClock;
  const report = options.report ?? reportToPage;
  const emitter = createEmitter<RoomEvents>(report);
  const aborter = new AbortController();
  const inbox = createInbox(options.role, emitter, endWith, report);
  const outbox = createOutbox({
    inbox,
    onSent: (frame) => emitter.emit('sent', frame),
    onProblem: (error) => emitter.emit('problem', error),
  });
  let state: ConnectionState = 'connecting';
  let roomId = options.roomId;
  let socket: Socket | undefined;
  let failures = 0;
  let refusals = { renew: 0, retry: 0 };
  let heldUntilMs = clock.now();
  let cancelWait: Undo = () => {};
  let wake: () => void = () => {};
  let policy = createReconnectPolicy(options.startTimeoutMs ?? START_TIMEOUT_MS);
  const liveness = createLiveness({
    clock,
    probe: () => send('probe', '{}'),
    isAccompanied: () => inbox.members.size > 0,
    onDead: () => handleClose(1006),
  });

  function setState(next: ConnectionState, error?: CobrowseError): void {
    if (state === next || state === 'disconnected') return;
    state = next;
    emitter.emit('connection', error ? { state, error } : { state });
  }

  function endWith(error?: CobrowseError): void {
    if (state === 'disconnected') return;
    aborter.abort();
    drop();
    setState('disconnected', error);
    emitter.clear();
  }

  function drop(): void {
    cancelWait();
    liveness.end();
    socket?.close();
    socket = undefined;
    inbox.reset();
  }

  async function attempt(): Promise<void> {
    try {
      const info = await requestConnectionInfo({
        source: options.connectionInfo,
        roomId,
        timeoutMs: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
        signal: aborter.signal,
        clock,
      });
      const proof = await signatureProof(info.connectParam);
      if (aborter.signal.aborted) return;
      roomId = info.roomId;
      emitter.emit('info', info);
      connect(info, proof);
    } catch (error) {
      if (!aborter.signal.aborted) handleFailure(asError(error));
    }
  }

  function connect(info: ConnectionInfo, proof: string | undefined): void {
    const url = options.useInternalUrl ? checkSocketUrl('data.wssUrl', info.wssUrl) : info.wssUrlOut;
    const attach = options.attach ?? attachConnectParam;
    outbox.begin();
    inbox.expect(newId(), proof, { onWelcome: handleJoined, onBeat: liveness.expect });
    socket = openSocket(attach({ url, connectParam: info.connectParam }), clock, {
      onOpen() {
        cancelWait = clock.after(SETTLE_MS, () => handleJoined(undefined));
      },
      onMessage(message) {
        liveness.hear();
        inbox.handleMessage(message);
      },
      onClose: handleClose,
    });
  }

  function handleJoined(beatMs: number | undefined): void {
    cancelWait();
    heldUntilMs = clock.now();
    liveness.begin(beatMs);
    policy = createReconnectPolicy(options.reconnectTimeoutMs ?? RECONNECT_TIMEOUT_MS);
    setState('connected');
    watch();
  }

  function watch(): void {
    cancelWait = clock.after(STABLE_MS, () => {
      failures = 0;
      refusals = { renew: 0, retry: 0 };
      watch();
    });
  }

  function handleClose(code: number, known?: CobrowseError): void {
    const error = known ?? closeError(code);
    const action = closeAction(code);
    if (action === 'end') endWith(error);
    else if (action === 'reconnect') handleFailure(error);
    else if (++refusals[action] >= MAX_REFUSALS[action]) endWith(error);
    else handleFailure(new CobrowseError('connection/socket-failed', error.message));
  }

  function handleFailure(error: CobrowseError): void {
    // Said first: members that are gone because of it have not left.
    if (state === 'connected') {
      // From here on: a laptop that has slept for an hour finds that out when it wakes, and has not tried for an hour.
      heldUntilMs = clock.now();
      setState('reconnecting', error);
    }
    drop();
    failures += 1;
    const delayMs = policy.nextDelayMs({ attempt: failures, elapsedMs: clock.now() - heldUntilMs, error });
    if (delayMs === null) return endWith(giveUp(error));
    wake = () => {
      wake = cancelWait = () => {};
      void attempt();
    };
    const dueMs = clock.now() + delayMs;
    const stop = clock.after(delayMs, () => {
      // What was slept through was not tried through; nor does a clock that was set count.
      heldUntilMs += clock.now() - dueMs;
      wake();
    });
    cancelWait = () => {
      stop();
      wake = () => {};
    };
  }

  /** Before the room was joined the last error says most; after that, that the connection was lost does. */
  function giveUp(error: CobrowseError): CobrowseError {
    if (state === 'connecting' || !error.retryable) return error;
    return new CobrowseError('connection/lost', 'The connection was lost and did not come back.', { cause: error });
  }

  function send(kind: FrameKind, payload: Payload, fields?: Partial<Header>): boolean {
    if (state !== 'connected' || !socket) return false;
    try {
      return outbox.send(socket, kind, payload, fields);
    } catch (error) {
      // Sends end in timers and in calls of the page's own, neither of which is to meet an exception.
      report(error);
      return false;
    }
  }

  void attempt();
  return {
    get state() {
      return state;
    },
    get roomId() {
      return roomId;
    },
    get selfId() {
      return inbox.selfId;
    },
    get members() {
      return inbox.members;
    },
    get verified() {
      return inbox.verified;
    },
    get encodings() {
      return inbox.encodings;
    },
    get bufferedBytes() {
      return socket?.bufferedBytes ?? 0;
    },
    on: emitter.on,
    send: (kind, payload, fields) => send(kind, toJson(payload), fields),
    sendEvents: (payload, fields) => send('events', payload, fields),
    retryNow: () => {
      if (state === 'connected') return liveness.check();
      const go = wake;
      cancelWait();
      go();
    },
    leave: () => endWith(),
  };
}

function asError(error: unknown): CobrowseError {
  if (isCobrowseError(error)) return error;
  return new CobrowseError('connection/socket-failed', 'The socket could not be opened.', { cause: error });
}
