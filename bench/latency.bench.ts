// From a change in the customer's page to the same change in the agent's replay and on the agent's screen, ours beside
// rrweb's live mode: one machine, a browser for each side, a news page of 3,000 nodes. The budget (idle page): applied within
// p50 ≤ 6 ms, p99 ≤ 25 ms, the pointer within p50 ≤ 10 ms; the promise: 95 of 100 within 100 ms.
import { benchOptions } from './transport/command.ts';
import { type LatencyRow, type Load, LOADS, measureLatency } from './transport/latency.ts';
import type { Kind } from './transport/pages/changes.ts';
import { latencyTable } from './transport/report-latency.ts';
import { writeResults } from './transport/results.ts';
import { LIVE } from './transport/setups.ts';
import { openBenchStage } from './transport/stage.ts';
import { percentile, rotated } from './transport/statistics.ts';

const KINDS: readonly Kind[] = ['text', 'rows', 'pointer'];

const { repeats, changes, isWanted } = benchOptions();
const all = new Map<string, { applied: number[]; painted: number[] }>();
const threeOf = (delays: readonly number[]): LatencyRow['applied'] => [percentile(delays, 0.5), percentile(delays, 0.95), percentile(delays, 0.99)];
const rows = (): LatencyRow[] => [...all].map(([key, { applied, painted }]): LatencyRow => {
  const [setup, load, kind] = JSON.parse(key) as [string, Load, Kind];
  return { setup, load, kind, applied: threeOf(applied), painted: threeOf(painted), within100Ms: applied.filter((ms) => ms <= 100).length, changes: applied.length };
});
const stage = await openBenchStage();
try {
  for (let repeat = 0; repeat < repeats; repeat += 1)
    for (const load of LOADS)
      for (const kind of KINDS)
        for (const setup of rotated(LIVE.filter(isWanted), repeat)) {
          const { applied, painted } = await measureLatency(stage, setup, load, kind, changes);
          const key = JSON.stringify([setup.name, load, kind]);
          const sum = all.get(key) ?? { applied: [], painted: [] };
          all.set(key, sum);
          sum.applied.push(...applied);
          sum.painted.push(...painted);
          console.log(`${repeat + 1}/${repeats} ${load}, ${kind}, ${setup.name}: ${percentile(applied, 0.5).toFixed(1)} ms`);
          // A run that is broken off leaves what it has.
          writeResults('latency', rows());
        }
} finally {
  await stage.close();
}

console.log(latencyTable(rows()));
