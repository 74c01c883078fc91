import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import { type Clock, systemClock } from '../core/clock.ts';
import { CobrowseError } from '../core/errors.ts';
import type { Identity, Role } from '../wire/header.ts';
import { attachToServer, DEFAULT_PATH } from './attach.ts';
import { type ClosingName, closingCode, closingReason } from './closing.ts';
import { guardListener, type RelayEventListener } from './events.ts';
import { type Limits, resolveLimits } from './limits.ts';
import type { Member } from './member.ts';
import { MemberSocket } from './member-socket.ts';
import { createRoom, type Room } from './room.ts';
import {
  type ReadSignature,
  readSignature as readQueryParameter,
  type Verification,
  type Verify,
  verifyRequest,
} from './verification.ts';

export type { Claims, Refusal } from './claims.ts';
export type { LeaveReason } from './closing.ts';
export type { RelayEvent } from './events.ts';
export { type Limits, LIMITS } from './limits.ts';
export { createSignatures, type Signatures, type SignaturesOptions } from './signatures.ts';
export type { ReadSignature, Verify } from './verification.ts';
export { CobrowseError, isCobrowseError } from '../core/errors.ts';

export interface RelayOptions {
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

export interface MemberInfo {
  readonly memberId: string;
  readonly identity: Identity;
  /** Epoch milliseconds. */
  readonly joinedAt: number;
}

export interface RoomInfo {
  readonly roomId: string;
  readonly recorder: MemberInfo | null;
  readonly replayers: readonly MemberInfo[];
}

export interface Relay {
  /** Takes over an upgrade request of whatever server; `socket` may be any stream. Does not look at the path. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Every room with somebody in it, oldest first. */
  rooms(): RoomInfo[];
  /** Closes every member of the room with 4404. A signature that is still good can open the room again. */
  closeRoom(roomId: string): void;
  /** Cuts the room's sockets, or one role's, without a closing handshake, as a broken network would. */
  disconnect(roomId: string, filter?: { readonly role?: Role | undefined }): void;
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
export function createRelay(options: RelayOptions): Relay {
  const { server, path = DEFAULT_PATH, verify, readSignature = readQueryParameter, clock = systemClock } = options;
  if (typeof verify !== 'function') throw invalid('verify must be a function; createSignatures({ secret }) has one.');
  if (!path.startsWith('/')) throw invalid('path must begin with a slash.');
  const limits = resolveLimits(options.limits);
  const onEvent = guardListener(options.onEvent ?? (() => {}));
  const rooms = new Map<string, Room>();
  // `closeTimeout` is an option of ws 8.19 that its type declarations do not have yet.
  const socketOptions: ServerOptions<typeof MemberSocket> & { closeTimeout: number } = {
    noServer: true,
    WebSocket: MemberSocket,
    maxPayload: limits.maxFrameBytes,
    // Compression is end to end, with the epoch's context; here it would cost an inflate and a deflate for every hop.
    perMessageDeflate: false,
    closeTimeout: limits.closeTimeoutMs,
  };
  const sockets = new WebSocketServer(socketOptions);
  const unverified = new Set<Promise<Verification>>();

  function refuse(ws: WebSocket, reason: ClosingName, roomId?: string): void {
    ws.close(closingCode(reason), closingReason(reason));
    onEvent({ type: 'refused', roomId, reason });
  }

  /** The room, made if need be; nothing when there are as many as there may be. */
  function openRoom(roomId: string): Room | undefined {
    const room = rooms.get(roomId);
    if (room || rooms.size >= limits.maxRooms) return room;
    const onEmpty = (): void => {
      rooms.delete(roomId);
      onEvent({ type: 'closed', roomId });
    };
    const opened = createRoom({ roomId, limits, clock, onEvent, onEmpty });
    rooms.set(roomId, opened);
    return opened;
  }

  async function receive(ws: WebSocket, line: Duplex, request: IncomingMessage): Promise<void> {
    // Until it has a member, errors of the socket are nobody's business; ws closes it.
    ws.on('error', () => {});
    if (unverified.size >= limits.maxUnverified) return refuse(ws, 'relay-full');
    const gone = new AbortController();
    ws.on('close', () => gone.abort());
    // What it sends meanwhile waits in the sender's own buffers, not in ours.
    ws.pause();
    const timeoutMs = limits.verifyTimeoutMs;
    const check = verifyRequest(request, { verify, readSignature, timeoutMs, clock, signal: gone.signal });
    unverified.add(check);
    const result = await check;
    unverified.delete(check);
    // It is read from again in any case: a closing handshake needs that, too. Nothing arrives before this task is done.
    ws.resume();
    if (ws.readyState !== ws.OPEN) return;
    if ('refusal' in result) return refuse(ws, result.refusal, result.roomId);
    const { claims, proof } = result;
    const room = openRoom(claims.roomId);
    if (!room) refuse(ws, 'relay-full', claims.roomId);
    else if (room.join({ ws, line }, claims, proof) === 'room-full') refuse(ws, 'room-full', claims.roomId);
  }

  function handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    sockets.handleUpgrade(request, socket, head, (ws) => void receive(ws, socket, request));
  }

  const detach = server ? attachToServer(server, path, handleUpgrade) : () => {};

  return {
    handleUpgrade,
    rooms: () =>
      [...rooms].map(([roomId, { recorder, replayers }]) => ({
        roomId,
        recorder: recorder ? toInfo(recorder) : null,
        replayers: replayers.map(toInfo),
      })),
    closeRoom: (roomId) => rooms.get(roomId)?.close('room-closed'),
    disconnect: (roomId, { role } = {}) => rooms.get(roomId)?.disconnect(role),
    async close() {
      detach();
      for (const room of rooms.values()) room.close('shutting-down');
      // Those whose signature is still being checked.
      for (const ws of sockets.clients) {
        ws.resume();
        ws.close(closingCode('shutting-down'), closingReason('shutting-down'));
      }
      // From here on ws answers further upgrades with 503, and calls back when the last socket is gone.
      await new Promise<void>((resolve) => {
        sockets.close(() => resolve());
      });
      await Promise.all(unverified);
    },
  };
}

const toInfo = ({ id, identity, joinedAt }: Member): MemberInfo => ({ memberId: id, identity, joinedAt });

const invalid = (message: string): CobrowseError => new CobrowseError('relay/invalid-option', message);
