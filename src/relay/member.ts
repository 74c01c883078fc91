import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';
import { createDisposer } from '../core/disposer.ts';
import { isCobrowseError } from '../core/errors.ts';
import { createFrameReader, createFrameWriter, type BinaryFrame, type FrameReader } from '../wire/binary-frame.ts';
import type { Identity } from '../wire/header.ts';
import { type ClosingName, closingCode, closingReason, type LeaveReason } from './closing.ts';
import { beatFrame, type Sender } from './forward.ts';
import type { Limits } from './limits.ts';
import { faultName } from './member-socket.ts';

/** A recorder or replayer present in a room: one verified socket. */
export interface Member extends Sender {
  /** Epoch milliseconds. */
  readonly joinedAt: number;
  /** Sends a frame, or closes a member whose queue is full: leaving one frame out would spoil all that follow. */
  send(frame: Buffer): void;
  /** The same for a binary frame of that sender. */
  sendBinary(frame: BinaryFrame, from: string): void;
  /** Leaves the room now, and closes the socket with that name's code. */
  close(name: ClosingName, detail?: string): void;
  /** Leaves the room now, and cuts the socket without a closing handshake. */
  cut(reason: LeaveReason): void;
}

export interface MemberOptions {
  readonly ws: WebSocket;
  /** What the socket's bytes come by. */
  readonly line: Duplex;
  readonly id: string;
  readonly identity: Identity;
  readonly limits: Limits;
  readonly clock: Clock;
  /** A text message arrived. What it throws closes the member. */
  readonly handleMessage: (message: Buffer) => void;
  /** A binary message arrived, which `reader` reads. What it throws closes the member. */
  readonly handleBinary: (message: Buffer, reader: FrameReader) => void;
  /** Called once, before the socket is closed by this side. */
  readonly handleLeave: (reason: LeaveReason) => void;
}

/** On a line of 8 kB a second, the slowest that is of use, this takes as long as a member is quiet by itself. */
const ANNOUNCED_BYTES = 64 * 1_024;

export function createMember({ ws, line, id, identity, limits, clock, ...handle }: MemberOptions): Member {
  const presence = createDisposer();
  const reader = createFrameReader();
  const writer = createFrameWriter();

  function leave(reason: LeaveReason): void {
    if (presence.disposed) return;
    presence.dispose();
    handle.handleLeave(reason);
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
    try {
      // 'nodebuffer' is the socket's binaryType, so that is what text messages are, too.
      if (isBinary) handle.handleBinary(data as Buffer, reader);
      else handle.handleMessage(data as Buffer);
    } catch (error) {
      if (!isCobrowseError(error)) throw error;
      close(error.code === 'protocol/version-mismatch' ? 'version-mismatch' : 'malformed-frame', error.message);
    }
  });
  // ws has closed the socket already, with this name's code.
  ws.on('error', (error) => leave(faultName(error)));
  ws.on('close', () => leave('gone'));
  presence.add(
    startHeartbeat(line, limits.heartbeatMs, clock, {
      beat() {
        // Browsers answer a ping by themselves, also for a page that is busy; a page sees a frame alone.
        ws.ping();
        send(beatFrame());
      },
      onSilence: () => cut('silent'),
    }),
  );

  function send(frame: Uint8Array, { binary = false } = {}): void {
    if (presence.disposed) return;
    // An empty queue takes any frame, or a limit below the largest frame would cut members that are not slow at all.
    const queued = ws.bufferedAmount;
    if (queued > 0 && queued + frame.length > limits.maxQueuedBytes) return close('too-slow');
    // No beat can overtake a frame, so that the member is told how long to be patient.
    if (frame.length > ANNOUNCED_BYTES) ws.send(beatFrame(frame.length), { binary: false });
    ws.send(frame, { binary });
  }

  return {
    id,
    identity,
    joinedAt: clock.now(),
    send: (frame) => send(frame),
    sendBinary: ({ header, payload }, from) => send(writer.write({ ...header, from }, payload), { binary: true }),
    close,
    cut,
  };
}

/**
 * Beats, and calls `onSilence` when not a byte came between two beats. Any byte counts as a sign of life: on a slow line the
 * answer to a ping waits behind the snapshot that is being sent, and a snapshot is one message that takes its time.
 */
function startHeartbeat(
  line: Duplex,
  heartbeatMs: number,
  clock: Clock,
  on: { readonly beat: () => void; readonly onSilence: () => void },
): () => void {
  let state: 'heard' | 'asked' = 'heard';
  let stopTimer = (): void => {};
  const hear = (): void => {
    state = 'heard';
  };
  const beat = (): void => {
    if (state === 'asked') return on.onSilence();
    state = 'asked';
    stopTimer = clock.after(heartbeatMs, beat);
    on.beat();
  };
  line.on('data', hear);
  stopTimer = clock.after(heartbeatMs, beat);
  return () => {
    stopTimer();
    line.off('data', hear);
  };
}
