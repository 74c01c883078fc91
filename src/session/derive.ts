import type { AdmissionStatus, Facts, PauseReason } from './facts.ts';

/** The public state of a session, in the field's own names. */
export const SESSION_STATES = ['connecting', 'pending', 'authorizing', 'active', 'paused', 'ended'] as const;
export type SessionState = (typeof SESSION_STATES)[number];

/** What the facts amount to, for the page, the bar and the agents. */
export function sessionState(facts: Facts): SessionState {
  if (facts.ended) return 'ended';
  if (facts.connection === 'connecting' || facts.connection === 'disconnected') return 'connecting';
  if (hasStatus(facts, 'admitted')) return facts.pauses.size > 0 ? 'paused' : 'active';
  return hasStatus(facts, 'asked') ? 'authorizing' : 'pending';
}

/** Whether the page may be recorded at all: an agent is admitted and here, nobody paused, and it is not over. */
export function mayRecord(facts: Facts): boolean {
  return sessionState(facts) === 'active';
}

/** Whose pause it is: a rule's counts first, as neither side here can lift it. */
export function pausedBy({ pauses }: Facts): PauseReason | undefined {
  return (['rule', 'customer', 'host'] as const).find((reason) => pauses.has(reason));
}

/**
 * The members that page content may be sent to now. A relay that does not address frames shows every frame to
 * everybody in the room: there, one member without an admission keeps the content back from all.
 */
export function recipients(facts: Facts, relay: 'addresses' | 'broadcasts'): readonly string[] {
  if (!mayRecord(facts) || facts.connection !== 'connected') return [];
  const members = [...facts.present];
  const admitted = members.filter(([, identityId]) => facts.admissions.get(identityId) === 'admitted');
  if (relay === 'broadcasts' && admitted.length < members.length) return [];
  return admitted.map(([memberId]) => memberId);
}

/** The identities that watch, or would if nobody had paused. */
export function watchers(facts: Facts): readonly string[] {
  return identitiesWith(facts, 'admitted');
}

function hasStatus(facts: Facts, status: AdmissionStatus): boolean {
  return identitiesWith(facts, status).length > 0;
}

/** While the connection is being restored nobody can be seen; who was admitted is then taken to be still there. */
function identitiesWith(facts: Facts, status: AdmissionStatus): readonly string[] {
  const here = facts.connection === 'reconnecting' ? null : new Set(facts.present.values());
  return [...facts.admissions].filter(([id, is]) => is === status && (!here || here.has(id))).map(([id]) => id);
}
