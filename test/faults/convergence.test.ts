import { after, before, describe, it } from 'node:test';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { runSeed } from './run-seed.ts';
import { seedsToRun } from './seeds.ts';
import { type FaultStage, openFaultStage } from './stage.ts';

/** Several quiet points, each of which may wait for a connection's death to be found; only a schedule that hangs meets it. */
const LONGEST_MS = 240_000;

for (const engine of ENGINES) describe(`after faults the agent’s page is the customer’s, in ${nameOf(engine)}`, () => {
  let stage: FaultStage;

  before(async () => {
    stage = await openFaultStage(engine);
  });
  after(() => stage.close());

  for (const seed of seedsToRun(engine)) it(`seed ${seed}`, { timeout: LONGEST_MS }, () => runSeed(stage, seed));
});
