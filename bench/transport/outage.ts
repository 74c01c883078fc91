// What five seconds without a network cost: the bytes until the agent is up to date again, and how long that takes.
import type { Setup } from './setups.ts';
import type { BenchStage } from './stage.ts';

/** `none` is the same use of the page without an outage; `stall` a line on which nothing passes, `cut` one that is gone. */
export const OUTAGES = ['none', 'stall', 'cut'] as const;
export type Outage = (typeof OUTAGES)[number];

export interface OutageResult {
  /** From the network's return to all that was done meanwhile in the agent's view. */
  readonly ms: number;
  /** From the customer, since the outage began. */
  readonly bytes: number;
}

export const OUTAGE_MS = 5_000;

export async function measureOutage(stage: BenchStage, setup: Setup, outage: Outage): Promise<OutageResult> {
  const session = await stage.openSession(setup, 'browsing');
  try {
    const { customer, agents, proxy } = session;
    await customer.run('bench.start()');
    await customer.run('bench.use(1000)');
    await session.settle();
    const before = proxy!.bytes.up;
    if (outage === 'stall') proxy!.stall();
    if (outage === 'cut') proxy!.cut();
    await customer.run(`bench.use(${OUTAGE_MS}).then(() => bench.mark('back'))`);
    proxy!.calm();
    const back = performance.now();
    await agents[0]!.run("agent.waitForMark('back')");
    const ms = performance.now() - back;
    await session.settle();
    return { ms, bytes: proxy!.bytes.up - before };
  } finally {
    session.proxy!.calm();
    await session.close();
  }
}
