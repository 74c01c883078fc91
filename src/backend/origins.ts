import { invalid } from './options.ts';

/** Where a request comes from: the endpoint's own origin, another one the merchant listed, or anywhere else. */
export type Provenance = 'own' | 'listed' | 'foreign';

export interface Origins {
  of(request: Request): Provenance;
  /** The CORS headers of an answer; without any for an origin that is not listed. */
  headers(request: Request): Record<string, string>;
  /** The answer to a preflight: CORS headers for a listed origin, a bare 403 for every other. */
  preflight(request: Request): Response;
}

/** Seconds that a browser may keep a preflight's answer: it spares a session's reconnects theirs, and is soon forgotten. */
const PREFLIGHT_SECONDS = '600';

/** Throws `backend/invalid-option` for an entry that is not an origin exactly as browsers write it. */
export function createOrigins(listed: readonly string[]): Origins {
  if (!Array.isArray(listed) || !listed.every(isOrigin))
    throw invalid('origins', 'a list of exact origins such as https://www.shop.example, without a path');
  const known: ReadonlySet<string> = new Set(listed);

  const headers = (request: Request): Record<string, string> => {
    const origin = request.headers.get('origin');
    // Also for those that get nothing: a cache must not hand one origin's answer to another.
    if (origin === null || !known.has(origin)) return { vary: 'Origin' };
    return {
      vary: 'Origin',
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'Retry-After',
    };
  };
  return {
    of(request) {
      const origin = request.headers.get('origin');
      // Browsers send it with every POST; what does not is no page, and this endpoint answers pages.
      if (origin === null) return 'foreign';
      if (known.has(origin)) return isNavigation(request) ? 'foreign' : 'listed';
      const site = request.headers.get('sec-fetch-site') ?? 'same-origin';
      return site === 'same-origin' && origin === new URL(request.url).origin ? 'own' : 'foreign';
    },
    headers,
    preflight(request) {
      const origin = request.headers.get('origin');
      if (origin === null || !known.has(origin)) return new Response(null, { status: 403, headers: headers(request) });
      return new Response(null, {
        status: 204,
        headers: {
          ...headers(request),
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': 'content-type',
          'access-control-max-age': PREFLIGHT_SECONDS,
        },
      });
    },
  };
}

/** `none` is the browser's word for what the customer opened by hand; whatever a later standard adds is refused, too. */
function isNavigation(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  return site !== null && !['same-origin', 'same-site', 'cross-site'].includes(site);
}

function isOrigin(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, origin } = new URL(value);
  return (protocol === 'https:' || protocol === 'http:') && origin === value;
}
