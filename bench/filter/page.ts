// Runs in the browser: rrweb with and without the filter on the same scripted changes, by turns.
import { record } from 'rrweb';
import type { PrivacyOptions } from '../../src/capture/policy.ts';
import { type Count, createRings, DEFAULTS } from '../streams/rings.ts';
import { open, SCENARIOS, SESSION_STEPS, sessionStep } from './shop.ts';

const POLICIES: Readonly<Record<string, PrivacyOptions>> = {
  default: DEFAULTS,
  'ten rules, e-mail, phone': {
    ...DEFAULTS,
    mask: '.price, .customer > span, table td.total, #orders .row:not(.head), [data-private], .address',
    unmask: '.search, .quantity',
    block: '.avatar, .map, form.payment iframe',
    maskEmails: true,
    maskPhones: true,
  },
  'everything masked': { ...DEFAULTS, maskAll: true, unmask: 'nav, .search' },
};

export interface Row {
  readonly policy: string;
  readonly scenario: string;
  /** Microseconds of one sample without either ring. */
  readonly rrwebUs: number;
  /** How many more it takes with the masks that rrweb asks for, and how many more than that with the filter; 0 where that was not asked for. */
  readonly masksUs: number;
  readonly filterUs: number;
}

let observedMs = 0;
const watch = (work: () => void): void => {
  const started = performance.now();
  work();
  observedMs += performance.now() - started;
};
/** What rrweb's own observers take; the bundle's plugin puts this round each. */
Object.assign(window, {
  timed:
    <Args extends unknown[]>(work: (...args: Args) => void) =>
    (...args: Args): void =>
      watch(() => work(...args)),
});

const { port1, port2 } = new MessageChannel();
port1.start();
/** A task of its own, without the 4 ms that timers wait. */
const turn = (): Promise<void> =>
  new Promise((resolve) => {
    port1.addEventListener('message', () => resolve(), { once: true });
    port2.postMessage(0);
  });

/** Of the fastest quarter, the mean: other work of the machine only ever adds. */
function typical(values: readonly number[]): number {
  const fast = [...values].sort((one, other) => one - other).slice(0, Math.ceil(values.length / 4));
  return fast.reduce((sum, value) => sum + value, 0) / fast.length;
}

/** Of samples that ran one after the other: what the machine has of good and bad seconds is in both. */
function middle(differences: readonly number[]): number {
  const sorted = [...differences].sort((one, other) => one - other);
  const from = Math.floor(sorted.length / 4);
  const half = sorted.slice(from, sorted.length - from);
  return half.reduce((sum, value) => sum + value, 0) / half.length;
}

/** With `modes` of 0 alone, of rrweb by itself. */
async function measure(policyName: string, scenario: string, modes: readonly Count[]): Promise<Row> {
  const [length, steps, step] = SCENARIOS[scenario]!;
  const rounds = typeof step === 'string' ? ROUNDS[step] : scenario.includes('row') ? ROUNDS.lists : ROUNDS.changes;
  const list = open(length);
  const rings = createRings(POLICIES[policyName]!);
  const stop = record(rings.options(() => {}))!;

  let done = 0;
  async function sample(mode: Count): Promise<number> {
    rings.use(mode);
    observedMs = 0;
    if (typeof step === 'string') watch(() => record.takeFullSnapshot());
    for (let index = 0; index < (step === 'session' ? SESSION_STEPS : steps); index += 1) {
      if (typeof step === 'function') step(done++, list, watch);
      else if (step === 'session') sessionStep(done++, list, watch);
      // A page changes in tasks of its own, and other work is between them.
      await turn();
    }
    await turn();
    return observedMs * 1_000;
  }

  const samples: Record<Count, number[]> = { 0: [], 1: [], 2: [] };
  // The first samples warm the engine up and are not kept.
  for (let round = -WARM_UP; round < rounds; round += 1)
    for (const mode of round % 2 === 0 ? [...modes].reverse() : modes) {
      const us = await sample(mode);
      if (round >= 0) samples[mode].push(us);
    }
  stop();
  rings.stop();
  const beyond = (mode: Count, other: Count): number => (samples[mode].length > 0 ? middle(samples[mode].map((us, round) => us - samples[other][round]!)) : 0);
  return { policy: policyName, scenario, rrwebUs: typical(samples[0]), masksUs: beyond(1, 0), filterUs: beyond(2, 1) };
}

const WARM_UP = 4;
/** Samples of a page that changes are short, and many; a snapshot or a session takes as long as some hundreds of them. */
const ROUNDS = { snapshot: 40, session: 48, changes: 80, lists: 40 };

/** The rows of the table that have these letters in their names. */
const rows = (only: string): [policy: string, scenario: string][] =>
  Object.keys(POLICIES)
    .flatMap((policy) => Object.keys(SCENARIOS).map((scenario): [string, string] => [policy, scenario]))
    .filter((names) => names.join(' ').includes(only));

Object.assign(window, { rows, measure });
