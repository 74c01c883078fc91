import type { IncomingMessage, ServerResponse } from 'node:http';

/** A published request has a handful of short texts. */
const MAX_BODY_BYTES = 16_384;

export type Fields = Readonly<Record<string, unknown>>;

/** The body as a JSON object, or `undefined` for whatever is none. */
export async function readFields(request: IncomingMessage): Promise<Fields | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Fields) : undefined;
  } catch {
    return undefined;
  }
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  send(response, status, 'application/json;charset=UTF-8', JSON.stringify(body));
}

export function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body);
}

/** One header as a text; empty where it is missing. */
export function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

/** One cookie's value; empty where it is missing. */
export function cookie(request: IncomingMessage, name: string): string {
  for (const part of header(request, 'cookie').split(';')) {
    const [key = '', ...value] = part.split('=');
    if (key.trim() === name) return value.join('=').trim();
  }
  return '';
}

/** The first of `names` that is no text, or is empty. */
export function missingField(fields: Fields, names: readonly string[]): string | undefined {
  return names.find((name) => typeof fields[name] !== 'string' || fields[name] === '');
}
