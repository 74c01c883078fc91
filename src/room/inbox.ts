import type { Emitter } from '../core/emitter.ts';
import { type CobrowseError, isCobrowseError } from '../core/errors.ts';
import { createFrameReader, type FrameReader } from '../wire/binary-frame.ts';
import { decodeTextFrame, type Payload } from '../wire/frame.ts';
import { type Header, KINDS, RELAY, type Role } from '../wire/header.ts';
import { parsePayload } from '../wire/parse.ts';
import { createMembers, type RoomMember, unverifiedMember } from './members.ts';
import type { RoomEvents } from './room.ts';
import { utf8Length } from './utf8.ts';

/** Frames of relays that name no bound stay below this: 8 MiB, what our relay takes by default. */
const MAX_FRAME_BYTES = 8 * 1_024 * 1_024;

/** A relay that has not said that it takes another is sent this one. */
const TEXT_ALONE: readonly string[] = ['text'];

/** What the relay itself says of the connection. */
export interface RelayHandlers {
  /** `beatMs`: how often it will give a sign of life. */
  onWelcome(beatMs: number | undefined): void;
  /** A sign of life; a frame of so many bytes comes next. */
  onBeat(bytes: number): void;
}

/** What arrives on one socket after the other: who is there, and the frames that concern this side. */
export interface Inbox {
  readonly selfId: string;
  readonly verified: boolean;
  readonly members: ReadonlyMap<string, RoomMember>;
  readonly maxFrameBytes: number;
  /** How the relay takes frames: `text` alone, or `binary` as well. */
  readonly encodings: readonly string[];
  /** A new socket is about to open. `proof` is what its relay must show. */
  expect(selfId: string, proof: string | undefined, handlers: RelayHandlers): void;
  handleMessage(message: string | ArrayBuffer): void;
  /** The socket is gone, and with it everybody on it. */
  reset(): void;
}

/** `report` is handed what else is thrown while a message is read. */
export function createInbox(
  role: Role,
  emitter: Emitter<RoomEvents>,
  end: (error: CobrowseError) => void,
  report: (error: unknown) => void,
): Inbox {
  const otherRole: Role = role === 'recorder' ? 'replayer' : 'recorder';
  const acceptable: ReadonlySet<string> = new Set(KINDS[otherRole]);
  let members = createMembers();
  let selfId = '';
  let verified = false;
  let proof: string | undefined;
  let maxFrameBytes = MAX_FRAME_BYTES;
  let encodings = TEXT_ALONE;
  let reader: FrameReader = createFrameReader();
  let handlers: RelayHandlers = { onWelcome() {}, onBeat() {} };

  function add(member: RoomMember): void {
    if (member.identity.role === otherRole && members.add(member)) emitter.emit('joined', member);
  }

  function remove(id: string): void {
    const member = members.all.get(id);
    if (member && members.remove(id)) emitter.emit('left', member);
  }

  function handleRelay(header: Header, payload: string): void {
    if (header.kind === 'welcome') {
      const welcome = parsePayload('welcome', payload);
      // A relay that merely passes frames on could be made to pass on a welcome that a stranger wrote.
      if (proof === undefined || welcome.proof !== proof) return;
      verified = true;
      selfId = welcome.memberId;
      maxFrameBytes = welcome.maxFrameBytes;
      encodings = welcome.encodings ?? TEXT_ALONE;
      // Who is there comes first: whoever hears of the connection must not take the room for empty.
      for (const member of welcome.members) add({ ...member, verified: true });
      handlers.onWelcome(welcome.beatMs);
    } else if (verified && header.kind === 'joined') {
      add({ ...parsePayload('joined', payload), verified: true });
    } else if (verified && header.kind === 'left') {
      remove(parsePayload('left', payload).id);
    } else if (verified && header.kind === 'beat') {
      handlers.onBeat(parsePayload('beat', payload).bytes ?? 0);
    }
  }

  function handleMember(header: Header, payload: Payload, bytes: () => number): void {
    const isForUs = header.to.length === 0 || header.to.includes(selfId);
    if (!isForUs || header.from === '' || header.from === selfId || !acceptable.has(header.kind)) return;
    if (!members.all.has(header.from)) {
      // Our relay announces everybody before their first frame; elsewhere a hello is all there is.
      if (verified || header.kind !== 'hello') return;
      add(unverifiedMember(header.from, otherRole));
    }
    emitter.emit('frame', {
      header,
      payload,
      get bytes() {
        return bytes();
      },
    });
  }

  function handleText(message: string): void {
    const { header, payload } = decodeTextFrame(message);
    if (header.from === RELAY) handleRelay(header, payload);
    else handleMember(header, payload, () => utf8Length(message));
  }

  return {
    get selfId() {
      return selfId;
    },
    get verified() {
      return verified;
    },
    get members() {
      return members.all;
    },
    get maxFrameBytes() {
      return maxFrameBytes;
    },
    get encodings() {
      return encodings;
    },
    expect(id, nextProof, nextHandlers) {
      selfId = id;
      proof = nextProof;
      handlers = nextHandlers;
      reader = createFrameReader();
    },
    handleMessage(message) {
      try {
        if (typeof message === 'string') handleText(message);
        else {
          const { header, payload } = reader.read(new Uint8Array(message));
          handleMember(header, payload, () => message.byteLength);
        }
      } catch (error) {
        if (!isCobrowseError(error)) report(error);
        else if (error.code === 'protocol/version-mismatch') end(error);
        else emitter.emit('problem', error);
      }
    },
    reset() {
      verified = false;
      maxFrameBytes = MAX_FRAME_BYTES;
      encodings = TEXT_ALONE;
      const gone = [...members.all.values()];
      members = createMembers();
      for (const member of gone) emitter.emit('left', member);
    },
  };
}
