import { MAX_BODY_BYTES } from './claim.ts';

/** What is used of Node's `http.IncomingMessage` (or a framework's request around it). */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly socket: object;
  readonly readableEnded: boolean;
  on(event: 'data', listener: (chunk: Uint8Array) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'end' | 'close', listener: () => void): unknown;
  /** Where a framework has parsed the body before us, such as `express.json()`. */
  readonly body?: unknown;
}

/** What is used of Node's `http.ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  readonly writableEnded: boolean;
  setHeader(name: string, value: string): unknown;
  end(body?: Uint8Array): unknown;
  on(event: 'close', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
}

/**
 * Lets a handler of `Request → Response` serve Node's own requests: `http.createServer(toNodeListener(handler))`, or one
 * route of Express. Resolves once the answer is written, never rejects. The request's signal aborts when the page goes
 * away.
 *
 * The body is read up to one byte more than the handler of this package takes, so that it is the handler which refuses a
 * longer one. Do not put other handlers behind it.
 */
export function toNodeListener(
  handler: (request: Request) => Promise<Response>,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (incoming, outgoing) => {
    const controller = new AbortController();
    const leave = (): void => {
      if (!outgoing.writableEnded) controller.abort();
    };
    outgoing.on('close', leave);
    try {
      const request = await toRequest(incoming, controller.signal);
      const response = request ? await handler(request) : new Response(null, { status: 400 });
      const body = new Uint8Array(await response.arrayBuffer());
      outgoing.statusCode = response.status;
      for (const [name, value] of response.headers) outgoing.setHeader(name, value);
      outgoing.end(body);
    } catch {
      // Either the page went away, and nobody reads this, or a handler that is not ours failed.
      if (outgoing.writableEnded) return;
      outgoing.statusCode = 500;
      outgoing.end();
    } finally {
      outgoing.off('close', leave);
    }
  };
}

/** Absent where the request line or a header cannot be one of a page's. */
async function toRequest(incoming: NodeRequest, signal: AbortSignal): Promise<Request | undefined> {
  const { method = 'GET', headers, socket } = incoming;
  const scheme = (socket as { encrypted?: unknown }).encrypted === true ? 'https' : 'http';
  // HTTP/2 has no Host header.
  const host = headers['host'] ?? headers[':authority'];
  const url = `${scheme}://${String(host)}${incoming.url ?? '/'}`;
  if (host === undefined || !URL.canParse(url)) return undefined;
  const body = method === 'GET' || method === 'HEAD' ? null : await readBody(incoming);
  try {
    return new Request(url, { method, headers: toHeaders(headers), signal, body });
  } catch {
    return undefined;
  }
}

function toHeaders(headers: NodeRequest['headers']): Headers {
  const result = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    // `:method` and the like are not headers but the request line of HTTP/2.
    if (value === undefined || name.startsWith(':')) continue;
    for (const one of typeof value === 'string' ? [value] : value) result.append(name, one);
  }
  return result;
}

/** The start of the body; what comes after it flows by unkept, so that the answer can be sent while the page still sends. */
function readBody(incoming: NodeRequest): Promise<Uint8Array<ArrayBuffer> | string> {
  const { body } = incoming;
  // Already read by the framework, and gone from the stream.
  if (typeof body === 'string') return Promise.resolve(body);
  if (typeof body === 'object' && body !== null) return Promise.resolve(JSON.stringify(body));
  if (incoming.readableEnded) return Promise.resolve('');
  return new Promise((resolve, reject) => {
    const taken = new Uint8Array(MAX_BODY_BYTES + 1);
    let length = 0;
    incoming.on('data', (chunk) => {
      const fitting = chunk.subarray(0, taken.length - length);
      taken.set(fitting, length);
      length += fitting.length;
      if (length === taken.length) resolve(taken);
    });
    incoming.on('end', () => resolve(taken.slice(0, length)));
    incoming.on('error', reject);
    incoming.on('close', () => reject(new Error('The page went away.')));
  });
}
