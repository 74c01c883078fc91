import * as v from 'valibot';
import { CobrowseError } from '../core/errors.ts';
import { withinDeadline } from './deadline.ts';
import { failedStatus, notJson } from './failed-status.ts';
import { HEADER_SAFE, MAX_TOKEN_SECONDS, type ResolvedContactCentre } from './options.ts';
import type { Post } from './post.ts';
import type { Secrets } from './secrets.ts';

/** The AccessToken of tokenByAkSk: asked for when needed, kept while it lasts. */
export interface AccessToken {
  /** A token that is good for at least one more call. Simultaneous callers share one request. */
  get(): Promise<string>;
  /** Replaces a token that was refused; returns the newer one if somebody else has replaced it already. */
  renew(refused: string): Promise<string>;
}

/**
 * A token is given up so long before it expires: it must outlive the call that it is put into, which may take the eight
 * seconds of the default time-out, and the two machines may count a few seconds differently from the moment of asking.
 */
const MARGIN_MS = 30_000;

/**
 * The fields that are used. Every value of the answer is published as a text. `CreateTime` is by the other side's clock,
 * so the life is counted by ours, from before the request went out; `Scope`, `AppKey` and `UserID` say nothing that
 * is not known: what is not used is not checked, and cannot stop a shop's co-browsing by changing.
 */
const TokenAnswer = v.object(
  {
    AccessToken: v.pipe(
      v.string('a text'),
      v.regex(HEADER_SAFE, 'a text that can stand in a header'),
      // Header blocks of common servers end at 8 kB, and the token shares one with everything else.
      v.maxLength(4_096, 'at most 4096 characters'),
    ),
    ApplyType: v.optional(v.pipe(v.string('a text'), v.regex(/^bearer$/i, '"Bearer"'))),
    Expires: v.pipe(
      v.union([v.string(), v.number()], 'a text of digits'),
      v.check((value) => /^[1-9]\d{0,9}$/.test(String(value)), 'a text of digits, seconds above 0'),
    ),
  },
  'a JSON object',
);

export function createAccessToken(centre: ResolvedContactCentre, post: Post, secrets: Secrets): AccessToken {
  const { clock, timeoutMs } = centre;
  let cached: { readonly token: string; readonly until: number } | undefined;
  let flight: Promise<string> | undefined;

  const ask = async (): Promise<string> => {
    const askedAt = clock.now();
    // Its own time-out: it belongs to all who wait, and no single one's leaving may stop it for the others.
    const answer = await withinDeadline(
      (signal) =>
        post(
          centre.tokenUrl,
          { 'x-token-expire': String(centre.tokenExpirySeconds) },
          { app_key: centre.appKey, app_secret: centre.appSecret },
          signal,
        ),
      { clock, timeoutMs },
    );
    if (answer.status !== 200) throw failedStatus('tokenByAkSk', answer, secrets);
    if (!('json' in answer)) throw notJson('tokenByAkSk');
    const { AccessToken: token, Expires } = parseToken(answer.json);
    secrets.add(token);
    const lifeMs = Math.min(Number(Expires), MAX_TOKEN_SECONDS) * 1_000;
    // A life so short that the margin would use it up is used for its first half.
    cached = { token, until: askedAt + Math.max(lifeMs - MARGIN_MS, lifeMs / 2) };
    return token;
  };
  const fly = (): Promise<string> => {
    flight ??= ask().finally(() => {
      flight = undefined;
    });
    return flight;
  };
  return {
    async get() {
      return cached && clock.now() < cached.until ? cached.token : await fly();
    },
    async renew(refused) {
      if (cached && cached.token !== refused) return await this.get();
      cached = undefined;
      return await fly();
    },
  };
}

function parseToken(json: unknown): v.InferOutput<typeof TokenAnswer> {
  const result = v.safeParse(TokenAnswer, json, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const field = v.getDotPath(issue);
  // valibot reports a missing key as a fault of the object around it, in its own words.
  const expected = issue.type === 'object' && field ? 'a text; it is missing' : issue.message;
  throw new CobrowseError('backend/malformed-answer', `tokenByAkSk: ${field ?? 'the answer'} must be ${expected}.`);
}
