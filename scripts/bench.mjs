// npm run bench [-- part of a name]: measurements, never part of the tests. On an otherwise idle machine; compare the
// figures of one run with one another.
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { checkNode, ensureBuilt, ensureInstalled } from './setup.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
try {
  checkNode();
  await ensureInstalled();
  await ensureBuilt();
  const files = readdirSync('bench').filter((name) => name.endsWith('.bench.ts') && name.includes(process.argv[2] ?? ''));
  for (const file of files) {
    console.log(`\n=== ${file}`);
    const { code } = await run(process.execPath, ['--import', 'tsx', `bench/${file}`]);
    if (code !== 0) process.exitCode = code;
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
