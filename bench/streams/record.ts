import { createServer } from 'node:http';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { launch } from 'puppeteer-core';
import { chromiumArgs } from '../../scripts/browsers.mjs';
import { pathOf } from '../../scripts/engines.mjs';
import type { WireEvent } from '../../src/wire/messages.ts';

export const STREAMS = ['browsing', 'session', 'list, new texts', 'list, same texts', 'list, same rows', 'list, reversed', 'routes', 'typing', 'animation', '20,000 nodes'];

const FOLDER = '.build/streams';
const fileOf = (name: string): string => `${FOLDER}/${name.replaceAll(/\W+/g, '-')}.json`;

/** The streams by name, recorded in Chromium where that has not been done; `.build/streams` keeps them. */
export async function recordedStreams(): Promise<Map<string, WireEvent[]>> {
  if (!STREAMS.every((name) => existsSync(fileOf(name)))) await recordAll();
  return new Map(STREAMS.map((name) => [name, JSON.parse(readFileSync(fileOf(name), 'utf8')) as WireEvent[]]));
}

async function recordAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const { outputFiles } = await build({
    ...{ entryPoints: ['bench/streams/page.ts'], bundle: true, format: 'iife', write: false },
    alias: { rrweb: resolve('.build/rrweb-record.js') },
  });
  const server = createServer((request, response) => {
    if (request.url === '/page.js') response.writeHead(200, { 'content-type': 'text/javascript' }).end(outputFiles[0]!.text);
    else if (request.url === '/') response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Bench</title><script>window.now = 18e11; Date.now = () => window.now</script><body></body>');
    else response.writeHead(204).end();
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const browser = await launch({ executablePath: pathOf('chromium')!, args: chromiumArgs(), protocolTimeout: 600_000, defaultViewport: { width: 1_280, height: 800 } });
  try {
    for (const name of STREAMS) {
      const page = await browser.newPage();
      page.on('pageerror', (error) => console.error(name, error));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.addScriptTag({ url: '/page.js' });
      writeFileSync(fileOf(name), (await page.evaluate(`recordStream(${JSON.stringify(name)})`)) as string);
      await page.close();
    }
  } finally {
    await browser.close();
    server.close();
  }
}
