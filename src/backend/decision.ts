import { CobrowseError } from '../core/errors.ts';
import type { ReadClaim } from './claim.ts';
import type { ConnectionInfoRequest } from './contact-centre.ts';
import type { RoomIds } from './room-ids.ts';

/** Who is asking and what they may have: the merchant's word, and the only one that counts. */
export interface Decision {
  /**
   * Who it is, by the merchant's own session: never empty, never the same for two people. For a customer who is not
   * signed in, an id that the merchant's cookie carries and nobody else can present.
   */
  readonly userId: string;
  /** The name that the other side is shown. */
  readonly userName?: string | undefined;
  /** The agent's id. Default for a replayer: `userId`. */
  readonly workNo?: string | undefined;
  /** Default `recorder`, the customer's side. A `replayer` must come with the `roomId` that this agent may watch. */
  readonly role?: 'recorder' | 'replayer' | undefined;
  /**
   * The room that this person may join, generally the contact's session id. Left out, a customer gets a room id that
   * this handler issues and takes back from this `userId` alone.
   */
  readonly roomId?: string | undefined;
}

/** Ids and names are short; longer ones would only fail further away, in the contact centre. */
const MAX_TEXT = 256;

/** Checks what `authorize` returned. Throws `backend/invalid-decision`, naming the field, never quoting it. */
export function parseDecision(value: unknown): Decision {
  if (typeof value !== 'object' || value === null) throw invalidDecision('It must be an object or null');
  const decision = value as Decision;
  if (!isText(decision.userId)) throw invalidDecision(`userId must be a text of 1 to ${MAX_TEXT} characters`);
  for (const field of ['userName', 'workNo', 'roomId'] as const) {
    if (decision[field] !== undefined && !isText(decision[field]))
      throw invalidDecision(`${field}, where given, must be a text of 1 to ${MAX_TEXT} characters`);
  }
  const { role = 'recorder' } = decision;
  if (role !== 'recorder' && role !== 'replayer') throw invalidDecision('role must be recorder or replayer');
  if (role === 'replayer' && decision.roomId === undefined) throw invalidDecision('a replayer must come with a roomId');
  return decision;
}

/**
 * The call to make for a decision, or `forbidden` where the page claims a role or a room that the decision does not
 * give it.
 */
export async function settle(
  decision: Decision,
  claim: ReadClaim,
  roomIds: RoomIds,
): Promise<ConnectionInfoRequest | 'forbidden'> {
  const { userId, userName, role = 'recorder' } = decision;
  if (claim.role !== undefined && claim.role !== role) return 'forbidden';
  const roomId = await settleRoom(decision, claim, roomIds);
  if (roomId === undefined) return 'forbidden';
  // `userId` is the customer in the contact centre's words: an agent's goes where agents' ids go.
  if (role === 'replayer') return { roomId, userName, workNo: decision.workNo ?? userId, role };
  return { roomId, userId, userName, workNo: decision.workNo, role };
}

async function settleRoom(
  { userId, roomId }: Decision,
  claim: ReadClaim,
  roomIds: RoomIds,
): Promise<string | undefined> {
  if (roomId !== undefined) return claim.roomId === undefined || claim.roomId === roomId ? roomId : undefined;
  if (claim.roomId === undefined) return await roomIds.issue(userId);
  return (await roomIds.verify(claim.roomId, userId)) ? claim.roomId : undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && value.length <= MAX_TEXT;

function invalidDecision(sentence: string): CobrowseError {
  return new CobrowseError('backend/invalid-decision', `What \`authorize\` returned cannot be used. ${sentence}.`);
}
