// Tables in Markdown, for the terminal and for docs/performance.md.
import type { Row, TransportResults } from '../transport.bench.ts';
import type { Heap } from './heap.ts';
import { OUTAGES } from './outage.ts';
import { NONE, PLAIN, SETUPS } from './setups.ts';
import { median } from './statistics.ts';
import type { Part, StreamResult } from './stream.ts';

const MISSING = '–';
const kB = (bytes: number): string => (bytes >= 99_950 ? Math.round(bytes / 1_000).toLocaleString('en') : (bytes / 1_000).toFixed(1));
const MB = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
const whole = (value: number): string => Math.round(value).toLocaleString('en');
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, at) => (at === 0 ? '---' : '---:')), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** Those set-ups that the run had, in their usual order. */
const namesIn = (rows: readonly { readonly setup: string }[]): string[] => SETUPS.map(({ name }) => name).filter((name) => rows.some(({ setup }) => setup === name));

/** A median, as text; nothing where nothing was measured. */
function middle<Result>(rows: readonly Result[], value: (row: Result) => number, show: (value: number) => string = whole): string {
  const values = rows.map(value).filter(Number.isFinite);
  return values.length > 0 ? show(median(values)) : MISSING;
}

type StreamRow = TransportResults['stream'][number];
const cell = (rows: readonly StreamRow[], scenario: string, throttle: number, setup: string): StreamRow[] =>
  rows.filter((row) => row.scenario === scenario && row.throttle === throttle && row.setup === setup);

/** What a recorder adds to the page's own, repeat by repeat. */
function added(rows: readonly StreamRow[], row: StreamRow, value: (part: StreamResult) => number): number {
  const own = cell(rows, row.scenario, row.throttle, NONE).find(({ repeat }) => repeat === row.repeat);
  return own ? value(row) - value(own) : Number.NaN;
}

function streamTable(rows: readonly StreamRow[], throttle: number, isOwnShown: boolean, show: (row: readonly StreamRow[]) => string): string {
  const setups = namesIn(rows).filter((name) => isOwnShown || name !== NONE);
  const scenarios = [...new Set(rows.filter((row) => row.throttle === throttle).map(({ scenario }) => scenario))];
  return table(['', ...setups], scenarios.map((scenario) => [scenario, ...setups.map((setup) => show(cell(rows, scenario, throttle, setup)))]));
}

function streamTables(rows: readonly StreamRow[]): string[] {
  const throttles = [...new Set(rows.map(({ throttle }) => throttle))];
  const sent = (cells: readonly StreamRow[]): string =>
    (['snapshot', 'steady'] as const)
      .map((part) => {
        const bytes = middle(cells, (row) => row[part].up, kB);
        const plain = cells[0] ? cell(rows, cells[0].scenario, 1, PLAIN) : [];
        if (plain.length === 0) return bytes;
        const share = (100 * median(cells.map((row) => row[part].up))) / median(plain.map((row) => row[part].up));
        return `${bytes} (${share < 9.95 ? share.toFixed(1) : Math.round(share)} %)`;
      })
      .join(' · ');
  const both = (value: (part: Part) => number, show?: (value: number) => string) => (cells: readonly StreamRow[]): string =>
    `${middle(cells, ({ snapshot }) => value(snapshot), show)} · ${middle(cells, ({ steady }) => value(steady), show)}`;
  const more = (value: (part: Part) => number) => (cells: readonly StreamRow[]): string =>
    (['snapshot', 'steady'] as const).map((part) => middle(cells, (row) => added(rows, row, (result) => value(result[part])))).join(' · ');
  return [
    `### Bytes from the customer: to the first snapshot · after it\n\nIn kB, and in % of what “${PLAIN}” sends.\n\n${streamTable(rows, 1, false, sent)}`,
    `### Bytes to the customer, kB: to the first snapshot · after it\n\n${streamTable(rows, 1, false, both(({ down }) => down, kB))}`,
    ...throttles.flatMap((throttle) => [
      `### Main thread, ms of CPU beyond the page’s own at ${throttle}×: first snapshot · after it\n\n${streamTable(rows, throttle, false, more(({ taskMs }) => taskMs))}`,
      `### All threads of the page, ms of CPU beyond the page’s own at ${throttle}×: first snapshot · after it\n\n${streamTable(rows, throttle, false, more(({ processMs }) => processMs))}`,
      `### Longest task at ${throttle}×, ms (0: none of 50): first snapshot · after it\n\n${streamTable(rows, throttle, true, both(({ longestTaskMs }) => longestTaskMs))}`,
      `### Between animation frames at ${throttle}× after the snapshot, ms: 99 of 100 · longest\n\n${streamTable(rows, throttle, true, (cells) => `${middle(cells, ({ steady }) => steady.frameGapP99Ms)} · ${middle(cells, ({ steady }) => steady.longestFrameGapMs)}`)}`,
    ]),
  ];
}

function joinTable(rows: TransportResults['join']): string {
  const scenarios = [...new Set(rows.map(({ scenario }) => scenario))];
  const lines = namesIn(rows).map((name) => [
    name,
    ...scenarios.map((scenario) => {
      const cells = rows.filter((row) => row.setup === name && row.scenario === scenario);
      return `${middle(cells, ({ ms }) => ms)} ms · ${middle(cells, ({ customerBytes }) => customerBytes, kB)} kB · ${middle(cells, ({ bytes }) => bytes, kB)} kB`;
    }),
  ]);
  return `### A second agent joins: to the painted page · bytes from the customer · bytes to both agents\n\n${table(['', ...scenarios], lines)}`;
}

function outageTable(rows: TransportResults['outage']): string {
  const lines = namesIn(rows).map((name) => [
    name,
    ...OUTAGES.map((outage) => {
      const cells = rows.filter((row) => row.setup === name && row.outage === outage);
      return `${middle(cells, ({ bytes }) => bytes, kB)} kB · ${middle(cells, ({ ms }) => ms)} ms`;
    }),
  ]);
  return `### Five seconds without a network: bytes from the customer since · from its return until the agent is up to date\n\n${table(['', 'no outage', 'stalled', 'cut'], lines)}`;
}

function heapTable(rows: readonly Row<TransportResults['heap'][number]>[]): string {
  const parts = ['before', 'recording', 'after'] as const;
  const show = (name: string, value: (heap: Heap) => number, as?: (value: number) => string): string =>
    parts.map((part) => middle(rows.filter(({ setup }) => setup === name), (row) => value(row[part]), as)).join(' · ');
  const lines = namesIn(rows).map((name) => [name, show(name, ({ bytes }) => bytes, MB), show(name, ({ nodes }) => nodes), show(name, ({ listeners }) => listeners)]);
  return `### The page’s memory before · after four sessions’ worth of use · after the end, garbage collected\n\n${table(['', 'heap, MB', 'DOM nodes', 'listeners'], lines)}`;
}

export function transportTables({ stream, join, outage, heap }: TransportResults): string {
  return [
    ...(stream.length > 0 ? streamTables(stream) : []),
    ...(join.length > 0 ? [joinTable(join)] : []),
    ...(outage.length > 0 ? [outageTable(outage)] : []),
    ...(heap.length > 0 ? [heapTable(heap)] : []),
  ].join('\n\n');
}
