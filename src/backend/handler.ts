import { CobrowseError, isCobrowseError } from '../core/errors.ts';
import { type AddressExposure, type Failure, failureAnswer, failureOf, successAnswer } from './answer.ts';
import { type Claim, readClaim } from './claim.ts';
import { type ContactCentre, openContactCentre } from './contact-centre.ts';
import { type Decision, parseDecision, settle } from './decision.ts';
import {
  checkOptionNames,
  CONTACT_CENTRE_OPTIONS,
  type ContactCentreOptions,
  invalid,
  isWithin,
  resolveContactCentre,
} from './options.ts';
import { createOrigins } from './origins.ts';
import { createRateLimiter, DEFAULT_RATE_LIMIT, type RateLimit, type RateLimiter } from './rate-limit.ts';
import { createRoomIds, type RoomIds } from './room-ids.ts';
import { parsePrivacyRules, type PrivacyRule } from '../wire/privacy-rules.ts';

export interface ConnectionInfoHandlerOptions extends ContactCentreOptions {
  /**
   * Says who is asking, from the merchant's own session (cookie, header), or `null` for nobody (401). The body of
   * `request` has been read; what it claims is `claim`, which is not to be believed, only compared. A throw is a 500.
   */
  readonly authorize: (request: Request, claim: Claim) => Promise<Decision | null> | Decision | null;
  /**
   * Origins, exactly as browsers write them, whose pages may ask beside the endpoint's own. Behind a proxy that ends TLS
   * `request.url` often says `http:`; the site's public origin must be listed here then. Default: none.
   */
  readonly origins?: readonly string[] | undefined;
  /** How often one `userId` may ask, per instance. Default 20 at once and 20 a minute. */
  readonly rateLimit?: RateLimit | undefined;
  /**
   * What is hidden on which page of the site: the administrator's rules, or a function that has them for this request. They
   * travel with the answer, so that no session starts without them. A throw, or what is no list of rules, is a 500.
   */
  readonly privacyRules?: readonly PrivacyRule[] | RulesFunction | undefined;
  /** Whether the page also gets `wssUrl`, the address inside the contact centre's network. Default false. */
  readonly exposeInternalUrl?: boolean | undefined;
  /**
   * Hears of every 5xx: what the page is not told. Neither message nor cause holds key, secret, token or signature;
   * the cause of `backend/authorize-failed` is what the merchant's own `authorize` threw.
   */
  readonly onError?: ((error: CobrowseError, request: Request) => void) | undefined;
}

export type RulesFunction = (request: Request) => Promise<readonly PrivacyRule[]> | readonly PrivacyRule[];

const HANDLER_OPTIONS = {
  ...CONTACT_CENTRE_OPTIONS,
  authorize: true,
  origins: true,
  rateLimit: true,
  privacyRules: true,
  exposeInternalUrl: true,
  onError: true,
} satisfies Record<keyof ConnectionInfoHandlerOptions, true>;

/**
 * Customers see room ids that are keyed with `appSecret`, and one could try short secrets against them at leisure.
 * Sixteen random letters and digits are out of reach. The vendor does not publish how long its secrets are; a shorter one
 * can still be used with `createContactCentre`, which shows nothing of it to anybody.
 */
const MIN_SECRET_LENGTH = 16;

/**
 * The merchant's endpoint: the page's request in, connection info out. The answer always has getConnectionInfo's own
 * shape, and the promise never rejects. Statuses: 200 · 400, 413, 415 malformed · 401 `authorize` knows nobody · 403 another origin,
 * room or role · 405 · 429 too often · 500 `authorize` failed · 502 the contact centre refused or was not understood ·
 * 503 it is unavailable · 504 it is too slow.
 *
 * Only `authorize` decides the role and the room. A customer can join the room of the decision, or one that this
 * handler issued to the same `userId`; a claim to any other, and one to another role, is a 403.
 *
 * Throws `backend/invalid-option`, naming the option: there is no handler without `authorize`.
 */
