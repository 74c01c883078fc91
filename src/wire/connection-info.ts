import * as v from '../core/schema.ts';
import { CobrowseError } from '../core/errors.ts';
import { parsePrivacyRules, type PrivacyRule } from './privacy-rules.ts';

/** What one member needs to join one room, as getConnectionInfo hands it out. */
export interface ConnectionInfo {
  readonly roomId: string;
  /** Internal address, not reachable from a browser on the internet; used only where an option asks for it. */
  readonly wssUrl?: string;
  /** External address: the one a browser opens. */
  readonly wssUrlOut: string;
  /** Signature, short-lived; `signature` in the web channel's variant of the call. */
  readonly connectParam: string;
  /**
   * The merchant's rules about what is hidden on which page, which the merchant backend puts beside `data` as
   * `privacyRules`; null where they came and could not be read. Left out, there are none.
   */
  readonly privacyRules?: readonly PrivacyRule[] | null;
}

/** Room ids are session ids or UUIDs; 256 characters leave room for any, and none for a page in one. */
const MAX_ROOM_ID = 256;
/** Signatures seen are below 1 kB; a longer text would not fit the request line of common servers (8 kB). */
const MAX_CONNECT_PARAM = 4_096;
const MAX_URL = 2_048;
/** Reasons come from another system's free text; a message quotes so much of it. */
const MAX_QUOTED = 200;

const text = (max: number) =>
  v.pipe(v.string('a text'), v.minLength(1, 'a text that is not empty'), v.maxLength(max, `at most ${max} characters`));

const url = v.pipe(text(MAX_URL), v.check(isSocketUrl, 'an absolute wss:// address without user, password or fragment'));

const shared = {
  roomId: text(MAX_ROOM_ID),
  wssUrl: v.optional(v.nullable(v.string('a text'))),
  wssUrlOut: url,
};
const ApiFabricData = v.object({ ...shared, connectParam: text(MAX_CONNECT_PARAM) }, 'an object');
const WebChannelData = v.object({ ...shared, signature: text(MAX_CONNECT_PARAM) }, 'an object');

/**
 * Reads the answer of getConnectionInfo in either published shape: API Fabric's `success` / `data.connectParam` or the
 * web channel's `retCode` / `data.signature`.
 *
 * Throws `connection/info-refused` where the answer says that the call failed, `connection/info-insecure-url` for an
 * unencrypted address off loopback, and `connection/info-malformed` with the field's path and what was expected of it.
 */
export function parseConnectionInfo(answer: unknown): ConnectionInfo {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer))
    throw malformed('the answer', 'a JSON object');
  const { success, retCode, errorCode, errorReason, retMsg, data, privacyRules } = answer as Record<string, unknown>;
  const rules = privacyRules === undefined ? {} : { privacyRules: parsePrivacyRules(privacyRules) };
  if (success !== undefined) {
    if (typeof success !== 'boolean') throw malformed('success', 'true or false');
    if (!success) throw refused(errorCode, errorReason);
    return { ...toInfo(check(ApiFabricData, data)), ...rules };
  }
  if (retCode === undefined) throw malformed('success', 'true or false (or retCode, in the web channel’s answer)');
  if (typeof retCode !== 'string' && typeof retCode !== 'number') throw malformed('retCode', 'a text, "0" on success');
  if (String(retCode) !== '0') throw refused(retCode, retMsg);
  const { signature, ...rest } = check(WebChannelData, data);
  return { ...toInfo({ ...rest, connectParam: signature }), ...rules };
}

/** Checks a socket address: `wss:` anywhere, `ws:` on loopback alone. Throws like {@link parseConnectionInfo}. */
export function checkSocketUrl(field: string, value: string | undefined): string {
  if (value === undefined) throw malformed(field, 'a text');
  const result = v.safeParse(url, value);
  if (!result.success) throw malformed(field, result.issues[0].message);
  const { protocol, hostname } = new URL(value);
  if (protocol === 'ws:' && !isLoopback(hostname))
    throw new CobrowseError(
      'connection/info-insecure-url',
      `Connection info: ${field} must be a wss:// address; ws:// is taken on loopback only.`,
    );
  return value;
}

/** True for the names and addresses of this very machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function isSocketUrl(value: string): boolean {
  // Not `URL.canParse`: Safari knows it from 17 on, Chrome from 120.
  try {
    const { protocol, username, password, hash } = new URL(value);
    return (protocol === 'wss:' || protocol === 'ws:') && !username && !password && !hash;
  } catch {
    return false;
  }
}

function check<Output>(schema: v.GenericSchema<unknown, Output>, data: unknown): Output {
  const result = v.safeParse(schema, data, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = v.getDotPath(issue);
  // valibot reports a missing key as a fault of the object around it, in its own words.
  const expected = issue.type === 'object' && path ? 'a text; it is missing' : issue.message;
  throw malformed(path ? `data.${path}` : 'data', expected);
}

function toInfo(data: v.InferOutput<typeof ApiFabricData>): ConnectionInfo {
  const { roomId, wssUrl, wssUrlOut, connectParam } = data;
  checkSocketUrl('data.wssUrlOut', wssUrlOut);
  return { roomId, wssUrlOut, connectParam, ...(wssUrl ? { wssUrl } : {}) };
}

function malformed(field: string, expected: string): CobrowseError {
  return new CobrowseError('connection/info-malformed', `Connection info: ${field} must be ${expected}.`);
}

function refused(code: unknown, reason: unknown): CobrowseError {
  const said = [code, reason].filter((part) => typeof part === 'string' || typeof part === 'number').join(': ');
  return new CobrowseError(
    'connection/info-refused',
    `The answer says that connection info was refused (${said.slice(0, MAX_QUOTED) || 'no reason given'}).`,
  );
}
