import { CobrowseError } from '../core/errors.ts';
import { readBounded } from './read-bounded.ts';
import type { Secrets } from './secrets.ts';

/** What the contact centre said, not yet judged. */
export interface Answer {
  readonly status: number;
  /** The parsed body; absent where it is not JSON. */
  readonly json?: unknown;
  /** `Retry-After` in milliseconds, where it was given in seconds. */
  readonly retryAfterMs?: number;
}

export type Post = (url: string, headers: Record<string, string>, body: object, signal: AbortSignal) => Promise<Answer>;

/** The largest answer that the limits of connection info allow is below 10 kB; JSON escapes may multiply it. */
const MAX_ANSWER_BYTES = 65_536;

/**
 * Posts JSON and reads the answer. Throws `backend/network` where there is none, and `backend/malformed-answer` for one
 * without an end.
 *
 * A failed connection is tried again once and at once: most often it is a kept-alive one that the other side had just
 * closed. Both calls may be repeated, each hands out something new and changes nothing. A status is never tried again
 * here, and neither is a time-out: who is slow is not helped by being asked twice.
 */
export function createPost(fetch: typeof globalThis.fetch, secrets: Secrets): Post {
  const once = async (
    url: string,
    headers: Record<string, string>,
    body: object,
    signal: AbortSignal,
  ): Promise<Answer> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
      body: JSON.stringify(body),
      // The secret and the token are for this address and for no other that an answer may name.
      redirect: 'manual',
      signal,
    });
    const text = await readBounded(response, MAX_ANSWER_BYTES);
    if (text === undefined)
      throw new CobrowseError('backend/malformed-answer', `The answer is longer than ${MAX_ANSWER_BYTES} bytes.`);
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
    return {
      status: response.status,
      ...parseJson(text),
      ...(seconds >= 0 ? { retryAfterMs: seconds * 1_000 } : {}),
    };
  };
  return async (url, headers, body, signal) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(url, headers, body, signal);
      } catch (error) {
        if (signal.aborted || error instanceof CobrowseError) throw error;
        if (attempt === 2) {
          const cause = secrets.cause(error);
          throw new CobrowseError('backend/network', 'The contact centre could not be reached.', { cause });
        }
      }
    }
  };
}

function parseJson(text: string): { json?: unknown } {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    // The parser's own error quotes the text, and the text may hold a signature.
    return {};
  }
}
