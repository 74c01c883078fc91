import { request, type IncomingMessage, type ServerResponse } from 'node:http';
import { startLoopbackServer } from './loopback-server.ts';

/** A merchant's own pages, on an origin of their own. */
export interface GuestServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Paths that were asked for, in order. */
  readonly heard: string[];
  /** Serves `content` at `path` from now on; the path's ending says what it is. */
  put(path: string, content: string | Uint8Array): void;
  /** Serves a page that holds this, for a customer who is signed in at the demo. */
  putPage(path: string, parts: { head?: string; body?: string }): void;
  stop(): Promise<void>;
}

/** Cookie of a customer of the demo: any twelve characters are one. */
export const SIGNED_IN = 'demo_customer=guestcustome; Path=/';

/** Lets a page set `document.domain`, which browsers otherwise ignore. */
const SITE = { 'origin-agent-cluster': '?0' };

/** Notes what goes wrong on the page, or on those in its frames, before any other script of it. */
const LEDGER = `<script>{
  const noted = (window.guestErrors = parent.guestErrors ?? []);
  for (const type of ['error', 'unhandledrejection']) addEventListener(type, (event) => noted.push(String(event.reason ?? event.message)));
  const { error } = console;
  console.error = (...words) => (noted.push(words.join(' ')), error.apply(console, words));
}</script>`;

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/**
 * Stands before the demo as a merchant's server would: what was put here is served, everything else, connection info and
 * the built files among it, is the demo's answer. The socket goes straight to the demo's relay.
 */
export async function startGuestServer(demoUrl: string): Promise<GuestServer> {
  const files = new Map<string, string | Uint8Array>();
  const heard: string[] = [];
  const server = await startLoopbackServer((incoming, response) => {
    const path = new URL(incoming.url ?? '/', 'http://guest').pathname;
    heard.push(path);
    const content = files.get(path);
    if (content === undefined) return forward(demoUrl, incoming, response);
    const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'text/plain';
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', 'set-cookie': SIGNED_IN, ...SITE });
    response.end(content);
  });
  return {
    origin: server.origin,
    heard,
    put: (path, content) => void files.set(path, content),
    putPage(path, { head = '', body = '' }) {
      const icon = '<link rel="icon" href="data:,">';
      files.set(path, `<!doctype html><html lang="en"><head><title>Guest</title>${icon}${LEDGER}${head}</head><body>${body}</body></html>`);
    },
    stop: server.stop,
  };
}

function forward(demoUrl: string, incoming: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = incoming;
  const onward = request(new URL(incoming.url ?? '/', demoUrl), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  incoming.pipe(onward);
}
