/**
 * A reporter for `node --test` that writes how many tests passed, failed and were skipped, and which failed and why, as one
 * line of JSON.
 */
export default async function* nodeCounts(source) {
  const said = {};
  const failures = [];
  for await (const { type, data } of source) {
    // The totals come last, as diagnostics at the top level: "pass 12". They are node's own, so they agree with its report.
    const [, name, count] = (type === 'test:diagnostic' && /^([a-z]+) (\d+)$/.exec(data.message)) || [];
    if (name) said[name] = Number(count);
    const error = type === 'test:fail' ? data.details.error : undefined;
    // A suite fails because of a test in it, which has said so itself.
    if (error && error.failureType !== 'subtestsFailed')
      failures.push(`${data.file ?? ''}:${data.line ?? 0} ${data.name}: ${error.cause?.message ?? error.message}`);
  }
  const { pass = 0, fail = 0, cancelled = 0, skipped = 0, todo = 0 } = said;
  // What never ran to its end has not passed.
  yield JSON.stringify({ passed: pass, failed: fail + cancelled, skipped: skipped + todo, failures });
}
