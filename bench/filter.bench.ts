// What the filter costs beside rrweb itself, on the same events in the same run. The budget: under 10 % of rrweb's own work.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { readFile } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';
import { launch } from 'puppeteer-core';
import { chromiumArgs } from '../scripts/browsers.mjs';
import { pathOf } from '../scripts/engines.mjs';
import type { Row } from './filter/page.ts';

/** Where other work keeps the machine busy, compilers in threads of their own do not get to it, and what is measured is how code is interpreted. */
const COMPILED_AT_ONCE = '--js-flags=--no-concurrent-recompilation --no-concurrent-sparkplug';

const OBSERVED = 'mutationBuffer.processMutations.bind(mutationBuffer)';
/** rrweb as it is built for the package, with a watch round what its observers do. */
const watched: Plugin = {
  name: 'watched',
  setup({ onLoad }) {
    onLoad({ filter: /rrweb-record\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      if (!code.includes(OBSERVED)) throw new Error('rrweb has changed: its observers cannot be watched.');
      return { contents: code.replaceAll(OBSERVED, `timed(${OBSERVED})`), loader: 'js' };
    });
  },
};

const { outputFiles } = await build({
  entryPoints: ['bench/filter/page.ts'],
  bundle: true,
  format: 'esm',
  write: false,
  plugins: [watched],
  alias: { rrweb: resolve('.build/rrweb-record.js') },
});
const script = outputFiles[0]!.text;
// An isolated page has a clock of 5 µs; others are given 100.
const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const server = createServer((request, response) => {
  if (request.url === '/page.js') response.writeHead(200, { ...headers, 'content-type': 'text/javascript' }).end(script);
  else if (request.url?.startsWith('/p/')) response.writeHead(204, headers).end();
  else response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end('<!doctype html><title>Bench</title><script type="module" src="/page.js"></script>');
});
await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
const browser = await launch({ executablePath: pathOf('chromium')!, args: [...chromiumArgs(), COMPILED_AT_ONCE], protocolTimeout: 600_000 });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(600_000);
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('window.measure !== undefined');
  console.log(`${'policy'.padEnd(28)}${'scenario'.padEnd(34)}${'rrweb µs'.padStart(10)}${'filter µs'.padStart(11)}${'ratio'.padStart(9)}`);
  // A part of the table, for whoever works on one row: COBROWSE_BENCH_ROWS=snapshot.
  const names = (await page.evaluate(`rows(${JSON.stringify(process.env['COBROWSE_BENCH_ROWS'] ?? '')})`)) as string[][];
  for (const [policy, scenario] of names) {
    const { rrwebUs, filterUs } = (await page.evaluate(`measure(${JSON.stringify(policy)}, ${JSON.stringify(scenario)})`)) as Row;
    const ratio = `${((filterUs / rrwebUs) * 100).toFixed(1)} %`;
    console.log(policy!.padEnd(28) + scenario!.padEnd(34) + rrwebUs.toFixed(0).padStart(10) + filterUs.toFixed(0).padStart(11) + ratio.padStart(9));
  }
} finally {
  await browser.close();
  server.close();
}
