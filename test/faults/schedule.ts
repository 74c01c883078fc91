import type { Way } from './proxy.ts';
import { createRandom, type Random } from './random.ts';

export type Side = 'customer' | 'agent';

/** One thing that goes wrong. What lasts is over after `forMs`, or at the quiet point if that is sooner. */
export type Fault =
  | { readonly kind: 'cut'; readonly side: Side; readonly how: 'fin' | 'rst' }
  | { readonly kind: 'offline'; readonly side: Side; readonly forMs: number }
  | { readonly kind: 'stall'; readonly side: Side; readonly way: Way; readonly forMs: number }
  | { readonly kind: 'delay'; readonly side: Side; readonly ms: number; readonly forMs: number }
  | { readonly kind: 'slow'; readonly side: Side; readonly bytesPerSecond: number; readonly forMs: number }
  | { readonly kind: 'corrupt'; readonly side: Side; readonly way: Way }
  | { readonly kind: 'duplicate'; readonly side: Side }
  | { readonly kind: 'half-open'; readonly side: Side; readonly known: 'relay' | 'browser' | 'nobody' }
  | { readonly kind: 'relay-restart'; readonly downMs: number }
  | { readonly kind: 'no-info'; readonly forMs: number }
  | { readonly kind: 'pause'; readonly forMs: number };

/**
 * What somebody does half-way through the changes of a round: the customer's page is loaded anew, another agent joins and
 * leaves after the quiet point, or the page is hidden behind another tab, where so few of the changes happen.
 */
export type Deed = { readonly kind: 'reload' | 'guest' } | { readonly kind: 'hide'; readonly changes: number };

/** From one quiet point to the next: so many changes of the page, and what goes wrong when meanwhile. */
export interface Round {
  readonly changes: number;
  readonly faults: readonly (Fault & { readonly atMs: number })[];
  /** Whether the browsers say that the network is back, as they do where they notice. */
  readonly isNoticed: boolean;
  readonly deed?: Deed;
}

/** How often each comes, against the others. A half-open connection is rare, as each takes some seconds to be found. */
const WEIGHTS = {
  cut: 5, offline: 3, stall: 4, delay: 4, slow: 4, corrupt: 4, duplicate: 2, 'half-open': 1, 'relay-restart': 2, 'no-info': 1, pause: 1,
} as const; // prettier-ignore

/** As often as one another, but for a guest, for whom an engine may have to start. */
const DEEDS = { reload: 3, hide: 3, guest: 2 } as const;

/** All that a seed stands for: rounds of changes and faults. */
export function planRounds(seed: number): readonly Round[] {
  // Not the numbers that the page draws from the same seed.
  const random = createRandom(Math.imul(seed, 0x9e3779b1));
  const rounds = Array.from({ length: random.whole(1, 3) }, () => ({
    changes: random.whole(40, 140),
    faults: Array.from({ length: random.whole(1, 4) }, () => ({ ...planFault(random), atMs: random.whole(0, 1_200) })).sort(
      (one, other) => one.atMs - other.atMs,
    ),
    isNoticed: random.isLikely(0.7),
  }));
  // By numbers of their own, and in every second schedule alone: seeds that were found before there were deeds mean the same.
  if (seed % 2 === 0) return rounds;
  const deeds = createRandom(Math.imul(seed, 0x85ebca6b));
  return rounds.map((round) => ({ ...round, deed: planDeed(deeds) }));
}

function planDeed(random: Random): Deed {
  const kind = random.weighed(DEEDS);
  return kind === 'hide' ? { kind, changes: random.whole(2, 10) } : { kind };
}

function planFault(random: Random): Fault {
  const side = random.pick(['customer', 'agent'] as const);
  const way = random.pick(['up', 'down'] as const);
  const forMs = random.whole(100, 1_500);
  const kind = random.weighed(WEIGHTS);
  switch (kind) {
    case 'cut':
      return { kind, side, how: random.pick(['fin', 'rst']) };
    case 'stall':
      return { kind, side, way, forMs };
    case 'delay':
      return { kind, side, ms: random.whole(20, 600), forMs };
    case 'slow':
      return { kind, side, bytesPerSecond: random.whole(2_000, 60_000), forMs };
    case 'corrupt':
      return { kind, side, way };
    case 'duplicate':
      return { kind, side };
    case 'half-open':
      return { kind, side, known: random.pick(['relay', 'browser', 'nobody']) };
    case 'relay-restart':
      return { kind, downMs: random.whole(0, 800) };
    case 'no-info':
    case 'pause':
      return { kind, forMs };
    case 'offline':
      return { kind, side, forMs };
  }
}

/** The schedule as text, one line for each thing. */
export function describeRounds(rounds: readonly Round[]): string {
  return rounds
    .map(({ changes, faults, isNoticed, deed }, index) =>
      [
        `round ${index + 1}: ${changes} changes${isNoticed ? ', noticed' : ''}${deed ? `, half-way ${JSON.stringify(deed)}` : ''}`,
        ...faults.map(({ atMs, kind, ...rest }) => `  ${String(atMs).padStart(5)} ms  ${kind} ${JSON.stringify(rest)}`),
      ].join('\n'),
    )
    .join('\n');
}
