import type { Identity, Role } from '../wire/header.ts';

/** Somebody of the other role in the room. */
export interface RoomMember {
  readonly id: string;
  readonly identity: Identity;
  /** True only where the relay proved that it checked signatures; else the name is the member's own claim. */
  readonly verified: boolean;
}

/** Members tracked at most. Our relay allows fewer; another relay's room must not grow a list without bound here. */
const MAX_MEMBERS = 64;

/** Who of the other role is in the room, as far as one can know. */
export interface Members {
  readonly all: ReadonlyMap<string, RoomMember>;
  /** Adds one; says whether it is new. */
  add(member: RoomMember): boolean;
  remove(id: string): boolean;
}

export function createMembers(): Members {
  const all = new Map<string, RoomMember>();
  return {
    all,
    add(member) {
      if (all.has(member.id) || all.size >= MAX_MEMBERS) return false;
      all.set(member.id, member);
      return true;
    },
    remove: (id) => all.delete(id),
  };
}

/** A member that a relay without stamps brought in: it is what it says it is, and nobody vouches for it. */
export function unverifiedMember(id: string, role: Role): RoomMember {
  return { id, identity: { id, name: '', role }, verified: false };
}

/**
 * What only the relay that checked this very signature can send: base64url of SHA-256 over the `connectParam`.
 * Undefined on pages that are no secure context, where there is no WebCrypto; names are then not verified.
 */
export async function signatureProof(connectParam: string): Promise<string | undefined> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return undefined;
  const hash = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(connectParam)));
  return btoa(String.fromCharCode(...hash))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
