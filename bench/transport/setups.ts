import { openIngest, openOurRelay, openPlainRelay, type Upstream } from './relays.ts';

/** One way to get a customer's page to somebody else, or none. */
export interface Setup {
  readonly name: string;
  /** The module of `pages/` that the customer's page loads. */
  readonly customer: string;
  /** The agent's, where there is a live view. */
  readonly agent?: string;
  open?(): Promise<Upstream>;
}

export const NONE = 'no recorder';
/** One JSON text for each event. */
export const PLAIN = 'rrweb, JSON';

export const SETUPS: readonly Setup[] = [
  { name: NONE, customer: 'customer-none' },
  { name: PLAIN, customer: 'customer-rrweb', agent: 'agent-rrweb', open: () => openPlainRelay(false) },
  { name: 'rrweb, JSON + deflate', customer: 'customer-rrweb', agent: 'agent-rrweb', open: () => openPlainRelay(true) },
  { name: 'OpenReplay tracker', customer: 'customer-openreplay', open: openIngest },
  { name: 'Sentry Replay', customer: 'customer-sentry', open: openIngest },
  { name: 'cobrowse-widget', customer: 'customer-ours', agent: 'agent-ours', open: openOurRelay },
];

/** Those in which somebody watches. */
export const LIVE = SETUPS.filter(({ agent }) => agent);
