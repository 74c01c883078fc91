// npm run faults -- --seeds 200 --from 1: so many fault schedules (test/faults/), one after the other, and a summary.
//   COBROWSE_ENGINES="firefox webkit" npm run faults -- --seeds 50
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { run } from './child.mjs';
import { ensureEngines } from './engines.mjs';
import { ensureBuilt } from './setup.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const { seeds, from } = parseArgs({
  options: { seeds: { type: 'string', default: '200' }, from: { type: 'string', default: '1' } },
}).values;
const counts = '.build/faults-counts.json';
ensureEngines();
await ensureBuilt();
mkdirSync('.build', { recursive: true });
rmSync(counts, { force: true });
const started = performance.now();
const { code } = await run(
  process.execPath,
  [
    ...['--import', 'tsx', '--test'],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
    ...['--test-reporter=./scripts/node-counts.mjs', `--test-reporter-destination=${counts}`],
    'test/faults/convergence.test.ts',
  ],
  { env: { COBROWSE_FAULT_SEEDS: seeds, COBROWSE_FAULT_FROM: from } },
);
// The reporter opens the file at once and writes it last: a runner that was ended from outside has written nothing.
const counted = readFileSync(counts, { encoding: 'utf8', flag: 'a+' });
if (!counted) throw new Error(`The runner broke off with code ${code} after ${((performance.now() - started) / 1_000).toFixed(0)} s.`);
const { passed, failed, failures } = JSON.parse(counted);
for (const failure of failures) console.log(`\n${failure}`);
console.log(`\n${passed} schedules converged, ${failed} did not (${((performance.now() - started) / 1_000).toFixed(0)} s)`);
process.exitCode = code;
