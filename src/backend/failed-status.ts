import { CobrowseError } from '../core/errors.ts';
import type { Answer } from './post.ts';
import type { Secrets } from './secrets.ts';

/** Which call an answer belongs to, as messages name it. */
export type CallName = 'tokenByAkSk' | 'getConnectionInfo';

/**
 * The error for a status that is not a success. Published are 401, 404 and 500, and 403 with an `exceptionInfo` for an
 * expired token; gateways in between add 429 and the other 5xx.
 */
export function failedStatus(call: CallName, answer: Answer, secrets: Secrets): CobrowseError {
  const { status, retryAfterMs } = answer;
  const said = `${call} answered ${status}${reasonIn(answer.json, secrets)}.`;
  if (status === 401 || status === 403)
    return call === 'tokenByAkSk'
      ? new CobrowseError('backend/token-refused', `${said} Check appKey and appSecret.`)
      : new CobrowseError('backend/unauthorized', `${said} Check appKey and tenantSpaceId.`);
  if (status === 404) return new CobrowseError('backend/not-found', `${said} Check the domain.`);
  if (status === 429 || status >= 500)
    return new CobrowseError('backend/unavailable', said, retryAfterMs === undefined ? {} : { retryAfterMs });
  return new CobrowseError('backend/malformed-answer', `${said} That is not a status of this call.`);
}

/** The error for a success whose body is not JSON, such as a sign-in page that a gateway put in its place. */
export function notJson(call: CallName): CobrowseError {
  return new CobrowseError('backend/malformed-answer', `${call}: the answer must be JSON.`);
}

function reasonIn(json: unknown, secrets: Secrets): string {
  if (typeof json !== 'object' || json === null) return '';
  const { exceptionInfo, errorReason } = json as Record<string, unknown>;
  const reason = [exceptionInfo, errorReason].find((part) => typeof part === 'string' && part !== '');
  return typeof reason === 'string' ? ` (${secrets.quote(reason, json)})` : '';
}
