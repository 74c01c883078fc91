import type { ReplayerKind } from '../wire/header.ts';

/** What an agent needs before a frame of that kind is looked at. */
export type Requirement = 'nothing' | 'admission' | 'annotate' | 'control';

/** Over all kinds that an agent may send: a new kind without a row does not compile. */
export const REQUIREMENTS: Readonly<Record<ReplayerKind, Requirement>> = {
  hello: 'nothing',
  ping: 'nothing',
  // The relay's to answer.
  probe: 'nothing',
  ack: 'admission',
  'asset-request': 'admission',
  pointer: 'annotate',
  stroke: 'annotate',
  highlight: 'annotate',
  'control-request': 'admission',
  'control-action': 'control',
};
