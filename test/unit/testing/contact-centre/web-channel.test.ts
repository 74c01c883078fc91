import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { parseConnectionInfo } from '../../../../src/wire/connection-info.ts';
import { type EmulatedCentre, startEmulatedCentre } from '../../../support/contact-centre.ts';
import { postJson } from '../../../support/post-json.ts';

let centre: EmulatedCentre;
let cookie = '';
beforeEach(async () => {
  centre = await startEmulatedCentre();
  cookie = `JSESSION=1; ccmessaging-token=${centre.emulator.issueChatToken()}`;
});
afterEach(() => centre.stop());

const call = (name: string, body: unknown, headers: Record<string, string> = { cookie }) =>
  postJson(`${centre.origin}/service-cloud/rest/webadapter/v1/${name}`, body, headers);

const customer = { roomId: 'call-1', userId: 'u-1', userName: 'Ada', role: 'recorder' };
const INFO = 'connectionInfo/getConnectionInfo';

test('getConnectionInfo answers in its own shape, which the widget reads', async () => {
  const { status, body } = await call(INFO, customer);
  assert.equal(status, 200);
  const data = {
    roomId: 'call-1',
    wssUrl: 'wss://10.0.0.1:9443/ws/cobrowse/1',
    wssUrlOut: `${centre.origin.replace('http', 'ws')}/ws/cobrowse/1`,
  };
  assert.deepEqual(body, { retCode: '0', retMsg: 'success', data: { ...data, signature: 'MARKER-signature-1' } });
  assert.deepEqual(parseConnectionInfo(body), { ...data, connectParam: 'MARKER-signature-1' });
  assert.deepEqual(centre.signed, [{ roomId: 'call-1', role: 'recorder', id: 'u-1', name: 'Ada' }]);
});

for (const field of ['roomId', 'userId', 'userName', 'role']) {
  test(`getConnectionInfo needs ${field}`, async () => {
    for (const value of [undefined, '', 7, null]) {
      const { status, body } = await call(INFO, { ...customer, [field]: value });
      assert.equal(status, 200);
      assert.notEqual(body['retCode'], '0');
      assert.match(String(body['retMsg']), new RegExp(field));
      assert.throws(() => parseConnectionInfo(body), { code: 'connection/info-refused' });
    }
    assert.equal(centre.signed.length, 0);
  });
}

test('an unknown role is refused', async () => {
  assert.match(String((await call(INFO, { ...customer, role: 'admin' })).body['retMsg']), /role/);
});

test('without a cookie, with a wrong or an old one: 401, for every call', async () => {
  const names = [INFO, 'connectionInfo/releaseConnection', 'cobrowseSiteInfo/getCobrowseSiteById'];
  for (const name of names) {
    for (const headers of [{}, { cookie: 'ccmessaging-token=made-up' }, { cookie: 'other=1' }])
      assert.equal((await call(name, { ...customer, callId: 'c' }, headers as Record<string, string>)).status, 401);
  }
  centre.clock.advance(3_600_000);
  assert.equal((await call(INFO, customer)).status, 401);
  assert.deepEqual(centre.released, []);
});

test('releaseConnection closes the room of that call', async () => {
  assert.deepEqual((await call('connectionInfo/releaseConnection', { callId: 'call-1' })).body, {
    retCode: '0',
    retMsg: 'success',
  });
  assert.deepEqual(centre.released, ['call-1']);
  assert.notEqual((await call('connectionInfo/releaseConnection', { roomId: 'call-1' })).body['retCode'], '0');
  assert.deepEqual(centre.released, ['call-1']);
});

test('getCobrowseRedirectSite names an address that carries what was asked', async () => {
  const { body } = await call('connectionInfo/getCobrowseRedirectSite', { siteId: 's-1', ...customer });
  assert.equal(body['returnCode'], '0', 'as the table has it');
  assert.equal(body['retCode'], '0', 'as the example has it');
  const url = new URL(String(body['redirctUrl']));
  assert.equal(url.origin + url.pathname, 'https://www.shop.example/start');
  assert.deepEqual(Object.fromEntries(url.searchParams), { siteId: 's-1', ...customer });
  const { siteId: _, ...without } = { siteId: '', ...customer };
  assert.notEqual((await call('connectionInfo/getCobrowseRedirectSite', without)).body['returnCode'], '0');
});

test('queryTenantFeatureForCobrowse says that the tenant has it', async () => {
  const { body } = await call('connectionInfo/queryTenantFeatureForCobrowse', { featureCode: 'f-1' });
  assert.equal(body['retCode'], '0');
  assert.equal((body['data'] as { featureCode: string }).featureCode, 'f-1');
  assert.notEqual((await call('connectionInfo/queryTenantFeatureForCobrowse', {})).body['retCode'], '0');
});

test('getCobrowseSiteById describes the site', async () => {
  const { body } = await call('cobrowseSiteInfo/getCobrowseSiteById', { siteId: 's-1' });
  assert.equal(body['returnCode'], '0');
  const data = body['data'] as Record<string, string>;
  assert.deepEqual([data['id'], data['mediaType']], ['s-1', 'COBROWSESITE']);
  assert.notEqual((await call('cobrowseSiteInfo/getCobrowseSiteById', {})).body['returnCode'], '0');
});

test('a call that does not exist is a 404', async () => {
  for (const name of ['connectionInfo/other', 'toString', '__proto__']) assert.equal((await call(name, {})).status, 404);
});
