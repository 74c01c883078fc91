import { table } from '../transport/report.ts';
import type { Step } from './page.ts';

export interface ReplayRow {
  readonly scenario: string;
  readonly rrweb: Steps;
  readonly ours: Steps;
}

interface Steps {
  readonly snapshot: Step;
  /** What blocks the console's page longest of all that follows. */
  readonly after: Step;
}

const show = ({ blockedMs, paintedMs }: Step): string => `${blockedMs.toFixed(0)} · ${paintedMs.toFixed(0)}`;

export function replayTable(rows: readonly ReplayRow[]): string {
  const lines = rows.map(({ scenario, rrweb, ours }) => [scenario, show(rrweb.snapshot), show(ours.snapshot), show(rrweb.after), show(ours.after)]);
  const heads = ['', 'the snapshot: rrweb, JSON', 'cobrowse-widget', 'the largest step after it: rrweb, JSON', 'cobrowse-widget'];
  return `### Nothing else could run in the console’s page · until all was painted, ms\n\n${table(heads, lines)}`;
}
