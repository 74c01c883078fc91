/** Where the merchant's endpoint is, as its own pages see it. */
export const SHOP = 'https://www.shop.example';
export const ENDPOINT = `${SHOP}/cobrowse/connection-info`;

export interface PageRequest {
  readonly method?: string;
  readonly body?: unknown;
  /** Added to what a page of the shop sends; `null` takes a header away. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly signal?: AbortSignal;
}

/** A request as the shop's own page sends it, so far as the test does not change it. */
export function pageRequest({ method = 'POST', body = {}, headers = {}, signal }: PageRequest = {}): Request {
  const all = new Headers({ origin: SHOP, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' });
  for (const [name, value] of Object.entries(headers)) {
    if (value === null) all.delete(name);
    else all.set(name, value);
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return new Request(ENDPOINT, {
    method,
    headers: all,
    ...(method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? {} : { body: text }),
    ...(signal ? { signal } : {}),
  });
}

/** The answer's body, in the shape that every answer has. */
export interface Answered {
  readonly success: boolean;
  readonly data: { roomId: string; wssUrl?: string; wssUrlOut: string; connectParam: string } | null;
  readonly errorCode: number | null;
  readonly errorReason: string | null;
}

export const answered = async (response: Response): Promise<Answered> => (await response.json()) as Answered;
