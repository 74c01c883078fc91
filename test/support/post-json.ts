/** An answer, with its body as JSON where it is JSON. */
export interface Posted {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Posts JSON (or a text as it is) and reads the answer. */
export async function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Posted> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Posted['body']) : {} };
}
