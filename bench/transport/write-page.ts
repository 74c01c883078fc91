// Writes the tables of the last runs into docs/performance.md, between its marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { type ReplayRow, replayTable } from '../replay/report.ts';
import type { TransportResults } from '../transport.bench.ts';
import type { LatencyRow } from './latency.ts';
import { latencyTable } from './report-latency.ts';
import { transportTables } from './report.ts';
import { readResults, type Results } from './results.ts';

const PAGE = 'docs/performance.md';

function put<Data>(page: string, name: string, tables: (data: Data) => string, note: (data: Data) => string): string {
  const results: Results<Data> | undefined = readResults(name);
  if (!results) return page;
  const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- end of ${name} -->)`);
  if (!marked.test(page)) throw new Error(`${PAGE} has no place for ${name}.`);
  return page.replace(marked, (_, start: string, end: string) => `${start}\n${results.date}, ${results.machine}${note(results.data)}.\n\n${tables(results.data)}\n\n${end}`);
}

let page = readFileSync(PAGE, 'utf8');
page = put<TransportResults>(page, 'transport', transportTables, ({ repeats }) => `, medians of ${repeats}`);
page = put<LatencyRow[]>(page, 'latency', latencyTable, () => '');
page = put<ReplayRow[]>(page, 'replay', replayTable, () => '');
writeFileSync(PAGE, page);
