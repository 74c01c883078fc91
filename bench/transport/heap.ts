// The customer's page's memory over a long session, and what is left of it after the end.
import type { CDPSession } from 'puppeteer-core';
import type { Setup } from './setups.ts';
import type { BenchStage } from './stage.ts';

/** After the garbage is gone. */
export interface Heap {
  readonly bytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

export interface HeapResult {
  readonly before: Heap;
  readonly recording: Heap;
  readonly after: Heap;
}

/** Nearly no wait: a session of minutes in seconds. */
const LONGEST_PASS_MS = 4;
/** Of the scenario that lasts about four and a half minutes by its own clock. */
const ROUNDS = 4;

async function look(devtools: CDPSession): Promise<Heap> {
  // What a first collection lets go of may have held something that a second one finds.
  for (let round = 0; round < 3; round += 1) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  return { bytes: usedSize, nodes, listeners: jsEventListeners };
}

export async function measureHeap(stage: BenchStage, setup: Setup): Promise<HeapResult> {
  const session = await stage.openSession(setup, 'session');
  try {
    const { customer } = session;
    const before = await look(customer.devtools);
    await customer.run('bench.start()');
    for (let round = 0; round < ROUNDS; round += 1) await customer.run(`bench.act('session', ${LONGEST_PASS_MS})`);
    await session.settle();
    const recording = await look(customer.devtools);
    await customer.run('bench.stop()');
    // Timers that end what is still open.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return { before, recording, after: await look(customer.devtools) };
  } finally {
    await session.close();
  }
}
