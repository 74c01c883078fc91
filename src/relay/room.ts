import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from '../core/clock.ts';
import { newId } from '../core/ids.ts';
import type { Claims } from './claims.ts';
import type { ClosingName } from './closing.ts';
import type { RelayEventListener } from './events.ts';
import type { FrameReader } from '../wire/binary-frame.ts';
import type { Header, Role } from '../wire/header.ts';
import { beatFrame, isAddressed, readBinaryFrame, readFrame, relayFrame, stampFrame } from './forward.ts';
import type { Limits } from './limits.ts';
import { createMember, type Member } from './member.ts';

export interface RoomOptions {
  readonly roomId: string;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly onEvent: RelayEventListener;
  /** The last member left. The room is of no more use. */
  readonly onEmpty: () => void;
}

/** A socket, and what its bytes come by. */
export interface Connection {
  readonly ws: WebSocket;
  readonly line: Duplex;
}

/** One recorder at most, and replayers that do not learn of one another. */
export interface Room {
  readonly recorder: Member | undefined;
  readonly replayers: readonly Member[];
  /** Brings a verified socket in, unless the room is full; says which. A recorder always finds its place. */
  join(connection: Connection, claims: Claims, proof: string): 'joined' | 'room-full';
  /** Closes every member. */
  close(name: ClosingName): void;
  /** Cuts every member of that role, or of both, as a broken network would. */
  disconnect(role: Role | undefined): void;
}

export function createRoom({ roomId, limits, clock, onEvent, onEmpty }: RoomOptions): Room {
  let recorder: Member | undefined;
  const replayers = new Map<string, Member>();
  let lastFrameAt = clock.now();
  const members = (): Member[] => [...(recorder ? [recorder] : []), ...replayers.values()];
  const othersOf = (role: Role): Member[] => (role === 'recorder' ? [...replayers.values()] : recorder ? [recorder] : []);
  const introduce = ({ id, identity }: Member) => ({ id, identity });

  function closeAll(name: ClosingName): void {
    for (const member of members()) member.close(name);
  }

  // One timer that asks how long ago the last frame was: far cheaper than one that every frame sets anew.
  let stopIdleTimer = clock.after(limits.idleMs, checkIdle);
  function checkIdle(): void {
    const leftMs = lastFrameAt + limits.idleMs - clock.now();
    if (leftMs <= 0) closeAll('idle');
    else stopIdleTimer = clock.after(leftMs, checkIdle);
  }

  function forward(message: Buffer, sender: Member): void {
    const frame = readFrame(message, sender);
    if (frame.header.kind === 'probe') return sender.send(beatFrame());
    const stamped = stampFrame(frame, sender);
    pass(frame.header, sender, stamped.length, (recipient) => recipient.send(stamped));
  }

  function forwardBinary(message: Buffer, reader: FrameReader, sender: Member): void {
    const frame = readBinaryFrame(message, reader, sender);
    pass(frame.header, sender, message.length, (recipient) => recipient.sendBinary(frame, sender.id));
  }

  function pass(header: Header, sender: Member, bytes: number, sendTo: (recipient: Member) => void): void {
    lastFrameAt = clock.now();
    const recipients = othersOf(sender.identity.role).filter(({ id }) => isAddressed(header, id));
    for (const recipient of recipients) sendTo(recipient);
    onEvent({ type: 'forwarded', roomId, kind: header.kind, bytes, recipients: recipients.length });
  }

  function announce(kind: 'joined' | 'left', member: Member): void {
    const frame = relayFrame(kind, introduce(member));
    for (const other of othersOf(member.identity.role)) other.send(frame);
  }

  function remove(member: Member): void {
    if (recorder === member) recorder = undefined;
    else replayers.delete(member.id);
  }

  return {
    get recorder() {
      return recorder;
    },
    get replayers() {
      return [...replayers.values()];
    },
    join(connection, { role, id, name }, proof) {
      if (role === 'replayer' && replayers.size >= limits.maxMembersPerRoom - 1) return 'room-full';
      const memberId = newId();
      const member: Member = createMember({
        ...connection,
        id: memberId,
        // Two agents without an id must not pass for one whom the customer has admitted: each stay is somebody new.
        identity: { id: id || memberId, name, role },
        limits,
        clock,
        handleMessage: (message) => forward(message, member),
        handleBinary: (message, reader) => forwardBinary(message, reader, member),
        handleLeave(reason) {
          remove(member);
          announce('left', member);
          onEvent({ type: 'left', roomId, memberId, identity: member.identity, reason });
          if (members().length > 0) return;
          stopIdleTimer();
          onEmpty();
        },
      });
      const former = recorder;
      if (role === 'recorder') recorder = member;
      else replayers.set(memberId, member);
      lastFrameAt = clock.now();
      member.send(
        relayFrame('welcome', {
          memberId,
          proof,
          identity: member.identity,
          members: othersOf(role).map(introduce),
          maxFrameBytes: limits.maxFrameBytes,
          beatMs: limits.heartbeatMs,
          encodings: ['text', 'binary'],
        }),
      );
      // The one before leaves before the newcomer is announced, so that nobody ever sees two recorders.
      if (role === 'recorder') former?.close('replaced');
      announce('joined', member);
      onEvent({ type: 'joined', roomId, memberId, identity: member.identity });
      return 'joined';
    },
    close: closeAll,
    disconnect(role) {
      for (const member of members()) if (!role || member.identity.role === role) member.cut('disconnected');
    },
  };
}
