import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ENGINES } from '../support/engine/engine.ts';
import { runSeed } from './run-seed.ts';
import type { Round } from './schedule.ts';
import { type FaultStage, openFaultStage } from './stage.ts';

/**
 * What a page may hold more after the last round than after the second: the log of what was sent may grow to two million
 * characters, of two bytes each, until it begins anew. Measured over 24 rounds: up and down by 2 MB, and in the end 1.
 */
const MOST_GROWTH_BYTES = 4 * 1_024 * 1_024;
/** A leak of half a megabyte in each is found. */
const ROUNDS = 10;

/** Everything that holds something back once, then calm; ever again. */
const ROUND: Round = {
  changes: 250,
  isNoticed: true,
  faults: [
    { kind: 'stall', side: 'agent', way: 'down', atMs: 50, forMs: 400 },
    { kind: 'slow', side: 'customer', bytesPerSecond: 20_000, atMs: 300, forMs: 500 },
    { kind: 'cut', side: 'agent', how: 'rst', atMs: 700 },
    { kind: 'cut', side: 'customer', how: 'fin', atMs: 1_000 },
  ],
};

// Chromium alone says how much a page holds.
if (ENGINES.includes('chromium')) describe('a long session with many faults', () => {
  let stage: FaultStage;

  before(async () => {
    stage = await openFaultStage('chromium');
  });
  after(() => stage.close());

  it('leaves neither page holding more and more', async () => {
    const held = { customer: [] as number[], agent: [] as number[] };
    const weigh = async (): Promise<void> => {
      for (const side of ['customer', 'agent'] as const) held[side].push(await heapOf(side));
    };
    await runSeed(stage, 1, Array.from({ length: ROUNDS }, () => ROUND), weigh);
    for (const [side, sizes] of Object.entries(held)) {
      const growth = sizes.at(-1)! - sizes[1]!;
      assert.ok(growth < MOST_GROWTH_BYTES, `${side}: ${sizes.map((bytes) => Math.round(bytes / 1_024)).join(', ')} kB`);
    }
  });

  async function heapOf(side: 'customer' | 'agent'): Promise<number> {
    const page = stage.tabs[side].page!;
    const devtools = await page.createCDPSession();
    // Twice: what the first lets go of may hold more.
    for (let times = 0; times < 2; times += 1) await devtools.send('HeapProfiler.collectGarbage');
    await devtools.detach();
    return (await page.metrics()).JSHeapUsedSize!;
  }
});
