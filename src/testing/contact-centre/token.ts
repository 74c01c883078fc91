import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { EXPIRED_TOKEN } from './faults.ts';
import { type Fields, header, sendJson } from './http.ts';

/** Where the time comes from, so that a test can let a token expire. */
export interface EmulatorClock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** Tokens that expire. */
export interface Tokens {
  issue(lifeMs: number): string;
  state(token: string): 'valid' | 'expired' | 'unknown';
}

export function createTokens(clock: EmulatorClock): Tokens {
  const until = new Map<string, number>();
  return {
    issue(lifeMs) {
      const token = randomBytes(24).toString('base64url');
      until.set(token, clock.now() + lifeMs);
      return token;
    },
    state(token) {
      const end = until.get(token);
      if (end === undefined) return 'unknown';
      return clock.now() < end ? 'valid' : 'expired';
    },
  };
}

export interface Account {
  readonly appKey: string;
  readonly appSecret: string;
  readonly tenantSpaceId: string;
}

/** The vendor's limit for `X-Token-Expire`, and the value in its example. */
const MAX_SECONDS = 3_600;
const DEFAULT_SECONDS = '600';

/** tokenByAkSk. Every value of its answer is a text, also the numbers. */
export function answerTokenByAkSk(
  account: Account,
  tokens: Tokens,
  clock: EmulatorClock,
  fields: Fields | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (!header(request, 'content-type').startsWith('application/json') || !fields)
    return sendJson(response, 400, { errorCode: '0', exceptionInfo: 'the body must be JSON' });
  if (fields['app_key'] !== account.appKey || fields['app_secret'] !== account.appSecret)
    return sendJson(response, 401, { errorCode: '0', exceptionInfo: 'auth fail! illegal app_key or app_secret' });
  const seconds = header(request, 'x-token-expire') || DEFAULT_SECONDS;
  if (!/^[1-9]\d*$/.test(seconds) || Number(seconds) > MAX_SECONDS)
    return sendJson(response, 400, { errorCode: '0', exceptionInfo: `X-Token-Expire must be 1 to ${MAX_SECONDS}` });
  return sendJson(response, 200, {
    AccessToken: tokens.issue(Number(seconds) * 1_000),
    ApplyType: 'Bearer',
    CreateTime: String(Math.floor(clock.now() / 1_000)),
    Expires: seconds,
    Scope: '',
    AppKey: account.appKey,
    UserID: 'Anonymous',
  });
}

/** Checks the three headers of an API Fabric call; answers and returns `answered` where one is wrong. */
export function checkCaller(
  account: Account,
  tokens: Tokens,
  request: IncomingMessage,
  response: ServerResponse,
): 'answered' | 'go-on' {
  // One space after Bearer, as the page asks for.
  const token = /^Bearer (\S+)$/.exec(header(request, 'authorization'))?.[1] ?? '';
  const state = tokens.state(token);
  if (state === 'expired') sendJson(response, 403, EXPIRED_TOKEN);
  else if (
    state === 'unknown' ||
    header(request, 'x-app-key') !== account.appKey ||
    header(request, 'x-tenantspaceid') !== account.tenantSpaceId
  )
    sendJson(response, 401, { errorCode: '0', exceptionInfo: 'auth fail!' });
  else return 'go-on';
  return 'answered';
}
