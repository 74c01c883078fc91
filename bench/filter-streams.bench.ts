// What the filter costs beside rrweb itself on the streams that the budgets for bytes are measured on: its budget is 10 % of
// rrweb's own work on the same events. By samples of a profile; filter.bench.ts has single kinds of changes, by the clock.
import { resolve } from 'node:path';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { launch } from 'puppeteer-core';
import { chromiumArgs } from '../scripts/browsers.mjs';
import { pathOf } from '../scripts/engines.mjs';
import { modulesOf, type Shares, sharesOf } from './filter/profile.ts';
import { STREAMS } from './streams/record.ts';

/** Not among what is compared: engines compile in the first rounds. */
const WARM_UP = 2;
const ROUNDS = 6;
/** Each tenth of a millisecond: some thousand samples of the shortest stream's filter. */
const INTERVAL_US = 100;

async function bundle(rrweb: string): Promise<string> {
  const { outputFiles } = await build({ entryPoints: ['bench/filter/streams.ts'], bundle: true, format: 'iife', write: false, alias: { rrweb: resolve(rrweb) } });
  return outputFiles[0]!.text;
}

const published = await bundle('node_modules/rrweb/dist/rrweb.js');
const built = await bundle('.build/rrweb-record.js');
const server = createServer(({ url = '' }, response) => {
  const script = { '/published.js': published, '/built.js': built }[url];
  if (script !== undefined) response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
  else if (url.startsWith('/page/')) response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Bench</title><script>window.now = 18e11; Date.now = () => window.now</script><body></body>');
  else response.writeHead(204).end();
});
await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
const host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
// Compilers in threads of their own do not get to it where other work keeps the machine busy.
const browser = await launch({ executablePath: pathOf('chromium')!, args: [...chromiumArgs(), '--js-flags=--no-concurrent-recompilation --no-concurrent-sparkplug'], protocolTimeout: 600_000, defaultViewport: { width: 1_280, height: 800 } });

/** A page of its own for each: what the engine has learnt from one stream is not the next one's. */
async function measure(name: string, which: 'published' | 'built', count: 0 | 2): Promise<Shares> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(name, error));
  await page.goto(`${host}/page/`);
  await page.addScriptTag({ url: `/${which}.js` });
  const run = (rounds: number): Promise<unknown> => page.evaluate(`runStream(${JSON.stringify(name)}, ${count}, ${rounds})`);
  await run(WARM_UP);
  const session = await page.createCDPSession();
  await session.send('Profiler.enable');
  await session.send('Profiler.setSamplingInterval', { interval: INTERVAL_US });
  await session.send('Profiler.start');
  await run(ROUNDS);
  const { profile } = await session.send('Profiler.stop');
  await page.close();
  return sharesOf(profile, modulesOf(which === 'built' ? built : published));
}

const line = (cells: readonly string[]): void => console.log(cells.map((cell, index) => (index < 1 ? cell.padEnd(20) : cell.padStart(14))).join(''));
const ms = (value: number): string => (value / ROUNDS).toFixed(1);
const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)} %`;
try {
  line(['stream', 'rrweb ms', 'as built ms', 'masks ms', 'filter ms', 'filter/rrweb', 'of as built']);
  const row = (name: string, rrweb: number, own: Shares): void =>
    line([name, ms(rrweb), ms(own.rrweb), ms(own.masks), ms(own.filter), percent(own.filter, rrweb), percent(own.filter, own.rrweb)]);
  const all = { published: 0, rrweb: 0, masks: 0, filter: 0 };
  const only = process.env['COBROWSE_BENCH_ROWS'] ?? '';
  for (const name of STREAMS.filter((stream) => stream.includes(only))) {
    const { rrweb } = await measure(name, 'published', 0);
    const own = await measure(name, 'built', 2);
    row(name, rrweb, own);
    all.published += rrweb;
    for (const key of ['rrweb', 'masks', 'filter'] as const) all[key] += own[key];
  }
  row('all of them', all.published, all);
} finally {
  await browser.close();
  server.close();
}
