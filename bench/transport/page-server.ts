import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build, stop } from 'esbuild';
import type { Upstream } from './relays.ts';
import { RELAY_PATH } from './relays.ts';
import { SETUPS } from './setups.ts';

export interface PageServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** The widget as a page without a bundler has it; everything else is bundled. */
const IMPORTS = JSON.stringify({ imports: { 'cobrowse-widget': '/dist/index.js', 'cobrowse-widget/replayer': '/dist/replayer.js' } });
const page = (module: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"><script type="importmap">${IMPORTS}</script>` +
  `<style>body { margin: 0 } #replay { height: 100vh }</style><script type="module" src="/pages/${module}.js"></script></head><body><div id="replay"></div></body></html>`;

/** `/page/<module>` for each page there is, what it loads, and connection info; none of it goes through a proxy. */
export async function openPageServer(upstreamOf: (port: number) => Upstream): Promise<PageServer> {
  const modules = [...new Set(SETUPS.flatMap(({ customer, agent }) => (agent ? [customer, agent] : [customer])))];
  const { outputFiles } = await build({
    entryPoints: modules.map((name) => `bench/transport/pages/${name}.ts`),
    ...{ outdir: '/pages', bundle: true, splitting: true, format: 'esm', target: 'es2022', write: false, minify: true, logLevel: 'error' },
    external: ['cobrowse-widget', 'cobrowse-widget/replayer'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  await stop();
  const scripts = new Map(outputFiles.map(({ path, contents }) => [path, contents]));

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bench');
    const send = (type: string, body: string | Uint8Array): void => void response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
    const script = scripts.get(pathname);
    if (script) return send('text/javascript', script);
    if (pathname.startsWith('/page/')) return send('text/html', page(pathname.slice('/page/'.length)));
    if (pathname === '/info') {
      const [role, roomId, id, port] = ['role', 'room', 'id', 'port'].map((name) => searchParams.get(name) ?? 'customer');
      const connectParam = upstreamOf(Number(port)).sign({ role: role as 'recorder', roomId: roomId!, id: id! });
      return send('application/json', JSON.stringify({ roomId, connectParam, wssUrlOut: `ws://127.0.0.1:${port}${RELAY_PATH}` }));
    }
    if (/^\/dist\/[\w-]+\.js$/.test(pathname))
      return void readFile(pathname.slice(1)).then(
        (text) => send('text/javascript', text),
        () => response.writeHead(404).end(),
      );
    // The pages' pictures.
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
