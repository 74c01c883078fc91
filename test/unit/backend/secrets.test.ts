import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { inspect } from 'node:util';
import { createConnectionInfoHandler, createContactCentre } from '../../../src/backend/backend.ts';
import { createSecrets } from '../../../src/backend/secrets.ts';
import { ACCOUNT, INFO_PATH, TOKEN_PATH } from '../../support/contact-centre.ts';
import { type Scripted, startScriptedServer } from '../../support/loopback-server.ts';
import { pageRequest } from '../../support/page-request.ts';

const TOKEN = 'MARKER-token-1';
const SIGNATURE = 'MARKER-signature-1';
// What a careless service says: everything that it was sent, everything that it knows.
const ECHO = [ACCOUNT.appKey, ACCOUNT.appSecret, `Bearer ${TOKEN}`, SIGNATURE].join(' ');
const LONG_ECHO = `${'x'.repeat(195)}${TOKEN}`;

const tokenAnswer = { AccessToken: TOKEN, ApplyType: 'Bearer', Expires: '600' };
const data = { roomId: 'r', wssUrlOut: 'wss://relay.example/', connectParam: SIGNATURE };
const echoing = { AccessToken: TOKEN, errorCode: '0', exceptionInfo: ECHO, errorReason: ECHO, retMsg: ECHO, data };

// Every console method, as a log that somebody may read.
const logged: unknown[] = [];
const methods = ['log', 'info', 'warn', 'error', 'debug'] as const;
const originals = methods.map((name) => console[name]);
beforeEach(() => {
  logged.length = 0;
  for (const name of methods) console[name] = (...what: unknown[]) => void logged.push(...what);
});
afterEach(() => {
  for (const [index, name] of methods.entries()) console[name] = originals[index]!;
});

/** Everything that an error says, down its causes, also what is not enumerable. */
const allOf = (error: unknown): string =>
  inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error, Object.getOwnPropertyNames(error ?? {}));

async function emitted(token: Scripted, info: Scripted, fetch?: typeof globalThis.fetch): Promise<string> {
  const server = await startScriptedServer({ [TOKEN_PATH]: [token], [INFO_PATH]: [info] });
  const said: string[] = [];
  try {
    const options = { ...ACCOUNT, domain: server.origin, timeoutMs: 150, fetch };
    const onError = (error: unknown): void => void said.push(allOf(error));
    const handle = createConnectionInfoHandler({ ...options, authorize: () => ({ userId: 'ada', roomId: 'r' }), onError });
    const response = await handle(pageRequest());
    assert(response.status >= 500, `${response.status}`);
    said.push(await response.text(), JSON.stringify([...response.headers]));
    const direct = createContactCentre(options).getConnectionInfo({ roomId: 'r', role: 'recorder' });
    said.push(allOf(await direct.catch((error: unknown) => error)));
  } finally {
    await server.stop();
  }
  assert.equal(logged.length, 0, 'nothing is logged');
  return said.join('\n');
}

const good: Scripted = { body: tokenAnswer };
const CASES: [what: string, token: Scripted, info: Scripted][] = [
  ...[400, 401, 403, 404, 429, 500, 503].map((status): [string, Scripted, Scripted] => [
    `token: ${status}`,
    { status, body: echoing },
    {},
  ]),
  ['token: not JSON', { body: ECHO }, {}],
  ['token: bad Expires', { body: { ...tokenAnswer, Expires: ECHO } }, {}],
  ['token: bad ApplyType', { body: { ...tokenAnswer, ApplyType: ECHO } }, {}],
  ['token: bad AccessToken', { body: { ...tokenAnswer, AccessToken: `${ECHO}\n` } }, {}],
  ['token: redirect', { status: 302, headers: { location: `/?${encodeURIComponent(ECHO)}` } }, {}],
  ['token: reset', 'reset', {}],
  ['token: time-out', 'hang', {}],
  ...[400, 401, 403, 404, 429, 500, 503].map((status): [string, Scripted, Scripted] => [
    `info: ${status}`,
    good,
    { status, body: echoing },
  ]),
  ['info: 200 that is a failure', good, { body: { success: false, ...echoing } }],
  ['info: web channel failure', good, { body: { retCode: ECHO, ...echoing } }],
  ['info: a reason whose cut goes through the token', good, { body: { success: false, errorReason: LONG_ECHO } }],
  ['info: exceptionInfo whose cut goes through the token', good, { status: 403, body: { exceptionInfo: LONG_ECHO } }],
  ['info: not JSON', good, { body: `{"connectParam": "${SIGNATURE}", ${ECHO}` }],
  ['info: malformed', good, { body: { success: true, data: { ...data, wssUrlOut: `ftp://${SIGNATURE}` } } }],
  ['info: insecure address', good, { body: { success: true, data: { ...data, wssUrlOut: `ws://x/${SIGNATURE}` } } }],
  ['info: another room', good, { body: { success: true, data: { ...data, roomId: SIGNATURE } } }],
  ['info: endless', good, { body: SIGNATURE.repeat(5_000) }],
  ['info: reset', good, 'reset'],
  ['info: time-out', good, 'hang'],
];
for (const [what, token, info] of CASES) {
  test(`nothing secret is emitted — ${what}`, async () => {
    const said = await emitted(token, info);
    assert(!said.includes('MARKER'), said);
  });
}

test('nothing secret is emitted — a fetch that throws what it was given, as cause of a cause', async () => {
  const telling: typeof fetch = (_input, init) => {
    const quoted = JSON.stringify([init?.headers, init?.body]);
    const inner = Object.assign(new Error(quoted), { code: 'EBAD', authorization: quoted });
    return Promise.reject(new TypeError(`fetch failed: ${quoted}`, { cause: inner }));
  };
  const said = await emitted(good, {}, telling);
  assert(!said.includes('MARKER'), said);
  assert(said.includes('EBAD'), 'what helps is still there');
});

test('a quote hides, keeps to one line and to a length', () => {
  const secrets = createSecrets(['key', 'key-and-more']);
  secrets.add('token');
  assert.equal(secrets.quote('key-and-more, key, token'), '[hidden], [hidden], [hidden]');
  assert.equal(secrets.quote('a\r\nforged: line\u2028b\u202ec'), 'a forged: line b c');
  assert.equal(secrets.quote('x '.repeat(1_000)).length, 200);
  assert.equal(secrets.quote(`authorization: Bearer abc, next`), 'authorization: [hidden] next');
  assert.equal(secrets.quote(`no key-like ${'0123456789abcdef'.repeat(4)}, sorry`), 'no [hidden]-like [hidden], sorry');
  assert.equal(secrets.quote('sig s1 is old', { data: { signature: 's1' } }), 'sig [hidden] is old');
});

test('an error about nothing is an error', () => {
  const secrets = createSecrets([]);
  for (const odd of [undefined, null, 7, 'text', {}]) assert(secrets.cause(odd) instanceof Error);
});
