import { writeFileSync } from 'node:fs';

/** A reporter for web-test-runner that writes how many passed, failed and were skipped to a file, by browser. */
export function wtrCounts(file) {
  return {
    onTestRunFinished({ sessions }) {
      const byBrowser = {};
      for (const session of sessions) {
        const counts = (byBrowser[session.browser.name] ??= { passed: 0, failed: 0, skipped: 0 });
        const failedBefore = counts.failed;
        countSuite(session.testResults, counts);
        // A file that did not load, or threw outside its tests, has no failed test to show for it.
        if (!session.passed && counts.failed === failedBefore) counts.failed += 1;
      }
      writeFileSync(file, JSON.stringify(byBrowser));
    },
  };
}

function countSuite(suite, counts) {
  for (const test of suite?.tests ?? []) counts[test.skipped ? 'skipped' : test.passed ? 'passed' : 'failed'] += 1;
  for (const inner of suite?.suites ?? []) countSuite(inner, counts);
}
