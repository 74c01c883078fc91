import type { ConnectionState } from '../room/room.ts';

/** Why a session is over; the closed list that `ended` draws from. */
export const END_REASONS = [
  'customer',
  'host',
  'unauthorized',
  'forbidden',
  'not-found',
  'connection-lost',
  'signature-refused',
  'room-closed',
  'room-full',
  'replaced',
  'idle',
  'protocol',
  'capture',
  'info',
  'page-left',
  'incompatible-page',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** Who paused; only that one lifts it. */
export type PauseReason = 'customer' | 'rule' | 'host';
export type AdmissionStatus = 'asked' | 'admitted' | 'denied';

/** What an agent may be allowed beside seeing the page. */
export type Capability = 'annotate' | 'control';
export type GrantStatus = 'off' | 'requested' | 'on' | 'rejected';

export const grantKey = (capability: Capability, identityId: string): string => `${capability} ${identityId}`;

/**
 * All that a session remembers about its standing. Whatever can be derived is not here (`derive.ts`).
 * Admissions belong to identities and survive a member's reconnects; presence belongs to members and does not.
 */
export interface Facts {
  readonly connection: ConnectionState;
  /** Admission by identity id. */
  readonly admissions: ReadonlyMap<string, AdmissionStatus>;
  /** Identity id by id of the member that is in the room. */
  readonly present: ReadonlyMap<string, string>;
  readonly pauses: ReadonlySet<PauseReason>;
  /** Who may do what, by {@link grantKey}; whatever is not here is `off`. */
  readonly grants: ReadonlyMap<string, Exclude<GrantStatus, 'off'>>;
  /** CSS selectors of what the customer has hidden; they hold on every page of the session. */
  readonly hidden: readonly string[];
  readonly ended: EndReason | null;
}

export type FactEvent =
  | { readonly type: 'connection'; readonly state: ConnectionState }
  | { readonly type: 'joined'; readonly memberId: string; readonly identityId: string }
  | { readonly type: 'left'; readonly memberId: string }
  | { readonly type: AdmissionStatus | 'lapsed'; readonly identityId: string }
  | { readonly type: 'paused'; readonly reason: PauseReason }
  | { readonly type: 'unpaused'; readonly reason: PauseReason }
  | { readonly type: 'grant'; readonly identityId: string; readonly capability: Capability; readonly status: GrantStatus }
  | { readonly type: 'hidden' | 'unhidden'; readonly selector: string }
  | { readonly type: 'ended'; readonly reason: EndReason };

export const INITIAL_FACTS: Facts = {
  connection: 'connecting',
  admissions: new Map(),
  present: new Map(),
  pauses: new Set(),
  grants: new Map(),
  hidden: [],
  ended: null,
};

/** As many as a list of the resume record may have. */
export const MAX_HIDDEN = 64;

/** Folds one event into the facts; returns the same object where nothing changed. `ended` is for ever. */
export function fold(facts: Facts, event: FactEvent): Facts {
  if (facts.ended) return facts;
  const next = foldOne(facts, event);
  return next.grants.size === 0 ? next : withoutLostGrants(next);
}

function foldOne(facts: Facts, event: FactEvent): Facts {
  switch (event.type) {
    case 'connection':
      return event.state === facts.connection ? facts : { ...facts, connection: event.state };
    case 'joined':
      return { ...facts, present: new Map(facts.present).set(event.memberId, event.identityId) };
    case 'left':
      return handleLeft(facts, event.memberId);
    case 'asked':
    case 'denied':
      return withAdmission(facts, event.identityId, event.type);
    case 'admitted':
      // A yes that comes after the agent was withdrawn is a yes to nobody.
      return facts.admissions.get(event.identityId) === 'asked'
        ? withAdmission(facts, event.identityId, 'admitted')
        : facts;
    case 'lapsed':
      return handleLapsed(facts, event.identityId);
    case 'paused':
      return facts.pauses.has(event.reason) ? facts : { ...facts, pauses: new Set(facts.pauses).add(event.reason) };
    case 'unpaused': {
      if (!facts.pauses.has(event.reason)) return facts;
      const pauses = new Set(facts.pauses);
      pauses.delete(event.reason);
      return { ...facts, pauses };
    }
    case 'grant':
      return handleGrant(facts, event);
    case 'hidden':
      return facts.hidden.includes(event.selector) || facts.hidden.length >= MAX_HIDDEN
        ? facts
        : { ...facts, hidden: [...facts.hidden, event.selector] };
    case 'unhidden':
      return facts.hidden.includes(event.selector)
        ? { ...facts, hidden: facts.hidden.filter((selector) => selector !== event.selector) }
        : facts;
    case 'ended':
      return { ...facts, connection: 'disconnected', present: new Map(), ended: event.reason };
  }
}

function withAdmission(facts: Facts, identityId: string, status: AdmissionStatus): Facts {
  return { ...facts, admissions: new Map(facts.admissions).set(identityId, status) };
}

/** A yes answers a request; one agent at a time has control. */
function handleGrant(facts: Facts, { identityId, capability, status }: FactEvent & { type: 'grant' }): Facts {
  const key = grantKey(capability, identityId);
  const before = facts.grants.get(key) ?? 'off';
  if (before === status || ((status === 'on' || status === 'rejected') && before !== 'requested')) return facts;
  const grants = new Map(facts.grants);
  if (status === 'on' && capability === 'control')
    for (const [other, is] of grants) if (other.startsWith('control ') && is === 'on') grants.delete(other);
  if (status === 'off') grants.delete(key);
  else grants.set(key, status);
  return { ...facts, grants };
}

/** Leaving, pausing and ending turn grants off, as does whatever takes an admission. */
function withoutLostGrants(facts: Facts): Facts {
  const here = new Set(facts.present.values());
  const kept = [...facts.grants].filter(([key]) => {
    const identityId = key.slice(key.indexOf(' ') + 1);
    return !facts.ended && facts.pauses.size === 0 && here.has(identityId) && facts.admissions.get(identityId) === 'admitted';
  });
  return kept.length === facts.grants.size ? facts : { ...facts, grants: new Map(kept) };
}

/** An admission whose agent has been away for too long: whoever comes back under that name is asked about again. */
function handleLapsed(facts: Facts, identityId: string): Facts {
  const isHere = [...facts.present.values()].includes(identityId);
  if (isHere || facts.admissions.get(identityId) !== 'admitted') return facts;
  const admissions = new Map(facts.admissions);
  admissions.delete(identityId);
  return { ...facts, admissions };
}

/** Who leaves before the customer answered is not asked about any more. */
function handleLeft(facts: Facts, memberId: string): Facts {
  const identityId = facts.present.get(memberId);
  if (identityId === undefined) return facts;
  const present = new Map(facts.present);
  present.delete(memberId);
  const isStillHere = [...present.values()].includes(identityId);
  if (isStillHere || facts.admissions.get(identityId) !== 'asked') return { ...facts, present };
  const admissions = new Map(facts.admissions);
  admissions.delete(identityId);
  return { ...facts, present, admissions };
}
