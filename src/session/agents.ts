import type { RoomMember } from '../room/members.ts';
import type { ConsentRequest } from './admission.ts';

/** Characters of a name that dialog and bar show; a longer one is somebody's text, not a name. */
const MAX_NAME = 60;

/**
 * What admissions are kept under. A name that nobody vouches for can be anybody's, so such a member is only ever
 * itself: its admission does not pass on to the next member that claims the same.
 */
export function identityKey(member: RoomMember): string {
  return member.verified ? `verified:${member.identity.id}` : `member:${member.id}`;
}

/** The agent as the customer is shown it: one line, no direction marks that could make it read as another. */
export function agentOf({ identity, verified }: RoomMember): ConsentRequest['agent'] {
  const name = verified ? identity.name.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim() : '';
  return { name: name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name, verified };
}
