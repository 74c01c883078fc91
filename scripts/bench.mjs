// npm run bench [-- part of a name [options]]: measurements, never part of the tests. On an otherwise idle machine; compare
// the figures of one run with one another. Options go to the bench: see bench/transport/command.ts.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { checkNode, ensureBuilt, ensureInstalled } from './setup.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
try {
  checkNode();
  await ensureInstalled();
  await ensureBuilt();
  const [first = '', ...others] = process.argv.slice(2);
  const [part, options] = first.startsWith('--') ? ['', [first, ...others]] : [first, others];
  const files = readdirSync('bench').filter((name) => name.endsWith('.bench.ts') && name.includes(part));
  for (const file of files) {
    console.log(`\n=== ${file}`);
    const { code } = await run(process.execPath, ['--import', 'tsx', `bench/${file}`, ...options]);
    if (code !== 0) process.exitCode = code;
  }
  if (options.includes('--write')) await run(process.execPath, ['--import', 'tsx', 'bench/transport/write-page.ts']);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
