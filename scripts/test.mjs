// npm test: from a fresh clone to `N passed, N failed`, with nothing but Node and npm there before.
//   npm test                         everything
//   npm test -- --only unit browser  some groups: checks, unit, browser, e2e, attacks, faults
//   npm test -- resume               the test files whose path has that in it; no checks
//   COBROWSE_ENGINES=firefox npm test   some engines: chromium, firefox, webkit
import { fileURLToPath } from 'node:url';
import { checkNode, ensureBuilt, ensureInstalled } from './setup.mjs';
import { ensureEngines } from './engines.mjs';
import { BROWSER_GROUPS, GROUPS, STEPS } from './test-steps.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

/** Words after `--only` that name a group choose groups; all others choose files. */
function parseArguments(args) {
  const only = args.includes('--only');
  const words = args.filter((word) => word !== '--only');
  const groups = only ? words.filter((word) => GROUPS.includes(word)) : [];
  if (only && groups.length === 0) throw new Error(`--only takes some of: ${GROUPS.join(', ')}.`);
  const filters = words.filter((word) => !groups.includes(word));
  const all = filters.length > 0 ? GROUPS.filter((group) => group !== 'checks') : GROUPS;
  return { groups: groups.length > 0 ? groups : all, filters };
}

const seconds = (sinceMs) => `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;

async function runStep(step, filters) {
  console.log(`\n=== ${step.title}`);
  const started = performance.now();
  const counts = await step.run(filters);
  const { passed, failed, skipped } = counts;
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  console.log(`--- ${step.title}: ${passed} passed, ${failed} failed${skips} (${seconds(started)})`);
  return counts;
}

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
try {
  const { groups, filters } = parseArguments(process.argv.slice(2));
  checkNode();
  await ensureInstalled();
  if (groups.some((group) => BROWSER_GROUPS.includes(group))) ensureEngines();
  // With the checks chosen the build is one of them, and counts.
  if (!groups.includes('checks')) await ensureBuilt();
  for (const step of STEPS.filter(({ group }) => groups.includes(group))) {
    const counts = await runStep(step, filters);
    for (const name of Object.keys(total)) total[name] += counts[name];
    failures.push(...counts.failures.map((failure) => `${step.title}: ${failure}`));
  }
} catch (error) {
  failures.push(error.message);
  total.failed += 1;
}
// Once more and together: in a run of half an hour nobody finds the one line that matters.
if (failures.length > 0) console.error(`\nFailed:\n${failures.map((failure) => `  ${failure}`).join('\n')}`);
if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
// A run that tested nothing has shown nothing.
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
