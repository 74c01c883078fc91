import type { ReplayerKind } from '../wire/header.ts';
import { REQUIREMENTS } from './capabilities.ts';
import { type Facts, grantKey } from './facts.ts';

/** Why an agent's frame was not acted on; sent back as a refusal. */
export type RefusalCode = 'not-admitted' | 'not-granted';

/** The one place that decides whether an agent's frame is dispatched. */
export function authorize(kind: ReplayerKind, memberId: string, facts: Facts): 'allowed' | RefusalCode {
  const requirement = REQUIREMENTS[kind];
  if (requirement === 'nothing') return 'allowed';
  const identityId = facts.present.get(memberId);
  if (identityId === undefined || facts.admissions.get(identityId) !== 'admitted') return 'not-admitted';
  if (requirement === 'admission') return 'allowed';
  return facts.grants.get(grantKey(requirement, identityId)) === 'on' ? 'allowed' : 'not-granted';
}
