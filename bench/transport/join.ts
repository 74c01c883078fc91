// From an agent's join to the customer's whole page on their screen, while another agent watches already.
import type { Setup } from './setups.ts';
import type { BenchStage } from './stage.ts';

export interface JoinResult {
  readonly ms: number;
  /** To the agent who joins, and from the customer meanwhile. */
  readonly bytes: number;
  readonly customerBytes: number;
}

export async function measureJoin(stage: BenchStage, setup: Setup, scenario: string): Promise<JoinResult> {
  const session = await stage.openSession(setup, scenario);
  try {
    await session.customer.run('bench.start()');
    await session.settle();
    const newcomer = await session.openAgent();
    const elements = await session.customer.run<number>("bench.mark('join'), document.querySelectorAll('*').length");
    // Those who watch have it before: it is in nobody's bytes.
    await session.agents[0]!.run("agent.waitForMark('join')");
    const before = { agent: session.agentProxy!.bytes.down, customer: session.proxy!.bytes.up };
    // The widget's own element is not shown.
    const ms = await newcomer.run<number>(`agent.joinAndSee('join', ${elements - 1})`);
    await session.settle();
    return { ms, bytes: session.agentProxy!.bytes.down - before.agent, customerBytes: session.proxy!.bytes.up - before.customer };
  } finally {
    await session.close();
  }
}
