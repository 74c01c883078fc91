import type { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';
import { createDisposer } from '../core/disposer.ts';
import { isCobrowseError } from '../core/errors.ts';
import type { Identity } from '../wire/header.ts';
import { type ClosingName, closingCode, closingReason, type LeaveReason } from './closing.ts';
import type { Sender } from './forward.ts';
import type { Limits } from './limits.ts';
import { faultName } from './member-socket.ts';

/** A recorder or replayer present in a room: one verified socket. */
export interface Member extends Sender {
  /** Epoch milliseconds. */
  readonly joinedAt: number;
  /** Sends a frame, or closes a member whose queue is full: leaving one frame out would spoil all that follow. */
  send(frame: Buffer): void;
  /** Leaves the room now, and closes the socket with that name's code. */
  close(name: ClosingName, detail?: string): void;
  /** Leaves the room now, and cuts the socket without a closing handshake. */
  cut(reason: LeaveReason): void;
}

export interface MemberOptions {
  readonly ws: WebSocket;
  readonly id: string;
  readonly identity: Identity;
  readonly limits: Limits;
  readonly clock: Clock;
  /** A text message arrived. What it throws closes the member. */
  readonly handleMessage: (message: Buffer) => void;
  /** Called once, before the socket is closed by this side. */
  readonly handleLeave: (reason: LeaveReason) => void;
}

export function createMember({ ws, id, identity, limits, clock, handleMessage, handleLeave }: MemberOptions): Member {
  const presence = createDisposer();

  function leave(reason: LeaveReason): void {
    if (presence.disposed) return;
    presence.dispose();
    handleLeave(reason);
  }

  function close(name: ClosingName, detail?: string): void {
    leave(name);
    ws.close(closingCode(name), closingReason(name, detail));
  }

  function cut(reason: LeaveReason): void {
    leave(reason);
    ws.terminate();
  }

  ws.on('message', (data, isBinary) => {
    if (presence.disposed) return;
    if (isBinary) return close('malformed-frame', 'this relay takes the text encoding alone');
    try {
      // 'nodebuffer' is the socket's binaryType, so that is what text messages are, too.
      handleMessage(data as Buffer);
    } catch (error) {
      if (!isCobrowseError(error)) throw error;
      close(error.code === 'protocol/version-mismatch' ? 'version-mismatch' : 'malformed-frame', error.message);
    }
  });
  // ws has closed the socket already, with this name's code.
  ws.on('error', (error) => leave(faultName(error)));
  ws.on('close', () => leave('gone'));
  presence.add(startHeartbeat(ws, limits.heartbeatMs, clock, () => cut('silent')));

  return {
    id,
    identity,
    joinedAt: clock.now(),
    send(frame) {
      if (presence.disposed) return;
      // An empty queue takes any frame, or a limit below the largest frame would cut members that are not slow at all.
      const queued = ws.bufferedAmount;
      if (queued > 0 && queued + frame.length > limits.maxQueuedBytes) close('too-slow');
      else ws.send(frame, { binary: false });
    },
    close,
    cut,
  };
}

/**
 * Pings, and calls `onSilence` when nothing came between two pings. Any message counts as a sign of life: behind a large
 * snapshot on a slow line a ping arrives late, while what the member itself sends is not held up.
 */
function startHeartbeat(ws: WebSocket, heartbeatMs: number, clock: Clock, onSilence: () => void): () => void {
  let line: 'heard' | 'asked' = 'heard';
  let stopTimer = (): void => {};
  const hear = (): void => {
    line = 'heard';
  };
  const beat = (): void => {
    if (line === 'asked') return onSilence();
    line = 'asked';
    ws.ping();
    stopTimer = clock.after(heartbeatMs, beat);
  };
  ws.on('pong', hear);
  ws.on('message', hear);
  stopTimer = clock.after(heartbeatMs, beat);
  return () => {
    stopTimer();
    ws.off('pong', hear);
    ws.off('message', hear);
  };
}
