/** Knows what must never be read by anybody and takes it out of a text. */
export interface Secrets {
  add(secret: string): void;
  /**
   * A text of the contact centre's without any secret, also those that stand elsewhere in the same `answer`, and without
   * control characters; cut to a length that fits a log line.
   */
  quote(text: string, answer?: unknown): string;
  /** An error for a `cause`: what the chain of `error` says, quoted; never the error itself. */
  cause(error: unknown): Error;
}

/** Tokens live for minutes: of those that were renewed, the last few may still turn up in a late answer. */
const REMEMBERED = 8;
/** Reasons come from another system's free text; a message quotes so much of it. */
const MAX_QUOTED = 200;
/** `fetch failed`, below it the socket's error, below that now and then one more. */
const MAX_CAUSES = 4;

/** Fields of either call's answer, at the top or in `data`, that let their bearer in. */
const SECRET_FIELDS = ['AccessToken', 'connectParam', 'signature'] as const;
/** A token nobody has told us of: what follows the scheme's name, and words longer than any that people write. */
const TOKEN_LIKE = /\bbearer\s+\S+|[^\s"'(),;=]{40,}/gi;

/**
 * Free text of the contact centre, and of the platform's own errors, can hold what we sent: a `fetch` that refuses a
 * header quotes its value, a parser quotes the text. Whatever leaves this half goes through here.
 */
export function createSecrets(permanent: readonly string[]): Secrets {
  const renewed: string[] = [];
  const quote = (text: string, answer?: unknown): string => {
    let shown = text;
    // The longest first: a secret that contains another one must go as a whole.
    const hidden = [...permanent, ...renewed, ...secretsIn(answer)].filter((secret) => secret !== '');
    for (const secret of hidden.sort((a, b) => b.length - a.length)) shown = shown.replaceAll(secret, '[hidden]');
    return shown.replace(TOKEN_LIKE, '[hidden]').replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, MAX_QUOTED);
  };
  return {
    add(secret) {
      renewed.push(secret);
      if (renewed.length > REMEMBERED) renewed.shift();
    },
    quote,
    cause(error) {
      const parts: string[] = [];
      let current = error;
      for (let depth = 0; depth < MAX_CAUSES && current !== undefined && current !== null; depth += 1) {
        const { name, code, message, cause } = current as Record<string, unknown>;
        const said = [name, code, message].filter((part) => typeof part === 'string' && part !== '');
        if (said.length > 0) parts.push(quote(said.join(' ')));
        current = cause;
      }
      return new Error(parts.join('; ') || 'unknown');
    },
  };
}

function secretsIn(answer: unknown): string[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const { data } = answer as Record<string, unknown>;
  const places = [answer, typeof data === 'object' && data !== null ? data : {}] as Record<string, unknown>[];
  return places
    .flatMap((place) => SECRET_FIELDS.map((field) => place[field]))
    .filter((value) => typeof value === 'string');
}
