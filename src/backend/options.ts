import { type Clock, systemClock } from '../core/clock.ts';
import { CobrowseError } from '../core/errors.ts';
import { isLoopback } from '../wire/connection-info.ts';

/** Where the contact centre is and who the merchant is to it. */
export interface ContactCentreOptions {
  /**
   * The API Fabric's host, `service.besclouds.com` or `host:port`: spoken to over https. An `http://` origin is taken
   * on loopback only, for a contact centre that is emulated on the same machine.
   */
  readonly domain: string;
  /**
   * The host of tokenByAkSk where it is another one; some of the vendor's pages put it on port 28070 of the same
   * host, `service.besclouds.com:28070`. Default: `domain`.
   */
  readonly tokenDomain?: string | undefined;
  /** `x-app-key` and `app_key`, as configured on the API Fabric. */
  readonly appKey: string;
  /** `app_secret`. Stays on this server: sent to tokenByAkSk and nowhere else. */
  readonly appSecret: string;
  /** `X-TenantSpaceID`. */
  readonly tenantSpaceId: string;
  /** `X-Token-Expire`: seconds that a token is asked to live, 60 to 3600. Default 600, the vendor's own example. */
  readonly tokenExpirySeconds?: number | undefined;
  /**
   * Milliseconds that one `getConnectionInfo` may take in all: a new token, the call itself, and their one repetition
   * each. Default 8000.
   */
  readonly timeoutMs?: number | undefined;
  /** Makes the requests. Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Default: the system's clock. */
  readonly clock?: Clock | undefined;
}

/** {@link ContactCentreOptions}, complete and checked. */
export interface ResolvedContactCentre {
  readonly tokenUrl: string;
  readonly infoUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly tenantSpaceId: string;
  readonly tokenExpirySeconds: number;
  readonly timeoutMs: number;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/** The names a resolver takes; a test of the types below, so that a forgotten one does not compile. */
export const CONTACT_CENTRE_OPTIONS = {
  domain: true,
  tokenDomain: true,
  appKey: true,
  appSecret: true,
  tenantSpaceId: true,
  tokenExpirySeconds: true,
  timeoutMs: true,
  fetch: true,
  clock: true,
} satisfies Record<keyof ContactCentreOptions, true>;

/** tokenByAkSk takes no more (the vendor's page of the call). */
export const MAX_TOKEN_SECONDS = 3_600;
/** A token that lives for less than a minute would be asked for with almost every call. */
const MIN_TOKEN_SECONDS = 60;
const DEFAULT_TOKEN_SECONDS = 600;

/**
 * A healthy call takes well under a second; customers who wait for more than ten give up or press again. Eight leave the
 * page two for the way to this server, so that it hears our 504 rather than its own time-out.
 */
const DEFAULT_TIMEOUT_MS = 8_000;

/** What a header value may hold without being quoted or folded. Anything else would be refused by `fetch`, aloud. */
export const HEADER_SAFE = /^[\x21-\x7e]+$/;

/** Checks and completes. Throws `backend/invalid-option`, naming the option; no message quotes a value. */
export function resolveContactCentre(options: ContactCentreOptions): ResolvedContactCentre {
  if (typeof options !== 'object' || options === null) throw invalid('the options', 'an object');
  const { appKey, appSecret, tenantSpaceId, clock = systemClock } = options;
  const tokenExpirySeconds = options.tokenExpirySeconds ?? DEFAULT_TOKEN_SECONDS;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const domain = originOf('domain', options.domain);
  const tokenDomain = options.tokenDomain === undefined ? domain : originOf('tokenDomain', options.tokenDomain);
  if (!isHeaderSafe(appKey)) throw invalid('appKey', 'a text that can stand in a header');
  if (typeof appSecret !== 'string' || appSecret === '') throw invalid('appSecret', 'a text that is not empty');
  if (!isHeaderSafe(tenantSpaceId)) throw invalid('tenantSpaceId', 'a text that can stand in a header');
  if (!isWithin(tokenExpirySeconds, MIN_TOKEN_SECONDS, MAX_TOKEN_SECONDS))
    throw invalid('tokenExpirySeconds', `a whole number of seconds from ${MIN_TOKEN_SECONDS} to ${MAX_TOKEN_SECONDS}`);
  if (!isWithin(timeoutMs, 1, Number.MAX_SAFE_INTEGER)) throw invalid('timeoutMs', 'a whole number of milliseconds');
  if (options.fetch !== undefined && typeof options.fetch !== 'function') throw invalid('fetch', 'a function');
  return {
    tokenUrl: `${tokenDomain}/apigovernance/api/oauth/tokenByAkSk`,
    infoUrl: `${domain}/apiaccess/api/cobrowse/getConnectionInfo`,
    appKey,
    appSecret,
    tenantSpaceId,
    tokenExpirySeconds,
    timeoutMs,
    // Called as a plain function of the global object: some edge platforms refuse it any other way.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    clock,
  };
}

/** Throws for a name that nobody reads: a misspelt option would otherwise quietly be its default. */
export function checkOptionNames(options: object, known: Readonly<Record<string, true>>): void {
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(known, name))
      throw new CobrowseError('backend/invalid-option', `Backend: there is no option \`${name.slice(0, 60)}\`.`);
  }
}

export function invalid(option: string, expected: string): CobrowseError {
  return new CobrowseError('backend/invalid-option', `Backend: \`${option}\` must be ${expected}.`);
}

const isHeaderSafe = (value: unknown): value is string => typeof value === 'string' && HEADER_SAFE.test(value);

export const isWithin = (value: unknown, min: number, max: number): value is number =>
  Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;

function originOf(option: string, value: unknown): string {
  const expected = 'a host name such as service.besclouds.com (an http:// origin on loopback only), without a path';
  if (typeof value !== 'string' || value === '') throw invalid(option, expected);
  const text = /^https?:\/\//i.test(value) ? value : `https://${value}`;
  if (!URL.canParse(text)) throw invalid(option, expected);
  const { protocol, hostname, username, password, pathname, search, hash, origin } = new URL(text);
  const bare = username === '' && password === '' && pathname === '/' && search === '' && hash === '';
  if (!bare || (protocol === 'http:' && !isLoopback(hostname))) throw invalid(option, expected);
  return origin;
}
