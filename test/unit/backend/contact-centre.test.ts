import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { createContactCentre } from '../../../src/backend/backend.ts';
import {
  ACCOUNT,
  type EmulatedCentre,
  INFO_PATH,
  startEmulatedCentre,
  to,
  TOKEN_PATH,
} from '../../support/contact-centre.ts';
import { type Scripted, startScriptedServer } from '../../support/loopback-server.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

describe('getConnectionInfo, against the emulator', () => {
  let centre: EmulatedCentre;
  beforeEach(async () => {
    centre = await startEmulatedCentre();
  });
  afterEach(() => centre.stop());

  test('sends the three headers as published', async () => {
    await createContactCentre(centre.options).getConnectionInfo({ role: 'recorder' });
    const [request] = to(centre.heard, INFO_PATH);
    assert.equal(request?.method, 'POST');
    const { headers } = request;
    assert.equal(headers['x-app-key'], ACCOUNT.appKey);
    assert.match(String(headers['authorization']), /^Bearer \S+$/);
    assert.equal(headers['x-tenantspaceid'], ACCOUNT.tenantSpaceId);
    assert.equal(headers['content-type'], 'application/json');
  });

  test('sends the five fields, and nothing else that the caller’s object holds', async () => {
    const fields = { roomId: 'r-1', userId: 'u-1', userName: 'Ada', workNo: '667', role: 'recorder' } as const;
    const more = { ...fields, password: 'x' };
    await createContactCentre(centre.options).getConnectionInfo(more);
    assert.deepEqual(JSON.parse(to(centre.heard, INFO_PATH)[0]?.body ?? ''), fields);
    assert.deepEqual(centre.signed, [{ roomId: 'r-1', role: 'recorder', id: 'u-1', name: 'Ada' }]);
  });

  test('what is left out is left out, and the service makes up a room', async () => {
    const info = await createContactCentre(centre.options).getConnectionInfo({ role: 'recorder' });
    assert.deepEqual(JSON.parse(to(centre.heard, INFO_PATH)[0]?.body ?? ''), { role: 'recorder' });
    assert.match(info.roomId, UUID);
  });

  test('an agent asks as replayer with its workNo, as in the published example', async () => {
    const { getConnectionInfo } = createContactCentre(centre.options);
    const info = await getConnectionInfo({ roomId: '10-04', workNo: '667', role: 'replayer' });
    assert.deepEqual(info, {
      roomId: '10-04',
      wssUrl: 'wss://10.0.0.1:9443/ws/cobrowse/1',
      wssUrlOut: `${centre.origin.replace('http', 'ws')}/ws/cobrowse/1`,
      connectParam: 'MARKER-signature-1',
    });
    assert.equal(centre.signed[0]?.id, '667');
  });

  for (const [name, fault] of [
    ['401', { kind: 'status', status: 401 }],
    ['403 with exceptionInfo', { kind: 'expired-token' }],
  ] as const) {
    test(`${name}: renews the token once and asks once more`, async () => {
      const { getConnectionInfo } = createContactCentre(centre.options);
      centre.emulator.faults.next(fault);
      assert.match((await getConnectionInfo({ role: 'recorder' })).roomId, UUID);
      assert.equal(to(centre.heard, TOKEN_PATH).length, 2);
      const [first, second] = to(centre.heard, INFO_PATH).map(({ headers }) => headers['authorization']);
      assert.notEqual(first, second);
    });

    test(`${name}, twice: gives up`, async () => {
      const { getConnectionInfo } = createContactCentre(centre.options);
      centre.emulator.faults.next(fault);
      centre.emulator.faults.next(fault);
      const error = await getConnectionInfo({ role: 'recorder' }).catch((thrown: unknown) => thrown);
      assert.equal((error as { code: string }).code, 'backend/unauthorized');
      assert.equal(to(centre.heard, INFO_PATH).length, 2);
    });
  }

  test('a token that expired earlier than promised is renewed unnoticed', async () => {
    const { getConnectionInfo } = createContactCentre({ ...centre.options, clock: createManualClock() });
    await getConnectionInfo({ role: 'recorder' });
    centre.clock.advance(600_000);
    await getConnectionInfo({ role: 'recorder' });
    assert.equal(to(centre.heard, TOKEN_PATH).length, 2);
  });

  test('a wrong app key, known to tokenByAkSk and not here, is unauthorized', async () => {
    const wrong = createContactCentre({ ...centre.options, tenantSpaceId: 'another' });
    await assert.rejects(wrong.getConnectionInfo({ role: 'recorder' }), {
      code: 'backend/unauthorized',
      message: /answered 401 \(auth fail!\).*tenantSpaceId/,
    });
  });

  test('a broken connection is tried once more, a second one is the end', async () => {
    const { getConnectionInfo } = createContactCentre(centre.options);
    centre.emulator.faults.next({ kind: 'reset' });
    await getConnectionInfo({ role: 'recorder' });
    centre.emulator.faults.next({ kind: 'reset' });
    centre.emulator.faults.next({ kind: 'reset' });
    await assert.rejects(getConnectionInfo({ role: 'recorder' }), { code: 'backend/network', retryable: true });
    assert.equal(to(centre.heard, INFO_PATH).length, 4);
  });

  for (const call of ['tokenByAkSk', 'getConnectionInfo'] as const) {
    test(`${call} without an answer ends in a time-out, and is not tried again`, async () => {
      centre.emulator.faults.next({ kind: 'hang' }, call);
      // The time that passes is the test's own: once the request is out, all of it.
      const fetchThenWait: typeof fetch = (input, init) => {
        const answer = centre.options.fetch(input, init);
        if (String(input).endsWith(call)) setImmediate(() => centre.clock.advance(8_000));
        return answer;
      };
      const { getConnectionInfo } = createContactCentre({ ...centre.options, fetch: fetchThenWait });
      const result = getConnectionInfo({ role: 'recorder' });
      await assert.rejects(result, { code: 'backend/timeout', retryable: true, message: /within 8000 ms/ });
      assert.equal(centre.heard.filter(({ path }) => path.endsWith(call)).length, 1);
      assert.equal(centre.clock.pending, 0, 'no timer is left');
    });
  }

  test('a fetch that ignores its signal is left behind all the same', async () => {
    const never: typeof fetch = () => {
      setImmediate(() => centre.clock.advance(50));
      return new Promise(() => {});
    };
    const { getConnectionInfo } = createContactCentre({ ...centre.options, fetch: never, timeoutMs: 50 });
    await assert.rejects(getConnectionInfo({ role: 'recorder' }), { code: 'backend/timeout' });
  });

  test('stops when the caller stops, also before it began', async () => {
    const { getConnectionInfo } = createContactCentre(centre.options);
    await assert.rejects(getConnectionInfo({ role: 'recorder' }, { signal: AbortSignal.abort() }), {
      code: 'backend/aborted',
    });
    assert.equal(centre.heard.length, 0);
    centre.emulator.faults.next({ kind: 'hang' });
    const controller = new AbortController();
    const result = getConnectionInfo({ role: 'recorder' }, { signal: controller.signal });
    controller.abort();
    await assert.rejects(result, { code: 'backend/aborted', retryable: false });
  });

  test('a slow answer within the time is an answer', async () => {
    centre.emulator.faults.next({ kind: 'slow', delayMs: 5 });
    await createContactCentre(centre.options).getConnectionInfo({ role: 'recorder' });
  });

  test('a 200 that is a failure is refused, with number and reason', async () => {
    centre.emulator.faults.next({ kind: 'refused', errorCode: 20_015, errorReason: 'feature not\nenabled' });
    await assert.rejects(createContactCentre(centre.options).getConnectionInfo({ role: 'recorder' }), {
      code: 'backend/refused',
      message: /20015: feature not enabled/,
    });
  });
});

