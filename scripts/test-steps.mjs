// The steps of `npm test`, in order. Each resolves to how many tests passed, failed and were skipped.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { filesUnder } from './build-inputs.mjs';
import { run } from './child.mjs';

const node = process.execPath;

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts `failures` says of each what and why. */

const NONE = Object.freeze({ passed: 0, failed: 0, skipped: 0, failures: [] });

/** A step that is one test: a command that must end with 0. */
const check = (title, ...args) => ({
  group: 'checks',
  title,
  async run() {
    const { code } = await run(node, args);
    return code === 0 ? { ...NONE, passed: 1 } : { ...NONE, failed: 1, failures: [`${title} ended with code ${code}`] };
  },
});

/** A step that runs test files, of which each holds many tests. */
const suite = (group, title, start) => ({
  group,
  title,
  async run(filters) {
    const files = filesUnder(`test/${group}`).filter(
      (file) => file.endsWith('.test.ts') && (filters.length === 0 || filters.some((filter) => file.includes(filter))),
    );
    if (files.length === 0) return NONE;
    const counts = `.build/${group}-counts.json`;
    mkdirSync('.build', { recursive: true });
    rmSync(counts, { force: true });
    const { code } = await start(files, counts);
    return readCounts(counts, code, title);
  },
});

/** Counts as the runner wrote them. A runner that failed and says that nothing did counts as one failure. */
function readCounts(file, code, title) {
  // The reporter opens the file at once and writes it last.
  const said = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const counts = said ? JSON.parse(said) : NONE;
  if (code === 0 || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [`${title} ended with code ${code}`] };
}

/** Says how each browser did, and leaves the sum of them. */
function sumUp(file) {
  if (!existsSync(file)) return;
  const sum = { passed: 0, failed: 0, skipped: 0, failures: [] };
  for (const [browser, counts] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
    console.log(`${browser}: ${counts.passed} passed, ${counts.failed} failed`);
    for (const name of ['passed', 'failed', 'skipped']) sum[name] += counts[name];
    sum.failures.push(...counts.failures);
  }
  writeFileSync(file, JSON.stringify(sum));
}

const nodeTests =
  (...options) =>
  (files, counts) =>
    run(node, [
      ...['--import', 'tsx', '--test'],
      // Only a test that hangs meets this bound; it is there so that such a run ends and names it. It is one for whole files, too.
      '--test-timeout=180000',
      ...options,
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=./scripts/node-counts.mjs', `--test-reporter-destination=${counts}`],
      ...files,
    ]);

export const STEPS = [
  check('Lint', 'node_modules/oxlint/bin/oxlint', '--deny-warnings'),
  check('Build', 'scripts/build.mjs'),
  // After the build: the demo imports the package by its name, whose types are in dist/.
  check('Types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'),
  check('Package', 'scripts/check-package.mjs'),
  suite('unit', 'Unit tests (Node)', nodeTests()),
  suite('browser', 'Browser tests', async (files, counts) => {
    const env = { COBROWSE_TEST_FILES: files.join('\n') };
    const ended = await run(node, ['node_modules/@web/test-runner/dist/bin.js'], { env });
    sumUp(counts);
    return ended;
  }),
  // One file at a time: each drives browsers of its own. The longest runs some sixty tests, of three seconds each, in three engines.
  suite('e2e', 'End-to-end tests', nodeTests('--test-concurrency=1', '--test-timeout=600000')),
  suite('attacks', 'Attacks', nodeTests('--test-concurrency=1')),
  // One file runs many schedules, each with a bound of its own, in every engine.
  suite('faults', 'Faults', nodeTests('--test-concurrency=1', '--test-timeout=900000')),
];

/** The groups that `--only` names. */
export const GROUPS = [...new Set(STEPS.map(({ group }) => group))];

/** The groups that drive a browser. */
export const BROWSER_GROUPS = ['browser', 'e2e', 'attacks', 'faults'];
