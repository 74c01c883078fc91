// npm run demo: install and build what is missing, then the demo's server in the foreground.
import { fileURLToPath } from 'node:url';
import { run } from './child.mjs';
import { checkNode, ensureBuilt, ensureInstalled } from './setup.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
try {
  checkNode();
  await ensureInstalled();
  await ensureBuilt();
  const { code } = await run(process.execPath, ['--import', 'tsx', 'demo/server.ts', ...process.argv.slice(2)]);
  process.exitCode = code;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
