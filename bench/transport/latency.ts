// From a change in the customer's page to the same change in the agent's replay, and to the frame that shows it.
import type { Kind } from './pages/changes.ts';
import type { Seen } from './pages/agent.ts';
import type { Setup } from './setups.ts';
import type { BenchStage } from './stage.ts';

/** Whether the customer's page does anything else. */
export const LOADS = ['idle', 'busy'] as const;
export type Load = (typeof LOADS)[number];

export interface Delays {
  /** Milliseconds for each change; where several came at once, until the last of them was seen. Infinite where none was. */
  readonly applied: readonly number[];
  readonly painted: readonly number[];
}

/** All changes of one kind in one run, in milliseconds. */
export interface LatencyRow {
  readonly setup: string;
  readonly load: Load;
  readonly kind: Kind;
  readonly applied: readonly [p50: number, p95: number, p99: number];
  readonly painted: readonly [p50: number, p95: number, p99: number];
  readonly within100Ms: number;
  readonly changes: number;
}

export async function measureLatency(stage: BenchStage, setup: Setup, load: Load, kind: Kind, count: number): Promise<Delays> {
  const session = await stage.openSession(setup, 'browsing');
  try {
    const { customer, agents } = session;
    const agent = agents[0]!;
    await customer.run('bench.start()');
    await customer.run('bench.prepareChanges()');
    await session.settle();
    await agent.run('agent.watchMarker()');
    if (load === 'busy') await customer.run('bench.beBusy()');
    const sent = await customer.run<[string, number][]>(`bench.change(${JSON.stringify(kind)}, ${count})`);
    await customer.run('bench.rest()');
    await session.settle();
    const seen = new Map((await agent.run<Seen[]>('agent.seen')).map((note) => [note.name, note]));
    const delays = (what: 'appliedMs' | 'paintedMs'): number[] => {
      let later = Infinity;
      return [...sent].reverse().map(([name, at]) => (later = seen.get(name)?.[what] ?? later) - at);
    };
    return { applied: delays('appliedMs'), painted: delays('paintedMs') };
  } finally {
    await session.close();
  }
}
