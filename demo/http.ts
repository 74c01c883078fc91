import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers with JSON that no cache keeps: rooms and identities change from one call to the next. */
export function sendJson(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  send(res, status, 'application/json; charset=utf-8', JSON.stringify(body), headers);
}

/** Answers with one sentence for whoever reads it in a browser. */
export function sendText(res: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  send(res, status, 'text/plain; charset=utf-8', text, headers);
}

/** Sends the browser on to another page of the demo. */
export function sendRedirect(res: ServerResponse, location: string): void {
  send(res, 302, 'text/plain; charset=utf-8', '', { location });
}

/** The one place that writes an answer, so that no answer goes without its two safety headers. */
export function send(
  res: ServerResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
): void {
  res.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  // Node leaves the body of an answer to HEAD out by itself.
  res.end(body);
}

/** A switch of the QA page is below 200 bytes; 4 kB is room for any, and none for an upload. */
const MAX_JSON_BYTES = 4_096;

/** Reads a small JSON object from the body. Resolves with nothing when it is too long, not JSON or not an object. */
export async function readJson(req: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_JSON_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
