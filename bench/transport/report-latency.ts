import type { LatencyRow } from './latency.ts';
import { table } from './report.ts';

const CHANGED = { text: 'one text', rows: '100 rows replaced', pointer: 'the pointer moved' } as const;
/** What was never seen is infinite, and null once it has been JSON. */
const show = (values: readonly (number | null)[]): string => values.map((ms) => (ms !== null && Number.isFinite(ms) ? ms.toFixed(1) : '–')).join(' / ');

export function latencyTable(rows: readonly LatencyRow[]): string {
  const lines = rows.map(({ setup, load, kind, applied, painted, within100Ms, changes }) => [`${load}, ${CHANGED[kind]}`, setup, show(applied), show(painted), `${within100Ms} of ${changes}`]);
  return `### From a change to the agent, ms: p50 / p95 / p99\n\n${table(['page and change', '', 'applied', 'painted', 'applied within 100 ms'], lines)}`;
}
