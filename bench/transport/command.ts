import { parseArgs } from 'node:util';
import { NONE, type Setup } from './setups.ts';

export interface BenchOptions {
  /** How often each measurement is made, in turn with all others; the tables show medians. */
  readonly repeats: number;
  /** Of the latency, in each repeat: by default enough for a p99 that is not the one worst value. */
  readonly changes: number;
  /** Whether `--setups` names it, or part of it. */
  isWanted(setup: Setup): boolean;
  /** Whether `--only` names it; everything without that. */
  isMeasured(part: string): boolean;
  /** Whether `--scenarios` names it. */
  isPlayed(scenario: string): boolean;
  /** Whether `--throttles` names it. */
  isThrottle(throttle: number): boolean;
}

/** `npm run bench -- --write` brings docs/performance.md up to date; `npm run bench -- transport --repeats 1 --setups rrweb,cobrowse --only stream,join --scenarios typing,browsing` */
export function benchOptions(): BenchOptions {
  const text = { type: 'string', default: '' } as const;
  const { values } = parseArgs({ options: { write: { type: 'boolean' }, repeats: { type: 'string', default: '3' }, changes: { type: 'string', default: '150' }, setups: text, only: text, scenarios: text, throttles: text } });
  const [repeats, changes] = [Number(values.repeats), Number(values.changes)];
  if (!Number.isInteger(repeats) || repeats < 1 || !Number.isInteger(changes) || changes < 1) throw new Error('--repeats and --changes take a whole number from 1.');
  const named = (list: string) => {
    const names = list.split(',').filter(Boolean);
    return (name: string): boolean => names.length === 0 || names.some((part) => name.includes(part));
  };
  const isNamed = named(values.setups);
  // Without a recorder is what all others are compared with.
  return { repeats, changes, isWanted: ({ name }) => name === NONE || isNamed(name), isMeasured: named(values.only), isPlayed: named(values.scenarios), isThrottle: (throttle) => named(values.throttles)(String(throttle)) };
}
