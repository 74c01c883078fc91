import type { Policy } from '../capture/policy.ts';
import type { Message } from '../wire/messages.ts';
import { pausedBy, sessionState } from './derive.ts';
import type { Facts } from './facts.ts';

/** What agents are told of the session; `tab` is this tab's number in it, from 1. */
export function stateMessage(facts: Facts, tab: number, closed: Policy['closed']): Message<'state'> {
  const state = sessionState(facts) as Message<'state'>['state'];
  return {
    state,
    ...(facts.ended ? { reason: facts.ended } : {}),
    ...(tab > 1 ? { tab } : {}),
    ...(state === 'paused' ? { pausedBy: pausedBy(facts) } : {}),
    ...(closed ? { masked: 'everything' as const } : {}),
  };
}
