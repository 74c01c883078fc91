// npm run build: everything that dist/ holds, always anew.
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { rollup } from 'rollup';
import { inputsHash, BUILT_FROM } from './build-inputs.mjs';
import { integrityOf } from './integrity.mjs';
import { buildRrwebRecord } from './rrweb-record.mjs';
import { buildTypes } from './types.mjs';

/** What pages load, by script tag or import. */
const BROWSER_FILES = ['cobrowse.js', 'index.js', 'session.js', 'capture.js', 'replayer.js'];

const started = performance.now();
const builtFrom = inputsHash();
// Removed first, so that a build that fails half-way is never taken for a finished one.
await rm(BUILT_FROM, { force: true });
await rm('dist', { recursive: true, force: true });
await mkdir('.build', { recursive: true });

try {
  await buildRrwebRecord();
  const { first, others, lists } = await import('../rollup.config.mjs');
  const write = async ({ output, ...input }) => {
    const bundle = await rollup(input);
    await bundle.write(output);
    await bundle.close();
  };
  const bundles = (async () => {
    for (const config of first) await write(config);
    await Promise.all(others.map(write));
  })();
  // tsc has its own process: it runs while rollup does. Both are waited for: neither may go on after we have ended.
  const failed = (await Promise.allSettled([bundles, buildTypes()])).find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  for (const command of ['cobrowse-relay', 'cobrowse-check', 'cobrowse-decode']) await chmod(`dist/${command}.js`, 0o755);
  const hashes = BROWSER_FILES.map((name) => [name, integrityOf(`dist/${name}`)]);
  await writeFile('dist/sri.json', `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
  await writeFile('.build/modules.json', `${JSON.stringify(lists, null, 2)}\n`);
  await writeFile(BUILT_FROM, builtFrom);
  console.log(`Built dist/ in ${Math.round(performance.now() - started)} ms.`);
} catch (error) {
  console.error(`The build failed: ${error.message}`);
  if (error.frame) console.error(error.frame);
  process.exitCode = 1;
}
