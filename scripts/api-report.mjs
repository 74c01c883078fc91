// What the package promises to TypeScript, kept as api/*.d.ts: a change there is a change for those who use it, and is
// seen in a review.
//   node scripts/api-report.mjs            compares dist/*.d.ts with api/
//   node scripts/api-report.mjs --accept   takes over what was built (npm run api:accept)
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesUnder } from './build-inputs.mjs';

/** More lines than that are read in the files themselves. */
const MAX_SHOWN = 40;

const declarations = (folder) => filesUnder(folder).filter((file) => file.endsWith('.d.ts')).map((file) => basename(file));

/**
 * A sentence for each declaration that is another than the accepted one, with the lines that differ.
 *
 * @param {string} [built]
 * @param {string} [accepted]
 * @returns {string[]}
 */
export function checkApi(built = 'dist', accepted = 'api') {
  const names = [...new Set([...declarations(built), ...declarations(accepted)])].sort();
  const problems = names.flatMap((name) => {
    const [now, before] = [join(built, name), join(accepted, name)];
    if (!existsSync(now)) return [`${before} is of an entry that is not built any more.`];
    if (!existsSync(before)) return [`${now} is of a new entry.`];
    const changes = differences(readFileSync(before, 'utf8'), readFileSync(now, 'utf8'));
    return changes.length > 0 ? [`The package's types have changed, ${name}:\n${changes.join('\n')}`] : [];
  });
  if (problems.length > 0)
    problems.push('If that is meant, `npm run api:accept` takes it over into api/; say it in CHANGELOG.md, too.');
  return problems;
}

/** Takes over what was built. */
export function acceptApi(built = 'dist', accepted = 'api') {
  rmSync(accepted, { recursive: true, force: true });
  mkdirSync(accepted, { recursive: true });
  for (const name of declarations(built)) copyFileSync(join(built, name), join(accepted, name));
}

/** Lines that only one of the two has. A line that merely moved is no change for anybody. */
function differences(before, now) {
  const only = (lines, others, sign) => {
    const left = new Map();
    for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
    return lines.flatMap((line) => {
      const count = left.get(line) ?? 0;
      if (count > 0) left.set(line, count - 1);
      return count > 0 ? [] : [`  ${sign} ${line}`];
    });
  };
  const [old, fresh] = [before.split('\n'), now.split('\n')];
  const all = [...only(old, fresh, '-'), ...only(fresh, old, '+')];
  return all.length > MAX_SHOWN ? [...all.slice(0, MAX_SHOWN), `  … and ${all.length - MAX_SHOWN} lines more`] : all;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--accept')) acceptApi();
  const problems = checkApi();
  for (const problem of problems) console.error(problem);
  if (problems.length === 0) console.log('api/ holds what dist/ promises.');
  process.exitCode = problems.length === 0 ? 0 : 1;
}
