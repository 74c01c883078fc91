import type { Clock } from '../core/clock.ts';
import { CobrowseError, type ErrorCode, isCobrowseError } from '../core/errors.ts';
import { fromJson, toJson } from '../core/json.ts';
import { type ConnectionInfo, parseConnectionInfo } from '../wire/connection-info.ts';
import { watchPolicy } from './connect-policy.ts';

/** What a connection-info function is called with. */
export interface ConnectionInfoRequest {
  /** The room that the page claims, or, on a reconnect, the session's room. */
  readonly roomId: string | undefined;
  /** Aborted when the session ends or the time is up. */
  readonly signal: AbortSignal;
}

/** Asks the merchant backend; answers in either published shape, or with the bare connection info. */
export type ConnectionInfoFunction = (request: ConnectionInfoRequest) => Promise<unknown>;

/** A URL that is POSTed to with `{"roomId"}` as JSON and same-origin credentials, or a function. */
export type ConnectionInfoSource = string | ConnectionInfoFunction;

/** Statuses that say something of their own. `docs/http-outcomes.md` has the whole table; a test compares. */
export const STATUS_ERRORS: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  401: ['connection/info-unauthorized', 'the customer is not signed in'],
  403: ['connection/info-forbidden', 'the customer may not share into this room'],
  404: ['connection/info-not-found', 'nothing answers at that address'],
  429: ['connection/info-rate-limited', 'too many requests'],
};

export interface RequestInfoOptions {
  readonly source: ConnectionInfoSource;
  readonly roomId: string | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Shown the answer to a URL that was POSTed to, whatever it is, for whoever looks at more than connection info. */
  readonly onResponse?: (response: Response) => void;
}

/**
 * Asks once for connection info and checks the answer. Throws a `connection/info-…` error for every other outcome,
 * and `connection/info-room-mismatch` where the answer names another room than the one claimed.
 */
export async function requestConnectionInfo(options: RequestInfoOptions): Promise<ConnectionInfo> {
  const { source, roomId } = options;
  const answer = await withTimeout(options, (signal) =>
    typeof source === 'string' ? post(options, source, signal) : call(source, roomId, signal),
  );
  const info = parseConnectionInfo(answer);
  if (roomId !== undefined && info.roomId !== roomId)
    throw new CobrowseError(
      'connection/info-room-mismatch',
      'Connection info: data.roomId must be the room that was asked for; the answer names another one.',
    );
  return info;
}

async function withTimeout<T>(options: RequestInfoOptions, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { timeoutMs, signal, clock } = options;
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  signal.addEventListener('abort', abort);
  let stopTimer = (): void => {};
  // A function that ignores its signal must not hold the session up, so the time-out races it.
  const timeout = new Promise<never>((_, reject) => {
    stopTimer = clock.after(timeoutMs, () => {
      reject(new CobrowseError('connection/info-timeout', `No connection info within ${timeoutMs} ms.`));
      abort();
    });
  });
  try {
    return await Promise.race([work(controller.signal), timeout]);
  } finally {
    stopTimer();
    signal.removeEventListener('abort', abort);
  }
}

async function call(source: ConnectionInfoFunction, roomId: string | undefined, signal: AbortSignal): Promise<unknown> {
  let answer: unknown;
  try {
    answer = await source({ roomId, signal });
  } catch (cause) {
    if (isCobrowseError(cause)) throw cause;
    throw new CobrowseError('connection/info-failed', 'The connectionInfo function failed.', { cause });
  }
  const isBare = typeof answer === 'object' && answer !== null && 'wssUrlOut' in answer;
  if (!isBare) return answer;
  const { privacyRules, ...data } = answer as { privacyRules?: unknown };
  return { success: true, data, privacyRules };
}

async function post(options: RequestInfoOptions, url: string, signal: AbortSignal): Promise<unknown> {
  const { roomId, clock, onResponse } = options;
  const policy = watchPolicy(url, clock);
  signal.addEventListener('abort', policy.stop);
  let response: Response;
  let body: string;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: toJson({ roomId }),
      credentials: 'same-origin',
      cache: 'no-store',
      // A redirect is a sign-in page or a wrong address; followed, it would come back as a puzzling 200.
      redirect: 'manual',
      signal,
    });
    onResponse?.(response);
    body = await response.text();
  } catch (cause) {
    const network = 'The request for connection info did not get through.';
    throw (await policy.refusal()) ?? new CobrowseError('connection/info-network', network, { cause });
  } finally {
    policy.stop();
  }
  // Browsers hide what a redirect said (status 0); servers' own fetch shows it.
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400))
    throw new CobrowseError('connection/info-redirected', 'The request for connection info was redirected.');
  if (!response.ok) throw statusError(response);
  try {
    return fromJson(body);
  } catch {
    throw new CobrowseError('connection/info-not-json', 'The answer with connection info must be JSON, and is not.');
  }
}

function statusError(response: Response): CobrowseError {
  const { status } = response;
  const after = retryAfterMs(response.headers.get('retry-after'));
  const [code, why] =
    STATUS_ERRORS[status] ??
    (status >= 500
      ? (['connection/info-unavailable', 'the server has trouble'] as const)
      : (['connection/info-status', 'the server did not take the request'] as const));
  return new CobrowseError(code, `Connection info was answered with ${status}: ${why}.`, {
    ...(after === undefined ? {} : { retryAfterMs: after }),
  });
}

/** `Retry-After` in either form: seconds, or an HTTP date (RFC 9110, section 10.2.3). */
function retryAfterMs(value: string | null): number | undefined {
  if (!value) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
