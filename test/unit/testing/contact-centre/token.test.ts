import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { ACCOUNT, type EmulatedCentre, startEmulatedCentre, TOKEN_PATH } from '../../../support/contact-centre.ts';
import { postJson } from '../../../support/post-json.ts';

let centre: EmulatedCentre;
beforeEach(async () => {
  centre = await startEmulatedCentre();
});
afterEach(() => centre.stop());

const KEYS = { app_key: ACCOUNT.appKey, app_secret: ACCOUNT.appSecret };
const ask = (body: unknown, headers: Record<string, string> = { 'x-token-expire': '600' }) =>
  postJson(centre.origin + TOKEN_PATH, body, headers);

test('the answer has every published field, each as a text', async () => {
  const { status, body } = await ask(KEYS);
  assert.equal(status, 200);
  const names = ['AccessToken', 'ApplyType', 'CreateTime', 'Expires', 'Scope', 'AppKey', 'UserID'];
  assert.deepEqual(Object.keys(body), names);
  for (const name of names) assert.equal(typeof body[name], 'string', name);
  assert.match(String(body['AccessToken']), /^[\w-]{20,}$/);
  assert.equal(body['ApplyType'], 'Bearer');
  assert.equal(body['CreateTime'], String(Math.floor(centre.clock.now() / 1_000)));
  assert.equal(body['Expires'], '600');
  assert.equal(body['AppKey'], ACCOUNT.appKey);
});

test('a token lives as long as X-Token-Expire says, at most an hour', async () => {
  assert.equal((await ask(KEYS, { 'x-token-expire': '3600' })).body['Expires'], '3600');
  assert.equal((await ask(KEYS, {})).body['Expires'], '600');
  for (const seconds of ['3601', '0', '-1', 'soon', '1.5'])
    assert.equal((await ask(KEYS, { 'x-token-expire': seconds })).status, 400, seconds);
});

test('no two tokens are the same', async () => {
  assert.notEqual((await ask(KEYS)).body['AccessToken'], (await ask(KEYS)).body['AccessToken']);
});

const WRONG: [what: string, body: unknown][] = [
  ['another key', { ...KEYS, app_key: 'other' }],
  ['another secret', { ...KEYS, app_secret: 'other' }],
  ['no key', { app_secret: ACCOUNT.appSecret }],
  ['no secret', { app_key: ACCOUNT.appKey }],
  ['the other spelling', { appKey: ACCOUNT.appKey, appSecret: ACCOUNT.appSecret }],
];
for (const [what, body] of WRONG) {
  test(`${what}: 401, and no secret in the answer`, async () => {
    const answer = await ask(body);
    assert.equal(answer.status, 401);
    assert.match(String(answer.body['exceptionInfo']), /auth fail/);
    assert(!JSON.stringify(answer.body).includes('MARKER'));
  });
}

test('a body that is not JSON is a 400', async () => {
  for (const body of ['app_key=1', '[]', 'null', '']) assert.equal((await ask(body)).status, 400);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  assert.equal((await ask(JSON.stringify(KEYS), form)).status, 400);
});

test('only POST has an answer', async () => {
  assert.equal((await fetch(centre.origin + TOKEN_PATH)).status, 404);
});

test('other paths are left to others', async () => {
  assert.equal((await fetch(`${centre.origin}/shop`)).status, 418);
  assert.equal((await fetch(`${centre.origin}/apiaccess/api/other`, { method: 'POST' })).status, 404);
});
