import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  stop(): Promise<void>;
}

/** A real HTTP server on a free port of this machine. */
export async function startLoopbackServer(listener: RequestListener): Promise<LoopbackServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One answer of a scripted server; `reset` breaks the connection, `hang` leaves it open. */
export type Scripted =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'reset'
  | 'hang';

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that says what it is told: for each path the last script entry stands for all later requests. */
export async function startScriptedServer(
  script: Record<string, Scripted[]>,
): Promise<LoopbackServer & { readonly heard: Heard[] }> {
  const heard: Heard[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? '';
    heard.push({ method: request.method ?? '', path, headers: request.headers, body });
    const answers = script[path] ?? [{ status: 404 }];
    const next = (answers.length > 1 ? answers.shift() : answers[0]) ?? 'reset';
    if (next === 'hang') return;
    if (next === 'reset') {
      response.destroy();
      return;
    }
    response.writeHead(next.status ?? 200, { 'content-type': 'application/json', ...next.headers });
    response.end(typeof next.body === 'string' ? next.body : JSON.stringify(next.body ?? {}));
  };
  const server = await startLoopbackServer((request, response) => void answer(request, response));
  return { ...server, heard };
}