export function createConnectionInfoHandler(
  options: ConnectionInfoHandlerOptions,
): (request: Request) => Promise<Response> {
  const { authorize, rateLimit = DEFAULT_RATE_LIMIT, exposeInternalUrl = false, onError } = options;
  checkOptionNames(options, HANDLER_OPTIONS);
  if (typeof authorize !== 'function') throw invalid('authorize', 'a function: it alone knows who is asking');
  if (typeof exposeInternalUrl !== 'boolean') throw invalid('exposeInternalUrl', 'true or false');
  if (onError !== undefined && typeof onError !== 'function') throw invalid('onError', 'a function');
  if (!isWithin(rateLimit?.requests, 1, 1e6) || !isWithin(rateLimit.windowMs, 1, Number.MAX_SAFE_INTEGER))
    throw invalid('rateLimit', '{requests, windowMs}, both whole numbers from 1');
  const { privacyRules = [] } = options;
  if (typeof privacyRules !== 'function' && parsePrivacyRules(privacyRules) === null)
    throw invalid('privacyRules', 'a list of rules, or a function that returns one; docs/privacy.md says what a rule is');
  const centre = resolveContactCentre(options);
  if (centre.appSecret.length < MIN_SECRET_LENGTH)
    throw invalid('appSecret', `a text of at least ${MIN_SECRET_LENGTH} characters`);
  const origins = createOrigins(options.origins ?? []);
  const exposure: AddressExposure = exposeInternalUrl ? 'external-and-internal' : 'external';
  const door: Door = {
    authorize,
    privacyRules: typeof privacyRules === 'function' ? privacyRules : () => privacyRules,
    centre: openContactCentre(centre),
    roomIds: createRoomIds(centre.appSecret),
    limiter: createRateLimiter(rateLimit, centre.clock),
  };

  return async (request) => {
    if (request.method === 'OPTIONS') return origins.preflight(request);
    const headers = origins.headers(request);
    if (request.method !== 'POST') return failureAnswer(WRONG_METHOD, headers);
    if (origins.of(request) === 'foreign') return failureAnswer(FOREIGN_ORIGIN, headers);
    try {
      const outcome = await answer(request, door);
      return 'status' in outcome ? failureAnswer(outcome, headers) : successAnswer(outcome, exposure, headers);
    } catch (thrown) {
      const error = isCobrowseError(thrown) ? thrown : unexpected();
      const failure = failureOf(error);
      if (failure.status >= 500) report(onError, error, request);
      return failureAnswer(failure, headers);
    }
  };
}

/** What stands between a claim and connection info. */
interface Door {
  readonly privacyRules: RulesFunction;
  readonly authorize: ConnectionInfoHandlerOptions['authorize'];
  readonly centre: ContactCentre;
  readonly roomIds: RoomIds;
  readonly limiter: RateLimiter;
}

const WRONG_METHOD: Failure = {
  status: 405,
  code: 'backend/request-malformed',
  sentence: 'The method must be POST.',
  allow: 'POST, OPTIONS',
};
const FOREIGN_ORIGIN: Failure = {
  status: 403,
  code: 'backend/request-forbidden',
  sentence: 'Pages of this origin may not ask here; the option `origins` lists those that may.',
};
const NOT_SIGNED_IN: Failure = { status: 401, code: 'backend/not-signed-in', sentence: 'Nobody is signed in.' };
const FORBIDDEN: Failure = {
  status: 403,
  code: 'backend/request-forbidden',
  sentence: 'This room or role is another one’s.',
};

async function answer(request: Request, { authorize, privacyRules, centre, roomIds, limiter }: Door) {
  const claim = await readClaim(request);
  if ('status' in claim) return claim;
  const { roomId } = claim;
  let decided: unknown;
  try {
    decided = await authorize(request, roomId === undefined ? {} : { roomId });
  } catch (cause) {
    throw new CobrowseError('backend/authorize-failed', '`authorize` failed.', { cause });
  }
  // A forgotten `return` is nobody, too.
  if (decided === null || decided === undefined) return NOT_SIGNED_IN;
  const decision = parseDecision(decided);
  // Before the claim is looked at: guesses count.
  const waitMs = limiter.take(decision.userId);
  if (waitMs > 0) return tooOften(waitMs);
  const call = await settle(decision, claim, roomIds);
  if (call === 'forbidden') return FORBIDDEN;
  // Agents need no rules: what is hidden never reaches them.
  const rules = call.role === 'recorder' ? { privacyRules: await readRules(request, privacyRules) } : {};
  return { ...(await centre.getConnectionInfo(call, { signal: request.signal })), ...rules };
}

async function readRules(request: Request, rulesFor: RulesFunction): Promise<readonly PrivacyRule[]> {
  let rules: readonly PrivacyRule[] | null;
  try {
    rules = parsePrivacyRules(await rulesFor(request));
  } catch (cause) {
    throw new CobrowseError('backend/rules-failed', '`privacyRules` failed.', { cause });
  }
  if (!rules) throw new CobrowseError('backend/rules-failed', '`privacyRules` returned what is no list of rules.');
  return rules;
}

function tooOften(retryAfterMs: number): Failure {
  return { status: 429, code: 'backend/rate-limited', sentence: 'This customer asks too often.', retryAfterMs };
}

/** A fault of this half. What was thrown is not passed on: nobody has looked at what it quotes. */
function unexpected(): CobrowseError {
  return new CobrowseError('backend/unavailable', 'The handler failed where it should not have; please report it.');
}

function report(onError: ConnectionInfoHandlerOptions['onError'], error: CobrowseError, request: Request): void {
  try {
    onError?.(error, request);
  } catch {
    // The page's answer does not depend on whether the merchant's log works.
  }
}
