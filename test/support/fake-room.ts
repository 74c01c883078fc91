import { createEmitter } from '../../src/core/emitter.ts';
import { CobrowseError } from '../../src/core/errors.ts';
import { createHeader, type FrameKind, type Header } from '../../src/wire/header.ts';
import type { Room, RoomEvents, RoomOptions } from '../../src/room/room.ts';
import type { RoomMember } from '../../src/room/members.ts';

/** A room without a network: a test plays the recorder in it. */
export interface FakeRoom {
  readonly join: (options: RoomOptions) => Room;
  /** Frames that the replayer has sent. */
  readonly sent: { kind: FrameKind; payload: unknown; header: Header }[];
  readonly left: boolean;
  connect(): void;
  setState(state: Room['state'], error?: RoomEvents['connection']['error']): void;
  recorderJoins(id?: string): void;
  recorderLeaves(id?: string): void;
  receive(kind: FrameKind, payload: unknown, fields?: Partial<Header>): void;
  /** Something came that could not be read. */
  receiveGarbage(): void;
}

export function createFakeRoom(): FakeRoom {
  const emitter = createEmitter<RoomEvents>();
  const members = new Map<string, RoomMember>();
  const sent: FakeRoom['sent'] = [];
  let state: Room['state'] = 'connecting';
  let left = false;

  const setState: FakeRoom['setState'] = (next, error) => {
    if (state === next) return;
    state = next;
    emitter.emit('connection', error ? { state: next, error } : { state: next });
    if (next !== 'connected') for (const id of [...members.keys()]) recorderLeaves(id);
  };
  function recorderLeaves(id = 'recorder'): void {
    const member = members.get(id);
    if (member && members.delete(id)) emitter.emit('left', member);
  }
  const room: Room = {
    get state() {
      return state;
    },
    roomId: 'room-1',
    selfId: 'me',
    members,
    verified: true,
    encodings: ['text'],
    bufferedBytes: 0,
    on: emitter.on,
    send(kind, payload, fields) {
      if (state !== 'connected') return false;
      const header = createHeader(kind, { from: 'me', ...fields });
      sent.push({ kind, payload, header });
      const body = JSON.stringify(payload);
      emitter.emit('sent', { header, payload: body, bytes: body.length });
      return true;
    },
    sendEvents: (payload, fields) => room.send('events', JSON.parse(String(payload)), fields),
    retryNow() {},
    leave() {
      left = true;
      setState('disconnected');
      emitter.clear();
    },
  };
  return {
    join: () => room,
    sent,
    get left() {
      return left;
    },
    connect: () => setState('connected'),
    setState,
    recorderJoins(id = 'recorder') {
      const member: RoomMember = { id, identity: { id, name: 'Cora', role: 'recorder' }, verified: true };
      members.set(id, member);
      emitter.emit('joined', member);
    },
    recorderLeaves,
    receiveGarbage: () => emitter.emit('problem', new CobrowseError('protocol/malformed-frame', 'Frame: garbage.')),
    receive(kind, payload, fields) {
      const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
      emitter.emit('frame', {
        header: createHeader(kind, { from: 'recorder', ...fields }),
        payload: body,
        bytes: body.length,
      });
    },
  };
}
