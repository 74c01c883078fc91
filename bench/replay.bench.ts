// What a step of the replay costs the agent: how long the console's page can do nothing else, and until all is painted,
// beside rrweb's own live mode, on the recorded streams. Set-ups take turns; the figures are medians of the rounds.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { launch } from 'puppeteer-core';
import { chromiumArgs } from '../scripts/browsers.mjs';
import { pathOf } from '../scripts/engines.mjs';
import { createEncoder } from '../src/wire/codec/encoder.ts';
import type { WireEvent } from '../src/wire/messages.ts';
import type { Batch, Step } from './replay/page.ts';
import { type ReplayRow, replayTable } from './replay/report.ts';
import { recordedStreams } from './streams/record.ts';
import { writeResults } from './transport/results.ts';

/** Streams whose steps are large. */
const SCENARIOS = ['browsing', 'routes', 'list, new texts', 'list, same rows', '20,000 nodes'];
const ROUNDS = 3;
/** Characters of JSON. */
const LARGE = 50_000;
const FULL_SNAPSHOT = 2;

/** Every large event apart, and what is between them together. */
function split(events: readonly WireEvent[]): WireEvent[][] {
  const parts: WireEvent[][] = [];
  let isApart = true;
  for (const event of events) {
    const isLarge = JSON.stringify(event).length > LARGE;
    if (isApart || isLarge) parts.push([event]);
    else parts.at(-1)!.push(event);
    isApart = isLarge;
  }
  return parts;
}

async function encode(batches: readonly (readonly WireEvent[])[]): Promise<Batch[]> {
  const bytes: string[] = [];
  const encoder = createEncoder({
    now: () => 0,
    later: (run) => void queueMicrotask(run),
    onFrame: (frame) => void bytes.push(Buffer.from(frame).toString('base64')),
    onError(error) {
      throw error;
    },
  });
  encoder.begin();
  for (const [at, events] of batches.entries()) {
    encoder.push(events);
    while (bytes.length <= at) await new Promise((resolve) => setImmediate(resolve));
  }
  return batches.map((events, at) => ({ bytes: bytes[at]!, events }));
}

const { outputFiles } = await build({ entryPoints: ['bench/replay/page.ts'], bundle: true, format: 'iife', write: false });
const server = createServer(({ url }, response) => {
  if (url === '/page.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(outputFiles[0]!.text);
  else if (url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Bench</title><body><script src="/page.js"></script>');
  else response.writeHead(204).end();
});
await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
const browser = await launch({ executablePath: pathOf('chromium')!, args: chromiumArgs(), protocolTimeout: 600_000, defaultViewport: { width: 1_280, height: 800 } });
const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const inTheMiddle = (steps: readonly Step[]): Step => ({ blockedMs: median(steps.map(({ blockedMs }) => blockedMs)), paintedMs: median(steps.map(({ paintedMs }) => paintedMs)) });
/** Of those after the snapshot. */
const worst = (steps: readonly Step[]): Step => steps.slice(1).reduce((most, step) => (step.blockedMs > most.blockedMs ? step : most));
try {
  const streams = await recordedStreams();
  const rows: ReplayRow[] = [];
  for (const scenario of SCENARIOS) {
    const events = streams.get(scenario)!;
    const first = events.findIndex(({ type }) => type === FULL_SNAPSHOT) + 1;
    const batches = await encode([events.slice(0, first), ...split(events.slice(first))]);
    const rounds: Record<'rrweb' | 'ours', Step[][]> = { rrweb: [], ours: [] };
    for (let round = 0; round < ROUNDS; round += 1)
      for (const setup of round % 2 === 0 ? (['rrweb', 'ours'] as const) : (['ours', 'rrweb'] as const)) {
        const page = await browser.newPage();
        page.on('pageerror', (error) => console.error(scenario, setup, error));
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        rounds[setup].push((await page.evaluate(`play(${JSON.stringify(setup)}, ${JSON.stringify(batches)})`)) as Step[]);
        await page.close();
      }
    const of = (setup: 'rrweb' | 'ours') => ({ snapshot: inTheMiddle(rounds[setup].map((steps) => steps[0]!)), after: inTheMiddle(rounds[setup].map(worst)) });
    rows.push({ scenario, rrweb: of('rrweb'), ours: of('ours') });
    console.log(scenario, JSON.stringify(rows.at(-1)));
  }
  writeResults('replay', rows);
  console.log(replayTable(rows));
} finally {
  await browser.close();
  server.close();
}
