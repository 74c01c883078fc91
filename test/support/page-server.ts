import { createServer, type IncomingMessage, type OutgoingHttpHeaders, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A merchant's site with pages and headers of the test's own, before the demo, which answers for all the rest. */
export interface PageServer {
  /** Origin of the pages, the merchant backend and `/csp-report`. The relay is not behind it: it has its own origin. */
  readonly url: string;
  /** Another origin with the same answers, for files that come from elsewhere. */
  readonly cdn: string;
  /** Answers that path with this from now on; returns its address at `url`. */
  put(path: string, body: string, headers?: OutgoingHttpHeaders): string;
  /** Answers the demo's paths again. */
  clear(): void;
  /** What browsers have POSTed to `/csp-report`, as they wrote it. */
  readonly reports: string[];
  /** Paths that were asked for. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** `added` are headers put on whatever is forwarded: a cookie that the browser keeps back in a frame, say. */
export async function openPageServer(demoUrl: string, added: OutgoingHttpHeaders = {}): Promise<PageServer> {
  const own = new Map<string, { body: string; headers: OutgoingHttpHeaders }>();
  const reports: string[] = [];
  const requests: string[] = [];
  const handle = (req: IncomingMessage, res: ServerResponse): void => {
    const path = req.url!.split('?', 1)[0]!;
    // Browsers ask for it by themselves, sooner or later; that is of no test's concern, nor is a line about its absence.
    if (path === '/favicon.ico') return void res.writeHead(204).end();
    requests.push(path);
    if (path === '/csp-report') return receive(req, res, reports);
    const answer = own.get(path);
    if (!answer) return forward(demoUrl, added, req, res);
    res.writeHead(200, { 'access-control-allow-origin': '*', ...answer.headers });
    res.end(answer.body);
  };
  const [site, elsewhere] = [await listen(handle), await listen(handle)];
  return {
    url: site.url,
    cdn: elsewhere.url,
    reports,
    requests,
    put(path, body, headers = {}) {
      own.set(path, { body, headers: { 'content-type': path.endsWith('.js') ? 'text/javascript' : 'text/html', ...headers } });
      return site.url + path;
    },
    clear: () => own.clear(),
    async close() {
      await Promise.all([site.close(), elsewhere.close()]);
    },
  };
}

/** With the browser's own headers, host and all: to the merchant backend this is the origin that it is asked from. */
function forward(demoUrl: string, added: OutgoingHttpHeaders, req: IncomingMessage, res: ServerResponse): void {
  const headers = { ...req.headers, ...added };
  const asked = request(demoUrl + req.url!, { method: req.method, headers }, (answer) => {
    res.writeHead(answer.statusCode!, { ...answer.headers, 'access-control-allow-origin': '*' });
    answer.pipe(res);
  });
  asked.on('error', () => res.destroy());
  req.pipe(asked);
}

function receive(req: IncomingMessage, res: ServerResponse, into: string[]): void {
  let text = '';
  req.on('data', (chunk) => (text += String(chunk)));
  req.on('end', () => {
    into.push(text);
    res.writeHead(204).end();
  });
}

async function listen(handle: (req: IncomingMessage, res: ServerResponse) => void) {
  const server = createServer(handle);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
