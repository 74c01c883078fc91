import type { CobrowseError, ErrorCode } from '../core/errors.ts';
import type { ConnectionInfo } from '../wire/connection-info.ts';

/** Why the page gets no connection info, in the words that it may read. */
export interface Failure {
  readonly status: number;
  readonly code: ErrorCode;
  readonly sentence: string;
  readonly retryAfterMs?: number | undefined;
  /** The `Allow` header of a 405. */
  readonly allow?: string;
}

/** Whether the page also gets `wssUrl`, an address inside the contact centre's network. */
export type AddressExposure = 'external' | 'external-and-internal';

/**
 * What the page reads for an error of this half. A 401, 403 or 404 of the contact centre is a 502 here: the page takes
 * those three for answers about its customer and gives up on them, while these are about the merchant's own account.
 * The sentences are fixed: what the contact centre says may name what is none of a customer's business.
 */
const FAILURES: Partial<Record<ErrorCode, readonly [status: number, sentence: string]>> = {
  'backend/token-refused': [502, 'The contact centre refused this server.'],
  'backend/unauthorized': [502, 'The contact centre refused this server.'],
  'backend/not-found': [502, 'The contact centre does not know this call.'],
  'backend/refused': [502, 'The contact centre refused this room.'],
  'backend/malformed-answer': [502, 'The contact centre’s answer could not be read.'],
  'backend/unavailable': [503, 'The contact centre is not available.'],
  'backend/network': [503, 'The contact centre could not be reached.'],
  'backend/timeout': [504, 'The contact centre did not answer in time.'],
  'backend/authorize-failed': [500, 'This server could not tell who is asking.'],
  'backend/rules-failed': [500, 'This server does not know what is to be hidden.'],
  'backend/invalid-decision': [500, 'This server could not tell who is asking.'],
  // nginx's number for a requester that has gone; nobody is left to read it.
  'backend/aborted': [499, 'The page went away.'],
};

/** What a 503 without a `Retry-After` of its own asks for: long enough for a restart, short for who waits for help. */
const DEFAULT_RETRY_AFTER_MS = 5_000;

export function failureOf(error: CobrowseError): Failure {
  const [status, sentence] = FAILURES[error.code] ?? [500, 'This server failed.'];
  const retryAfterMs = status === 503 ? (error.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS) : undefined;
  return { status, code: error.code, sentence, retryAfterMs };
}

/** `{success: true, data, errorCode: null, errorReason: null}`: the shape that getConnectionInfo itself has. */
export function successAnswer(
  info: ConnectionInfo,
  exposure: AddressExposure,
  headers: Record<string, string>,
): Response {
  const { roomId, wssUrl, wssUrlOut, connectParam, privacyRules } = info;
  const internal = exposure === 'external-and-internal' && wssUrl !== undefined ? { wssUrl } : {};
  const data = { roomId, ...internal, wssUrlOut, connectParam };
  // An empty list is not sent: most merchants have their rules in the page.
  const rules = privacyRules?.length ? { privacyRules } : {};
  return json(200, { success: true, data, errorCode: null, errorReason: null, ...rules }, headers);
}

/** The same shape; `errorCode` is the HTTP status, `errorReason` is `<code>: <sentence>`. */
export function failureAnswer(failure: Failure, headers: Record<string, string>): Response {
  const { status, code, sentence, retryAfterMs, allow } = failure;
  const body = { success: false, data: null, errorCode: status, errorReason: `${code}: ${sentence}` };
  return json(status, body, {
    ...headers,
    ...(allow === undefined ? {} : { allow }),
    ...(retryAfterMs === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1_000))) }),
  });
}

function json(status: number, body: object, headers: Record<string, string>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      // A signature is for one page and for once.
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
  });
}
