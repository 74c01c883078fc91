import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { createContactCentre } from '../../../src/backend/backend.ts';
import { ACCOUNT, type EmulatedCentre, INFO_PATH, startEmulatedCentre, to, TOKEN_PATH } from '../../support/contact-centre.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { type Scripted, startScriptedServer } from '../../support/loopback-server.ts';

describe('the token, against the emulator', () => {
  let centre: EmulatedCentre;
  beforeEach(async () => {
    centre = await startEmulatedCentre();
  });
  afterEach(() => centre.stop());

  const asked = (): number => to(centre.heard, TOKEN_PATH).length;

  test('is asked for as published', async () => {
    await createContactCentre({ ...centre.options, tokenExpirySeconds: 900 }).getConnectionInfo({ role: 'recorder' });
    const [request] = to(centre.heard, TOKEN_PATH);
    assert.equal(request?.method, 'POST');
    assert.equal(request.headers['content-type'], 'application/json');
    assert.equal(request.headers['x-token-expire'], '900');
    assert.deepEqual(JSON.parse(request.body), { app_key: ACCOUNT.appKey, app_secret: ACCOUNT.appSecret });
  });

  test('is asked for ten minutes unless told otherwise', async () => {
    await createContactCentre(centre.options).getConnectionInfo({ role: 'recorder' });
    assert.equal(to(centre.heard, TOKEN_PATH)[0]?.headers['x-token-expire'], '600');
  });

  test('is kept until shortly before it expires, so that no call ever meets an expired one', async () => {
    const { getConnectionInfo } = createContactCentre(centre.options);
    await getConnectionInfo({ role: 'recorder' });
    centre.clock.advance(569_000);
    await getConnectionInfo({ role: 'recorder' });
    assert.equal(asked(), 1);
    centre.clock.advance(2_000);
    await getConnectionInfo({ role: 'recorder' });
    assert.equal(asked(), 2);
    assert.equal(to(centre.heard, INFO_PATH).length, 3, 'nothing was refused in between');
  });

  test('is shared by all who ask at once', async () => {
    const { getConnectionInfo } = createContactCentre(centre.options);
    const infos = await Promise.all(Array.from({ length: 20 }, () => getConnectionInfo({ role: 'recorder' })));
    assert.equal(asked(), 1);
    assert.equal(new Set(infos.map((info) => info.connectParam)).size, 20, 'and each has its own signature');
  });

  test('is renewed once for all whom it failed at once', async () => {
    // The centre's clock runs ahead: what looks good here has expired there.
    const { getConnectionInfo } = createContactCentre({ ...centre.options, clock: createManualClock() });
    await getConnectionInfo({ role: 'recorder' });
    centre.clock.advance(600_000);
    await Promise.all(Array.from({ length: 5 }, () => getConnectionInfo({ role: 'recorder' })));
    assert.equal(asked(), 2);
  });

  test('is asked for again after a failure', async () => {
    const { getConnectionInfo } = createContactCentre(centre.options);
    centre.emulator.faults.next({ kind: 'status', status: 500 }, 'tokenByAkSk');
    await assert.rejects(getConnectionInfo({ role: 'recorder' }), { code: 'backend/unavailable' });
    await getConnectionInfo({ role: 'recorder' });
  });

  test('is not taken from the others by one caller who leaves', async () => {
    const { getConnectionInfo } = createContactCentre(centre.options);
    centre.emulator.faults.next({ kind: 'slow', delayMs: 20 }, 'tokenByAkSk');
    const leaving = new AbortController();
    const left = getConnectionInfo({ role: 'recorder' }, { signal: leaving.signal });
    const stays = getConnectionInfo({ role: 'recorder' });
    leaving.abort();
    await assert.rejects(left, { code: 'backend/aborted' });
    assert.equal((await stays).roomId.length, 36);
    assert.equal(asked(), 1);
  });

  test('with wrong keys is refused, and the error says what to check', async () => {
    const wrong = createContactCentre({ ...centre.options, appSecret: 'another secret' });
    await assert.rejects(wrong.getConnectionInfo({ role: 'recorder' }), {
      code: 'backend/token-refused',
      retryable: false,
      message: /tokenByAkSk answered 401 \(auth fail! illegal app_key or app_secret\).*Check appKey and appSecret/,
    });
  });
});

const good = {
  AccessToken: 'token-1',
  ApplyType: 'Bearer',
  CreateTime: '1545650171',
  Expires: '600',
  Scope: '',
  AppKey: ACCOUNT.appKey,
  UserID: 'Anonymous',
};
const info = {
  success: true,
  data: { roomId: 'r', wssUrlOut: 'wss://relay.example/', connectParam: 's' },
  errorCode: null,
  errorReason: null,
};

