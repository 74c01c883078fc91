// Ours beside a plain rrweb stream and the recorders that many sites have: the same scripted sessions in one run, in turn,
// on one machine, each by the code that its maker publishes. Bytes are counted by a proxy before the relay.
import { benchOptions } from './transport/command.ts';
import { type HeapResult, measureHeap } from './transport/heap.ts';
import { type JoinResult, measureJoin } from './transport/join.ts';
import { measureOutage, type Outage, type OutageResult, OUTAGES } from './transport/outage.ts';
import { transportTables } from './transport/report.ts';
import { readResults, writeResults } from './transport/results.ts';
import { LIVE, type Setup, SETUPS } from './transport/setups.ts';
import { openBenchStage } from './transport/stage.ts';
import { rotated } from './transport/statistics.ts';
import { measureStream, type StreamResult } from './transport/stream.ts';

/** Scenarios of `streams/`, and the throttles that each is played at: typing leaves a fast machine and a slow one idle alike. */
const PLAYED: Readonly<Record<string, readonly number[]>> = {
  typing: [1],
  browsing: [1, 4],
  routes: [1, 4],
  'list, new texts': [1, 4],
  'list, same rows': [1, 4],
  animation: [1, 4],
  '20,000 nodes': [1, 4],
};
/** A news page of 3,000 nodes, and a big one. */
const JOINED = ['browsing', '20,000 nodes'];

export interface TransportResults {
  readonly repeats: number;
  readonly stream: readonly Row<StreamResult & { scenario: string; throttle: number }>[];
  readonly join: readonly Row<JoinResult & { scenario: string }>[];
  readonly outage: readonly Row<OutageResult & { outage: Outage }>[];
  readonly heap: readonly Row<HeapResult>[];
}
/** One measurement of one repeat. */
export type Row<Result> = Result & { readonly setup: string; readonly repeat: number };

type Part = Exclude<keyof TransportResults, 'repeats'>;

const { repeats, isWanted, isMeasured, isPlayed, isThrottle } = benchOptions();
// What is not measured in this run stays as it was: every row of a table is of one run.
const last = readResults<TransportResults>('transport')?.data;
const isKept = (name: Part, row: object): boolean => !isMeasured(name) || ('scenario' in row && !isPlayed(String(row.scenario))) || ('throttle' in row && !isThrottle(Number(row.throttle)));
const kept = <Name extends Part>(name: Name) => (last?.[name] ?? []).filter((row) => isKept(name, row));
const results = { repeats, stream: kept('stream'), join: kept('join'), outage: kept('outage'), heap: kept('heap') } as { [Key in keyof TransportResults]: TransportResults[Key] extends readonly (infer One)[] ? One[] : number };
const stage = await openBenchStage();

/** A measurement that fails is left out and told: the others of a long run are not lost with it. */
async function add<Result>(rows: Row<Result>[], setup: Setup, repeat: number, what: string, measure: () => Promise<Result>): Promise<void> {
  const started = performance.now();
  try {
    rows.push({ ...(await measure()), setup: setup.name, repeat });
    console.log(`${repeat + 1}/${repeats} ${what}, ${setup.name}: ${Math.round((performance.now() - started) / 1_000)} s`);
  } catch (error) {
    if (!stage.isOpen) throw error;
    console.error(`${what}, ${setup.name}: left out.`, error);
    process.exitCode = 1;
  }
  // A run that is broken off leaves what it has.
  writeResults('transport', results);
}

try {
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const setups = rotated(SETUPS.filter(isWanted), repeat);
    const live = setups.filter((setup) => LIVE.includes(setup));
    if (isMeasured('stream'))
      for (const [scenario, throttles] of Object.entries(PLAYED))
        if (isPlayed(scenario))
          for (const throttle of throttles.filter(isThrottle))
            for (const setup of setups) await add(results.stream, setup, repeat, `${scenario} at ${throttle}×`, async () => ({ ...(await measureStream(stage, setup, scenario, throttle)), scenario, throttle }));
    if (isMeasured('join'))
      for (const scenario of JOINED.filter(isPlayed))
        for (const setup of live) await add(results.join, setup, repeat, `join ${scenario}`, async () => ({ ...(await measureJoin(stage, setup, scenario)), scenario }));
    if (isMeasured('outage'))
      for (const outage of OUTAGES)
        for (const setup of live) await add(results.outage, setup, repeat, `outage ${outage}`, async () => ({ ...(await measureOutage(stage, setup, outage)), outage }));
    if (isMeasured('heap')) for (const setup of setups) await add(results.heap, setup, repeat, 'memory', () => measureHeap(stage, setup));
  }
} finally {
  await stage.close();
}
console.log(transportTables(results));
