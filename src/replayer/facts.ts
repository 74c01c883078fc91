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
  /** Nothing, or why it is over. */
  readonly ended: string | null;
}

export type FactEvent =
  | { readonly type: 'connection'; readonly state: ConnectionState; readonly error?: CobrowseError }
  | { readonly type: 'recorder'; readonly is: Facts['recorder'] }
  | { readonly type: 'admission'; readonly status: Message<'admission'>['status'] }
  | ({ readonly type: 'state' } & Message<'state'>);

export const INITIAL_FACTS: Facts = {
  connection: 'connecting',
  recorder: 'absent',
  admission: 'none',
  sharing: 'on',
  ended: null,
};

/**
 * What a recorder says when its page goes away. The session may go on with the next page, so this is not its end; a
 * recorder that stays away looks to the agent like a customer whose network broke.
 */
const PAGE_LEFT = 'page-hidden';

/** Folds one event into the facts; returns the same object where nothing changed. `ended` is for ever. */
export function fold(facts: Facts, event: FactEvent): Facts {
  if (facts.ended !== null) return facts;
  switch (event.type) {
    case 'connection':
      if (event.state === 'disconnected')
        return { ...facts, connection: 'disconnected', recorder: 'absent', ended: event.error?.code ?? 'left' };
      return withFact(facts, 'connection', event.state);
    case 'recorder':
      // Who leaves before the customer answered takes the question along.
      if (event.is === 'absent' && facts.admission === 'asked') return { ...facts, recorder: 'absent', admission: 'none' };
      return withFact(facts, 'recorder', event.is);
    case 'admission':
      return event.status === 'denied'
        ? { ...facts, admission: 'denied', ended: 'denied' }
        : withFact(facts, 'admission', event.status);
    case 'state':
      if (event.state !== 'ended') return withFact(facts, 'sharing', event.state === 'paused' ? 'paused' : 'on');
      if (event.reason === PAGE_LEFT) return fold(facts, { type: 'recorder', is: 'absent' });
      return { ...facts, recorder: 'absent', ended: event.reason ?? 'customer' };
  }
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
  if (facts.recorder === 'absent') return 'reconnecting';
  return facts.sharing === 'paused' ? 'paused' : 'live';
}

/**
 * Why the state is what it is, where that is not plain: `connection` (ours is lost) or `customer-away` (theirs is, or
 * their next page is loading) with `reconnecting`; with `ended` an end reason of the customer's, `denied`, `left`
 * after `dispose()`, or the code of the error.
 */
export function stateReason(facts: Facts): string | undefined {
  const state = replayerState(facts);
  if (state === 'ended') return facts.ended ?? (facts.admission === 'denied' ? 'denied' : 'left');
  if (state !== 'reconnecting') return undefined;
  return facts.connection === 'reconnecting' ? 'connection' : 'customer-away';
}
