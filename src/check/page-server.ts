import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve, sep } from 'node:path';

/** Serves the widget and, below another path, the folder of the page. */
export interface PageServer {
  readonly origin: string;
  /** Ends with a slash. */
  readonly widgetUrl: string;
  close(): Promise<void>;
}

/** Below it lies what is ours, so that a folder of any names can be beside it. */
const WIDGET = '/.cobrowse-check/';

/** The agent's view takes all of its window, so that it is as large as the customer's. */
const AGENT_PAGE = `<!doctype html><meta charset="utf-8"><title>Agent</title><link rel="icon" href="data:,">
<style>html, body, #view { margin: 0; width: 100%; height: 100%; overflow: hidden; background: #fff }</style><div id="view"></div>`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.htm': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

export async function startPageServer(widgetFolder: string, pageFolder: string | undefined): Promise<PageServer> {
  const server = createServer((request, response) => {
    const path = pathOf(request.url);
    if (path === `${WIDGET}agent`) return answer(response, 200, AGENT_PAGE);
    if (path?.startsWith(WIDGET)) return void sendFile(response, widgetFolder, path.slice(WIDGET.length));
    if (path && pageFolder !== undefined) return void sendFile(response, pageFolder, path.slice(1));
    answer(response, 404, 'Not found');
  });
  await new Promise<void>((listening, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', listening);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    widgetUrl: `${origin}${WIDGET}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Nothing where it is not well-formed. */
function pathOf(url = ''): string | undefined {
  try {
    return decodeURIComponent(url.split(/[?#]/, 1)[0]!);
  } catch {
    return undefined;
  }
}

async function sendFile(response: ServerResponse, folder: string, path: string): Promise<void> {
  const root = resolve(folder);
  const file = join(root, path);
  // A null byte is in no name, and `stat` throws on it at once.
  const isInside = file.startsWith(root.endsWith(sep) ? root : root + sep) && !file.includes('\0');
  const isFile = isInside && (await stat(file).then((found) => found.isFile(), () => false));
  if (!isFile) return answer(response, 404, 'Not found');
  response.writeHead(200, { ...HEADERS, 'content-type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream' });
  createReadStream(file).on('error', () => response.destroy()).pipe(response);
}

/** A page of any origin loads the widget from here. */
const HEADERS = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'cache-control': 'no-store' };

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' });
  response.end(body);
}
