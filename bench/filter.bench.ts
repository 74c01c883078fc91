// What the filter costs beside rrweb itself, as it is published, on the same events in the same run: the budget is 10 % of
// rrweb's own work. Apart from it, the masks that rrweb asks for (ring 1); beside it, rrweb as it is built for the package, which asks the browser for less.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { readFile } from 'node:fs/promises';
import { build, type Plugin } from 'esbuild';
import { launch, type Page } from 'puppeteer-core';
import { chromiumArgs } from '../scripts/browsers.mjs';
import { pathOf } from '../scripts/engines.mjs';
import type { Row } from './filter/page.ts';

/** Where other work keeps the machine busy, compilers in threads of their own do not get to it, and what is measured is how code is interpreted. */
const COMPILED_AT_ONCE = '--js-flags=--no-concurrent-recompilation --no-concurrent-sparkplug';

const OBSERVED = 'mutationBuffer.processMutations.bind(mutationBuffer)';
/** A watch round what rrweb's observers do. */
const watched: Plugin = {
  name: 'watched',
  setup({ onLoad }) {
    onLoad({ filter: /(rrweb-record|rrweb[\\/]dist[\\/]rrweb)\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      if (!code.includes(OBSERVED)) throw new Error('rrweb has changed: its observers cannot be watched.');
      return { contents: code.replaceAll(OBSERVED, `timed(${OBSERVED})`), loader: 'js' };
    });
  },
};

async function bundle(rrweb: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['bench/filter/page.ts'],
    bundle: true,
    format: 'esm',
    write: false,
    plugins: [watched],
    alias: { rrweb: resolve(rrweb) },
  });
  return outputFiles[0]!.text;
}

const scripts: Readonly<Record<string, string>> = {
  '/published.js': await bundle('node_modules/rrweb/dist/rrweb.js'),
  '/built.js': await bundle('.build/rrweb-record.js'),
};
// An isolated page has a clock of 5 µs; others are given 100.
const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
const server = createServer(({ url = '' }, response) => {
  const script = scripts[url];
  if (script) response.writeHead(200, { ...headers, 'content-type': 'text/javascript' }).end(script);
  else if (url.startsWith('/p/')) response.writeHead(204, headers).end();
  else response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end(`<!doctype html><title>Bench</title><script type="module" src="${url}.js"></script>`);
});
await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
const browser = await launch({ executablePath: pathOf('chromium')!, args: [...chromiumArgs(), COMPILED_AT_ONCE], protocolTimeout: 600_000 });
try {
  const open = async (which: string): Promise<Page> => {
    const page = await browser.newPage();
    page.setDefaultTimeout(600_000);
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${which}`);
    await page.waitForFunction('window.measure !== undefined');
    return page;
  };
  const published = await open('published');
  const built = await open('built');
  const line = (cells: readonly string[]): void => console.log(cells.map((cell, index) => (index < 2 ? cell.padEnd(index ? 34 : 28) : cell.padStart(12))).join(''));
  line(['policy', 'scenario', 'rrweb µs', 'as built µs', 'masks µs', 'filter µs', 'filter/rrweb']);
  // A part of the table, for whoever works on one row: COBROWSE_BENCH_ROWS=snapshot.
  const names = (await built.evaluate(`rows(${JSON.stringify(process.env['COBROWSE_BENCH_ROWS'] ?? '')})`)) as string[][];
  for (const [policy, scenario] of names) {
    const measure = async (page: Page, modes: string): Promise<Row> => {
      await page.bringToFront();
      return (await page.evaluate(`measure(${JSON.stringify(policy)}, ${JSON.stringify(scenario)}, ${modes})`)) as Row;
    };
    // On either side of the other, as machines have better and worse minutes.
    const before = await measure(published, '[0]');
    const { rrwebUs: builtUs, masksUs, filterUs } = await measure(built, '[0, 1, 2]');
    const rrwebUs = Math.min(before.rrwebUs, (await measure(published, '[0]')).rrwebUs);
    line([policy!, scenario!, rrwebUs.toFixed(0), builtUs.toFixed(0), masksUs.toFixed(0), filterUs.toFixed(0), `${((filterUs / rrwebUs) * 100).toFixed(1)} %`]);
  }
} finally {
  await browser.close();
  server.close();
}
