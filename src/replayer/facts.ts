import type { CobrowseError } from '../core/errors.ts';
import type { ConnectionState } from '../room/room.ts';
import type { Message } from '../wire/messages.ts';

/** What an agent's console shows. */
export const REPLAYER_STATES = ['waiting', 'asked', 'live', 'paused', 'reconnecting', 'ended'] as const;
export type ReplayerState = (typeof REPLAYER_STATES)[number];

/** All that a replayer remembers about its standing; whatever can be derived is not here. */
export interface Facts {
  readonly connection: ConnectionState;
  readonly recorder: 'absent' | 'present';
  readonly admission: 'none' | Message<'admission'>['status'];
  readonly sharing: 'on' | 'paused';
  /** Who paused, where the recorder said so. */
  readonly pausedBy: PausedBy | null;
  /** Whether the customer's side masks everything, because its privacy rules could not be applied. */
  readonly masked: 'everything' | null;
  /** What the recorder said when it went; null while one is here, or where it went without a word. */
  readonly away: Away | null;
  /** What it said before it might go without a word. */
  readonly ifGone: Message<'state'>['ifGone'] | null;
  /** `behind` from when the recorder went until the stream goes on: the picture must not be taken for live. */
  readonly picture: 'following' | 'behind';
  /** Which of the customer's tabs is shown, from 1. */
  readonly tab: number;
  /** Nothing, or why it is over. */
  readonly ended: string | null;
}

export type PausedBy = 'rule' | 'customer' | 'host';

/** Where the customer is while no recorder is here. */
export interface Away {
  /** Their next page loads · they went elsewhere and are expected back · they changed to another tab. */
  readonly why: 'loading' | 'expected' | 'other-tab';
  /** The shop's own words, with `expected`. */
  readonly message?: string | undefined;
  readonly returnWithinMs?: number | undefined;
}

export type FactEvent =
  | { readonly type: 'connection'; readonly state: ConnectionState; readonly error?: CobrowseError }
  | { readonly type: 'recorder'; readonly is: Facts['recorder'] }
  /** The stream goes on: with a snapshot, or where it had stopped. */
  | { readonly type: 'caught-up' }
  /** The customer has been away for longer than is waited for. */
  | { readonly type: 'gone' }
  | { readonly type: 'admission'; readonly status: Message<'admission'>['status'] }
  | ({ readonly type: 'state' } & Message<'state'>);

export const INITIAL_FACTS: Facts = {
  connection: 'connecting',
  recorder: 'absent',
  admission: 'none',
  sharing: 'on',
  pausedBy: null,
  masked: null,
  away: null,
  ifGone: null,
  picture: 'following',
  tab: 1,
  ended: null,
};

/** Folds one event into the facts; returns the same object where nothing changed. `ended` is for ever. */
export function fold(facts: Facts, event: FactEvent): Facts {
  if (facts.ended !== null) return facts;
  switch (event.type) {
    case 'connection':
      if (event.state === 'disconnected')
        return { ...facts, connection: 'disconnected', recorder: 'absent', ended: event.error?.code ?? 'left' };
      return withFact(facts, 'connection', event.state);
    case 'recorder':
      if (event.is === 'absent') return handleGone(facts);
      return facts.recorder === 'present' ? facts : { ...facts, recorder: 'present', away: null, ifGone: null };
    case 'caught-up':
      return withFact(facts, 'picture', 'following');
    case 'gone':
      return facts.recorder === 'absent' ? { ...facts, ended: 'customer-left' } : facts;
    case 'admission':
      return event.status === 'denied'
        ? { ...facts, admission: 'denied', ended: 'denied' }
        : withFact(facts, 'admission', event.status);
    case 'state':
      return handleState(facts, event);
  }
}

function handleState(facts: Facts, { state, reason, tab, away, ifGone, pausedBy, masked }: Message<'state'>): Facts {
  if (away) return { ...fold({ ...facts, ifGone: null }, { type: 'recorder', is: 'absent' }), away };
  if (state === 'ended') return { ...facts, recorder: 'absent', ended: reason ?? 'customer' };
  const said = withFact(withFact(facts, 'pausedBy', pausedBy ?? null), 'masked', masked ?? null);
  const told = withFact(said, 'ifGone', ifGone ?? null);
  return withFact(withFact(told, 'sharing', state === 'paused' ? 'paused' : 'on'), 'tab', tab ?? 1);
}

function handleGone(facts: Facts): Facts {
  const { admission, ifGone, connection } = facts;
  const gone: Facts =
    // Who leaves before the customer answered takes the question along.
    admission === 'asked'
      ? { ...facts, recorder: 'absent', admission: 'none' }
      : withFact(withFact(facts, 'recorder', 'absent'), 'picture', admission === 'admitted' ? 'behind' : 'following');
  // Where our own connection broke, nobody has gone.
  if (!ifGone || connection !== 'connected') return gone;
  const { why, ...rest } = ifGone;
  return why === 'ended' ? { ...gone, ended: 'page-left' } : { ...gone, ifGone: null, away: { why, ...rest } };
}

function withFact<Name extends keyof Facts>(facts: Facts, name: Name, value: Facts[Name]): Facts {
  return facts[name] === value ? facts : { ...facts, [name]: value };
}

/** The state that the facts amount to. */
export function replayerState(facts: Facts): ReplayerState {
  if (facts.ended !== null || facts.connection === 'disconnected' || facts.admission === 'denied') return 'ended';
  if (facts.connection === 'reconnecting') return 'reconnecting';
  if (facts.connection === 'connecting' || facts.admission === 'none') return 'waiting';
  if (facts.admission === 'asked') return 'asked';
  if (facts.recorder === 'absent' || (facts.picture === 'behind' && facts.sharing === 'on')) return 'reconnecting';
  return facts.sharing === 'paused' ? 'paused' : 'live';
}

const AWAY_REASONS = { loading: 'page-loading', expected: 'expected-absence', 'other-tab': 'other-tab' } as const;

/**
 * Why the state is what it is, where that is not plain. With `paused`: `paused-by-rule` (the merchant does not share this
 * page), `paused-by-customer`, `paused-by-host`. With `reconnecting`: `connection` (ours is lost),
 * `catching-up` (the customer is back, their page not yet), `page-loading`, `expected-absence`, `other-tab` (the customer's recorder said so when it went) or `customer-away`
 * (it went without a word). With `ended`: an end reason of the customer's, `customer-left` (was away for too long),
 * `denied`, `left` after `dispose()`, or the code of the error.
 */
export function stateReason(facts: Facts): string | undefined {
  const state = replayerState(facts);
  if (state === 'ended') return facts.ended ?? (facts.admission === 'denied' ? 'denied' : 'left');
  if (state === 'paused') return facts.pausedBy ? `paused-by-${facts.pausedBy}` : undefined;
  if (state !== 'reconnecting') return undefined;
  if (facts.connection === 'reconnecting') return 'connection';
  if (facts.recorder === 'present') return 'catching-up';
  return facts.away ? AWAY_REASONS[facts.away.why] : 'customer-away';
}