describe('the token’s answer, scripted', () => {
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  const script: Record<string, Scripted[]> = { [INFO_PATH]: [{ body: info }] };
  before(async () => {
    server = await startScriptedServer(script);
  });
  after(() => server.stop());
  const ask = (answer: Scripted) => {
    script[TOKEN_PATH] = [answer];
    return createContactCentre({ ...ACCOUNT, domain: server.origin }).getConnectionInfo({ role: 'recorder' });
  };

  const MALFORMED: [what: string, body: unknown, message: RegExp][] = [
    ['not JSON', '<html>MARKER</html>', /tokenByAkSk: the answer must be JSON/],
    ['a list', [good], /tokenByAkSk: .* must be/],
    ['null', null, /tokenByAkSk: the answer must be a JSON object/],
    ['no AccessToken', { ...good, AccessToken: undefined }, /AccessToken must be a text; it is missing/],
    ['an empty AccessToken', { ...good, AccessToken: '' }, /AccessToken must be a text/],
    ['AccessToken as number', { ...good, AccessToken: 1 }, /AccessToken must be a text/],
    ['AccessToken with a line feed', { ...good, AccessToken: 'a\r\nx: y' }, /AccessToken must be a text that can stand/],
    ['an endless AccessToken', { ...good, AccessToken: 'x'.repeat(4_097) }, /AccessToken must be at most 4096/],
    ['another ApplyType', { ...good, ApplyType: 'MAC' }, /ApplyType must be "Bearer"/],
    ['ApplyType as null', { ...good, ApplyType: null }, /ApplyType must be a text/],
    ['no Expires', { ...good, Expires: undefined }, /Expires must be a text; it is missing/],
    ['Expires of words', { ...good, Expires: 'soon' }, /Expires must be a text of digits/],
    ['Expires of 0', { ...good, Expires: '0' }, /Expires must be a text of digits, seconds above 0/],
    ['a negative Expires', { ...good, Expires: '-600' }, /Expires must be a text of digits/],
    ['Expires as null', { ...good, Expires: null }, /Expires must be a text of digits/],
  ];
  for (const [what, body, message] of MALFORMED) {
    test(`malformed: ${what}`, async () => {
      await assert.rejects(ask({ body: body === null ? 'null' : body }), { code: 'backend/malformed-answer', message });
    });
  }

  for (const field of ['CreateTime', 'Scope', 'AppKey', 'UserID']) {
    test(`${field} is not used, and cannot do harm`, async () => {
      for (const value of [undefined, null, 7, 'other'])
        assert.equal((await ask({ body: { ...good, [field]: value } })).roomId, 'r');
    });
  }

  test('Expires may be a number, and ApplyType may be missing or in small letters', async () => {
    for (const part of [{ Expires: 600 }, { ApplyType: undefined }, { ApplyType: 'bearer' }])
      assert.equal((await ask({ body: { ...good, ...part } })).roomId, 'r');
  });

  const STATUSES: [status: number, code: string][] = [
    [400, 'backend/malformed-answer'],
    [401, 'backend/token-refused'],
    [403, 'backend/token-refused'],
    [404, 'backend/not-found'],
    [429, 'backend/unavailable'],
    [500, 'backend/unavailable'],
    [503, 'backend/unavailable'],
  ];
  for (const [status, code] of STATUSES) {
    test(`status ${status} is ${code}, and nothing further is sent`, async () => {
      const earlier = server.heard.length;
      await assert.rejects(ask({ status, body: 'no' }), { code, message: new RegExp(`tokenByAkSk answered ${status}`) });
      assert.equal(server.heard.length, earlier + 1);
    });
  }

  test('a life shorter than the margin is used for its first half', async () => {
    script[TOKEN_PATH] = [{ body: { ...good, Expires: '20' } }];
    let now = 0;
    const clock = { now: () => now, after: () => () => {} };
    const { getConnectionInfo } = createContactCentre({ ...ACCOUNT, domain: server.origin, clock });
    const tokens = (): number => to(server.heard, TOKEN_PATH).length;
    const start = tokens();
    await getConnectionInfo({ role: 'recorder' });
    now = 9_999;
    await getConnectionInfo({ role: 'recorder' });
    assert.equal(tokens(), start + 1);
    now = 10_000;
    await getConnectionInfo({ role: 'recorder' });
    assert.equal(tokens(), start + 2);
  });
});
