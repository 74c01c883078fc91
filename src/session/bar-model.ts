import type { BarModel } from '../ui/session-bar.ts';
import { sessionState, watchers } from './derive.ts';
import type { EndReason, Facts } from './facts.ts';

/** Endings that nobody chose: the customer is told that sharing has stopped. */
const UNEXPECTED: readonly (EndReason | null)[] = ['connection-lost', 'protocol', 'capture', 'incompatible-page'];

/** What the bar shows for these facts. `nameOf` gives the shown name of an identity, empty if it has none. */
export function barModel(
  facts: Facts,
  nameOf: (identityId: string) => string,
  { masked, isLate }: Pick<BarModel, 'masked' | 'isLate'>,
): BarModel {
  const state = sessionState(facts);
  const names = watchers(facts).map(nameOf).filter(Boolean);
  if (state === 'ended') {
    const isLoss = UNEXPECTED.includes(facts.ended);
    return { state: isLoss ? 'ended-unexpectedly' : 'ended', watchers: '' };
  }
  if (state === 'paused' && facts.pauses.has('rule')) return { state: 'not-shared', watchers: names.join(', ') };
  const isLost = facts.connection === 'reconnecting' && state !== 'connecting';
  return { state: isLost ? 'reconnecting' : state, watchers: names.join(', '), masked, isLate };
}
