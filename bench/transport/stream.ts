// What a session costs the customer: bytes on the wire and the page's main thread, for the first snapshot and for what follows.
import type { ThreadWatch } from './pages/thread-watch.ts';
import type { Bytes } from './proxy.ts';
import type { Setup } from './setups.ts';
import type { BenchStage, Session } from './stage.ts';

export interface Part extends ThreadWatch {
  /** Between customer and relay, TCP payload of both ways. */
  readonly up: number;
  readonly down: number;
  /** Between relay and agent. */
  readonly toAgent: number;
  /** CPU time of the main thread: all tasks, and scripts alone. */
  readonly taskMs: number;
  readonly scriptMs: number;
  /** CPU time of the page's whole process, workers included. */
  readonly processMs: number;
}

export interface StreamResult {
  readonly snapshot: Part;
  readonly steady: Part;
}

/** No wait of a scenario's is longer: what happens in between is the same, and a run does not take hours. */
export const LONGEST_PASS_MS = 100;

const NO_BYTES: Bytes = { up: 0, down: 0 };

async function measure({ customer, proxy, agentProxy }: Session, action: () => Promise<void>): Promise<Part> {
  const look = async () => {
    const { metrics } = await customer.devtools.send('Performance.getMetrics');
    const of = (name: string): number => 1_000 * metrics.find((metric) => metric.name === name)!.value;
    return { taskMs: of('TaskDuration'), scriptMs: of('ScriptDuration'), processMs: 1_000 * (await customer.cpuSeconds()), ...(proxy?.bytes ?? NO_BYTES), toAgent: agentProxy?.bytes.down ?? 0 };
  };
  const before = await look();
  await customer.run('bench.watch()');
  await action();
  const watched = await customer.run<ThreadWatch>('bench.watched()');
  const after = await look();
  const spent = (name: keyof typeof before): number => after[name] - before[name];
  return { ...watched, up: spent('up'), down: spent('down'), toAgent: spent('toAgent'), taskMs: spent('taskMs'), scriptMs: spent('scriptMs'), processMs: spent('processMs') };
}

export async function measureStream(stage: BenchStage, setup: Setup, scenario: string, throttle: number): Promise<StreamResult> {
  const session = await stage.openSession(setup, scenario);
  try {
    const { customer, settle } = session;
    // Of the thread's own clock: what else runs on the machine does not count.
    await customer.devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    await customer.devtools.send('Emulation.setCPUThrottlingRate', { rate: throttle });
    const snapshot = await measure(session, async () => {
      await customer.run('bench.start()');
      await settle();
    });
    const steady = await measure(session, async () => {
      await customer.run(`bench.act(${JSON.stringify(scenario)}, ${LONGEST_PASS_MS})`);
      await settle();
    });
    await customer.devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await customer.run('bench.stop()');
    return { snapshot, steady };
  } finally {
    await session.close();
  }
}
