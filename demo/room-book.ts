/** A member as the relay lists it. */
export interface ListedMember {
  readonly memberId: string;
  readonly identity: { readonly id: string; readonly name: string };
  readonly joinedAt: number;
}

/** A room as the relay lists it. */
export interface ListedRoom {
  readonly roomId: string;
  readonly recorder: ListedMember | null;
  readonly replayers: readonly ListedMember[];
}

/** What the console shows of a room. */
export interface WaitingRoom {
  readonly roomId: string;
  readonly customer: string;
  /** Epoch milliseconds at which the customer's recorder joined. */
  readonly since: number;
  readonly agents: readonly string[];
}

export interface RoomBook {
  /** Notes that something happened in a room. */
  note(roomId: string): void;
  /** Forgets a room that was released: nobody is let in any more. */
  forget(roomId: string): void;
  /** True for a room that exists, or existed a moment ago. */
  has(roomId: string): boolean;
  /** Rooms in which a customer waits or is helped, longest waiting first. */
  waiting(): readonly WaitingRoom[];
}

/**
 * When both sides lose their network at once the relay's room is gone for a moment, and an agent who is back first
 * must not be told that there is none. One minute is twice the longest pause between two attempts (30 s).
 */
const REMEMBERED_MS = 60_000;

/** Which rooms there are, for the console's list and for the check before an agent gets connection info. */
export function createRoomBook(list: () => readonly ListedRoom[], now: () => number = Date.now): RoomBook {
  const seen = new Map<string, number>();
  const forgetOld = (): void => {
    for (const [roomId, at] of seen) if (now() - at > REMEMBERED_MS) seen.delete(roomId);
  };
  return {
    note(roomId) {
      forgetOld();
      seen.set(roomId, now());
    },
    forget(roomId) {
      seen.delete(roomId);
    },
    has(roomId) {
      forgetOld();
      return seen.has(roomId) || list().some((room) => room.roomId === roomId);
    },
    waiting() {
      return list()
        .flatMap(({ roomId, recorder, replayers }) =>
          recorder
            ? [{ roomId, customer: recorder.identity.name, since: recorder.joinedAt, agents: replayers.map((one) => one.identity.name) }]
            : [],
        )
        .sort((one, other) => one.since - other.since);
    },
  };
}