const token = { AccessToken: 'token-1', ApplyType: 'Bearer', CreateTime: '1', Expires: '600', Scope: '', AppKey: '', UserID: '' };
const data = {
  roomId: 'room',
  wssUrl: 'wss://10.0.0.1/ws',
  wssUrlOut: 'wss://relay.example/ws',
  connectParam: 'signature',
};
const success = { success: true, data, errorCode: null, errorReason: null };

describe('the answer of getConnectionInfo, scripted', () => {
  let server: Awaited<ReturnType<typeof startScriptedServer>>;
  const script: Record<string, Scripted[]> = { [TOKEN_PATH]: [{ body: token }] };
  before(async () => {
    server = await startScriptedServer(script);
  });
  after(() => server.stop());
  const ask = (answer: Scripted, roomId?: string) => {
    script[INFO_PATH] = [answer];
    return createContactCentre({ ...ACCOUNT, domain: server.origin }).getConnectionInfo({ roomId, role: 'recorder' });
  };

  const STATUSES: [status: number, code: string, retryable: boolean][] = [
    [204, 'backend/malformed-answer', false],
    [400, 'backend/malformed-answer', false],
    [401, 'backend/unauthorized', false],
    [403, 'backend/unauthorized', false],
    [404, 'backend/not-found', false],
    [429, 'backend/unavailable', true],
    [500, 'backend/unavailable', true],
    [502, 'backend/unavailable', true],
    [503, 'backend/unavailable', true],
  ];
  for (const [status, code, retryable] of STATUSES) {
    test(`status ${status} is ${code}`, async () => {
      const expected = { code, retryable, message: new RegExp(`getConnectionInfo answered ${status}`) };
      await assert.rejects(ask({ status, body: status === 204 ? '' : success }), expected);
    });
  }

  test('Retry-After of a 503 is kept', async () => {
    const headers = { 'retry-after': '7' };
    await assert.rejects(ask({ status: 503, headers }), { code: 'backend/unavailable', retryAfterMs: 7_000 });
    const date = { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' };
    await assert.rejects(ask({ status: 503, headers: date }), { code: 'backend/unavailable', retryAfterMs: undefined });
  });

  test('a redirect is not followed: key and token are for this address alone', async () => {
    const earlier = server.heard.length;
    await assert.rejects(ask({ status: 307, headers: { location: `${server.origin}/elsewhere` } }), {
      code: 'backend/malformed-answer',
      message: /answered 307/,
    });
    assert(!server.heard.slice(earlier).some(({ path }) => path === '/elsewhere'));
  });

  test('a room that nobody asked for is not taken', async () => {
    await assert.rejects(ask({ body: success }, 'another'), { code: 'backend/malformed-answer', message: /roomId/ });
    assert.equal((await ask({ body: success }, 'room')).roomId, 'room');
  });

  const MALFORMED: [what: string, body: unknown, message: RegExp][] = [
    ['not JSON', '<html></html>', /must be JSON/],
    ['empty', ' ', /must be JSON/],
    ['null', 'null', /the answer must be a JSON object/],
    ['no success', { data }, /success must be true or false/],
    ['no data', { success: true }, /data must be an object/],
    ['data of null', { success: true, data: null }, /data must be an object/],
    ['no roomId', { ...success, data: { ...data, roomId: undefined } }, /data\.roomId must be/],
    ['wssUrl as number', { ...success, data: { ...data, wssUrl: 1 } }, /data\.wssUrl must be/],
    ['no wssUrlOut', { ...success, data: { ...data, wssUrlOut: undefined } }, /data\.wssUrlOut must be/],
    ['an insecure wssUrlOut', { ...success, data: { ...data, wssUrlOut: 'ws://relay.example' } }, /data\.wssUrlOut must/],
    ['no connectParam', { ...success, data: { ...data, connectParam: null } }, /data\.connectParam must be/],
    ['without an end', `"${'x'.repeat(70_000)}"`, /longer than 65536 bytes/],
  ];
  for (const [what, body, message] of MALFORMED) {
    test(`malformed: ${what}`, async () => {
      await assert.rejects(ask({ body }), { code: 'backend/malformed-answer', retryable: false, message });
    });
  }

  test('an endless answer is not read to its end', async () => {
    const chunk = new Uint8Array(16_384);
    let sent = 0;
    const endless: typeof fetch = async (input, init) =>
      String(input).endsWith('tokenByAkSk')
        ? await fetch(input, init)
        : new Response(
            new ReadableStream({
              pull(controller) {
                sent += 1;
                controller.enqueue(chunk);
              },
            }),
          );
    const { getConnectionInfo } = createContactCentre({ ...ACCOUNT, domain: server.origin, fetch: endless });
    await assert.rejects(getConnectionInfo({ role: 'recorder' }), { code: 'backend/malformed-answer' });
    assert(sent < 10, `${sent} chunks`);
  });

  const ABSENT_REASONS = [
    [{ success: false, data: null, errorCode: null, errorReason: null }, /no reason given/],
    [{ success: false }, /no reason given/],
    [{ success: false, errorCode: 5 }, /\(5\)/],
    [{ success: false, errorReason: 'closed' }, /\(closed\)/],
  ] as const;
  for (const [body, message] of ABSENT_REASONS) {
    test(`a failure as ${JSON.stringify(body)} is refused`, async () => {
      await assert.rejects(ask({ body }), { code: 'backend/refused', message });
    });
  }

  test('nobody listening is a network error that says why', async () => {
    const closed = await startScriptedServer({});
    await closed.stop();
    const { getConnectionInfo } = createContactCentre({ ...ACCOUNT, domain: closed.origin });
    await assert.rejects(getConnectionInfo({ role: 'recorder' }), (error: { code?: string; cause?: Error }) => {
      assert.equal(error.code, 'backend/network');
      assert.match(String(error.cause?.message), /ECONNREFUSED/);
      return true;
    });
  });
});
