import type { RoomMember } from '../room/members.ts';
import type { ConsentRequest } from './admission.ts';

/** Characters of a name that dialog and bar show; a longer one is somebody's text, not a name. */
const MAX_NAME = 60;
/** Latin and Chinese names have nothing to be taken out: engines take milliseconds to make the other pattern's tables. */
const PLAIN = /^[ -~\xa1-\xac\xae-\u0377\u4e00-\u9fa5]*$/;

/**
 * What admissions are kept under. A name that nobody vouches for can be anybody's, so such a member is only ever
 * itself: its admission does not pass on to the next member that claims the same.
 */
export function identityKey(member: RoomMember): string {
  return member.verified ? `verified:${member.identity.id}` : `member:${member.id}`;
}

/** The agent as the customer is shown it: one line, no direction marks that could make it read as another. */
export function agentOf({ identity, verified }: RoomMember): ConsentRequest['agent'] {
  const given = verified ? identity.name : '';
  const name = (PLAIN.test(given) ? given : given.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')).trim();
  return { name: name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name, verified };
}
