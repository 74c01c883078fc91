import { writeFileSync } from 'node:fs';

/** A reporter for web-test-runner that writes how many passed, failed and were skipped, and which failed, to a file, by browser. */
export function wtrCounts(file) {
  return {
    onTestRunFinished({ sessions }) {
      const byBrowser = {};
      for (const session of sessions) {
        const counts = (byBrowser[session.browser.name] ??= { passed: 0, failed: 0, skipped: 0, failures: [] });
        const failedBefore = counts.failed;
        const place = `${session.browser.name} ${session.testFile}`;
        countSuite(session.testResults, counts, place);
        // A file that did not load, or threw outside its tests, has no failed test to show for it.
        if (!session.passed && counts.failed === failedBefore) {
          counts.failed += 1;
          const errors = session.errors.map(({ message }) => message);
          counts.failures.push(`${place}: ${errors.join('; ') || 'it did not run to its end'}`);
        }
      }
      writeFileSync(file, JSON.stringify(byBrowser));
    },
  };
}

function countSuite(suite, counts, place) {
  for (const test of suite?.tests ?? []) {
    const outcome = test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed';
    counts[outcome] += 1;
    if (outcome === 'failed') counts.failures.push(`${place} ${test.name}: ${test.error?.message ?? ''}`);
  }
  for (const inner of suite?.suites ?? []) countSuite(inner, counts, place);
}
