import { CobrowseError, isCobrowseError } from '../core/errors.ts';
import { type ConnectionInfo, parseConnectionInfo } from '../wire/connection-info.ts';
import { createAccessToken } from './access-token.ts';
import { withinDeadline } from './deadline.ts';
import { failedStatus, notJson } from './failed-status.ts';
import {
  checkOptionNames,
  CONTACT_CENTRE_OPTIONS,
  type ContactCentreOptions,
  type ResolvedContactCentre,
  resolveContactCentre,
} from './options.ts';
import { type Answer, createPost } from './post.ts';
import { createSecrets, type Secrets } from './secrets.ts';

/** The body of getConnectionInfo (V1.0.0). */
export interface ConnectionInfoRequest {
  /** Generally the contact's session id. Left out, the service generates a UUID. */
  readonly roomId?: string | undefined;
  /** The customer. */
  readonly userId?: string | undefined;
  readonly userName?: string | undefined;
  /** The agent's id. */
  readonly workNo?: string | undefined;
  /** `recorder` is the customer's side, `replayer` the agent's. */
  readonly role: 'recorder' | 'replayer';
}

export interface ContactCentre {
  /**
   * Connection info for one member: getConnectionInfo, with a token of tokenByAkSk that is kept until shortly before it
   * expires. A 401 or 403 renews the token once and asks once more.
   *
   * Rejects with a `CobrowseError` and never with anything else: `backend/token-refused` (tokenByAkSk: 401, 403),
   * `backend/unauthorized` (401 or 403 with a fresh token), `backend/not-found` (404), `backend/unavailable` (429, 5xx),
   * `backend/refused` (200 that is a failure), `backend/malformed-answer`, `backend/network`, `backend/timeout`, or
   * `backend/aborted` through `signal`. Neither message nor cause holds key, secret, token or signature.
   */
  getConnectionInfo(
    request: ConnectionInfoRequest,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<ConnectionInfo>;
}

/**
 * The contact centre's two calls as one. It decides nothing about who may have what: call it where that is settled, or
 * use `createConnectionInfoHandler`, which settles it. Throws `backend/invalid-option`.
 */
export function createContactCentre(options: ContactCentreOptions): ContactCentre {
  const centre = resolveContactCentre(options);
  checkOptionNames(options, CONTACT_CENTRE_OPTIONS);
  return openContactCentre(centre);
}

/** The same for options that are resolved already. */
export function openContactCentre(centre: ResolvedContactCentre): ContactCentre {
  const { appKey, appSecret, clock, timeoutMs } = centre;
  const secrets = createSecrets([appKey, appSecret]);
  const post = createPost(centre.fetch, secrets);
  const accessToken = createAccessToken(centre, post, secrets);

  const call = async (body: ConnectionInfoRequest, signal: AbortSignal): Promise<ConnectionInfo> => {
    const ask = (token: string): Promise<Answer> =>
      post(
        centre.infoUrl,
        { 'x-app-key': appKey, authorization: `Bearer ${token}`, 'x-tenantspaceid': centre.tenantSpaceId },
        body,
        signal,
      );
    const token = await accessToken.get();
    let answer = await ask(token);
    // An expired token is documented as 401 by one of the vendor's pages and as 403 by another.
    if (answer.status === 401 || answer.status === 403) answer = await ask(await accessToken.renew(token));
    if (answer.status !== 200) throw failedStatus('getConnectionInfo', answer, secrets);
    if (!('json' in answer)) throw notJson('getConnectionInfo');
    return parseAnswer(answer.json, body.roomId, secrets);
  };
  return {
    async getConnectionInfo(request, { signal } = {}) {
      const { roomId, userId, userName, workNo, role } = request;
      // Named one by one: whatever else the caller's object holds stays here.
      const body = { roomId, userId, userName, workNo, role };
      return await withinDeadline((within) => call(body, within), { clock, timeoutMs, signal });
    },
  };
}

function parseAnswer(json: unknown, asked: string | undefined, secrets: Secrets): ConnectionInfo {
  let info: ConnectionInfo;
  try {
    info = parseConnectionInfo(withQuotableReasons(json, secrets));
  } catch (error) {
    if (!isCobrowseError(error)) throw error;
    const code = error.code === 'connection/info-refused' ? 'backend/refused' : 'backend/malformed-answer';
    throw new CobrowseError(code, error.message);
  }
  if (asked !== undefined && info.roomId !== asked)
    throw new CobrowseError('backend/malformed-answer', 'getConnectionInfo: data.roomId must be the room asked for.');
  return info;
}

/**
 * The parser quotes the reason of a refusal. It is free text beside the data, so what is secret is taken out before it
 * is cut to length: a secret that a cut goes through would no longer be found.
 */
function withQuotableReasons(json: unknown, secrets: Secrets): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [
      key,
      typeof value === 'string' ? secrets.quote(value, json) : value,
    ]),
  );
}
