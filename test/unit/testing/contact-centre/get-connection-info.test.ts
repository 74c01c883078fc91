import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { parseConnectionInfo } from '../../../../src/wire/connection-info.ts';
import {
  ACCOUNT,
  type EmulatedCentre,
  INFO_PATH,
  startEmulatedCentre,
  TOKEN_PATH,
} from '../../../support/contact-centre.ts';
import { postJson } from '../../../support/post-json.ts';

let centre: EmulatedCentre;
let headers: Record<string, string> = {};
beforeEach(async () => {
  centre = await startEmulatedCentre();
  const keys = { app_key: ACCOUNT.appKey, app_secret: ACCOUNT.appSecret };
  const { body } = await postJson(centre.origin + TOKEN_PATH, keys);
  headers = {
    'x-app-key': ACCOUNT.appKey,
    authorization: `Bearer ${String(body['AccessToken'])}`,
    'x-tenantspaceid': ACCOUNT.tenantSpaceId,
  };
});
afterEach(() => centre.stop());

const ask = (body: unknown, more: Record<string, string> = {}) =>
  postJson(centre.origin + INFO_PATH, body, { ...headers, ...more });

test('the published example gets an answer of the published shape', async () => {
  const { status, body } = await ask({ roomId: '10***04', workNo: '667', role: 'replayer' });
  assert.equal(status, 200);
  const wssUrlOut = `${centre.origin.replace('http', 'ws')}/ws/cobrowse/1`;
  assert.deepEqual(body, {
    success: true,
    data: {
      roomId: '10***04',
      wssUrl: 'wss://10.0.0.1:9443/ws/cobrowse/1',
      wssUrlOut,
      connectParam: 'MARKER-signature-1',
    },
    errorCode: null,
    errorReason: null,
  });
  assert.equal(parseConnectionInfo(body).wssUrlOut, wssUrlOut);
});

test('the signature states who may join: the customer by userId, the agent by workNo', async () => {
  await ask({ roomId: 'r', userId: 'u-1', userName: 'Ada', workNo: '667', role: 'recorder' });
  await ask({ roomId: 'r', userId: 'u-1', userName: 'Kim', workNo: '667', role: 'replayer' });
  await ask({ roomId: 'r', userId: 'u-1', role: 'recorder' });
  assert.deepEqual(centre.signed, [
    { roomId: 'r', role: 'recorder', id: 'u-1', name: 'Ada' },
    { roomId: 'r', role: 'replayer', id: '667', name: 'Kim' },
    { roomId: 'r', role: 'recorder', id: 'u-1', name: 'u-1' },
  ]);
});

test('two who name nobody are two', async () => {
  await ask({ roomId: 'r', role: 'recorder' });
  await ask({ roomId: 'r', role: 'recorder' });
  assert.notEqual(centre.signed[0]?.id, centre.signed[1]?.id);
  assert.equal(centre.signed[0]?.name, '');
});

test('without a room the service generates a UUID, another one each time', async () => {
  const rooms = [await ask({ role: 'recorder' }), await ask({ role: 'recorder' })].map(
    ({ body }) => parseConnectionInfo(body).roomId,
  );
  assert.match(String(rooms[0]), /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  assert.notEqual(rooms[0], rooms[1]);
});

const UNAUTHORIZED: [what: string, header: string, value: string][] = [
  ['no app key', 'x-app-key', ''],
  ['another app key', 'x-app-key', 'other'],
  ['no tenant space', 'x-tenantspaceid', ''],
  ['another tenant space', 'x-tenantspaceid', 'other'],
  ['no token', 'authorization', ''],
  ['an unknown token', 'authorization', 'Bearer made-up'],
  ['a token without its scheme', 'authorization', 'made-up'],
];
for (const [what, name, value] of UNAUTHORIZED) {
  test(`${what}: 401`, async () => {
    assert.equal((await ask({ role: 'recorder' }, { [name]: value })).status, 401);
    assert.equal(centre.signed.length, 0);
  });
}

test('one space after Bearer, as the page asks for', async () => {
  const authorization = String(headers['authorization']).replace(' ', '  ');
  assert.equal((await ask({ role: 'recorder' }, { authorization })).status, 401);
});

test('an expired token: 403 with exceptionInfo', async () => {
  centre.clock.advance(599_999);
  assert.equal((await ask({ role: 'recorder' })).status, 200);
  centre.clock.advance(1);
  const { status, body } = await ask({ role: 'recorder' });
  assert.equal(status, 403);
  assert.equal(body['errorCode'], '0');
  assert.match(String(body['exceptionInfo']), /^auth fail! illegal or expired token info/);
});

const REFUSED: [what: string, body: unknown, reason: RegExp][] = [
  ['no role', {}, /role must be recorder or replayer/],
  ['an unknown role', { role: 'admin' }, /role/],
  ['a room as number', { role: 'recorder', roomId: 1 }, /roomId/],
  ['an empty user', { role: 'recorder', userId: '' }, /userId/],
  ['a name that is null', { role: 'recorder', userName: null }, /userName/],
  ['an agent as list', { role: 'replayer', workNo: ['667'] }, /workNo/],
  ['not JSON', 'role=recorder', /JSON object/],
];
for (const [what, body, reason] of REFUSED) {
  test(`${what}: 200 that is a failure`, async () => {
    const answer = await ask(body);
    assert.equal(answer.status, 200);
    assert.equal(answer.body['success'], false);
    assert.equal(answer.body['data'], null);
    assert.equal(typeof answer.body['errorCode'], 'number');
    assert.match(String(answer.body['errorReason']), reason);
    assert.throws(() => parseConnectionInfo(answer.body), { code: 'connection/info-refused' });
  });
}
