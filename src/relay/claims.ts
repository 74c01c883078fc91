import type { CloseName } from '../wire/close-codes.ts';
import type { Role } from '../wire/header.ts';

/** What a signature states: who may enter which room in which role. */
export interface Claims {
  /** At most 256 characters. */
  readonly roomId: string;
  readonly role: Role;
  /** `userId` or `workNo`, at most 200 characters. Empty for somebody unknown: the relay then gives an id for one stay. */
  readonly id: string;
  /** What may be shown of the member, at most 200 characters; may be empty. */
  readonly name: string;
}

/** Why a signature lets nobody in; each is a close code of `wire/close-codes.ts`. */
export type Refusal = Extract<
  CloseName,
  'signature-invalid' | 'signature-expired' | 'signature-used' | 'role-refused' | 'room-closed'
>;

/** The same bound that connection info has. */
const MAX_ROOM_ID = 256;
/** The bound of ids and names in messages: a longer one would be refused by the member that is told of it. */
const MAX_TEXT = 200;
// A name is shown to people and travels in one header line: no control characters, no lone surrogates.
const UNFIT = /[\p{Cc}\p{Cs}]/u;

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length <= max && !UNFIT.test(value);

/** Checks what a signature, or somebody's own `verify`, states. Returns what is wrong, or null. */
export function findFault(claims: unknown): { refusal: Refusal; message: string } | null {
  const { roomId, role, id, name } = (typeof claims === 'object' && claims !== null ? claims : {}) as Record<string, unknown>;
  const invalid = (message: string): { refusal: Refusal; message: string } => ({ refusal: 'signature-invalid', message });
  if (!isText(roomId, MAX_ROOM_ID) || roomId === '') return invalid(`roomId must be a text of 1 to ${MAX_ROOM_ID} characters`);
  if (!isText(id, MAX_TEXT)) return invalid(`id must be a text of at most ${MAX_TEXT} characters`);
  if (!isText(name, MAX_TEXT)) return invalid(`name must be a text of at most ${MAX_TEXT} characters`);
  if (role !== 'recorder' && role !== 'replayer') return { refusal: 'role-refused', message: 'role must be recorder or replayer' };
  return null;
}
