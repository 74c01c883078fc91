import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import {
  type ConnectionInfoHandlerOptions,
  createConnectionInfoHandler,
  type Decision,
  isCobrowseError,
} from '../../../src/backend/backend.ts';
import { parseConnectionInfo } from '../../../src/wire/connection-info.ts';
import { type EmulatedCentre, INFO_PATH, startEmulatedCentre, to } from '../../support/contact-centre.ts';
import { answered, pageRequest } from '../../support/page-request.ts';

const ada: Decision = { userId: 'ada', userName: 'Ada' };
let centre: EmulatedCentre;
let errors: { code: string; cause?: unknown }[] = [];

const create = (authorize: ConnectionInfoHandlerOptions['authorize'], more: Partial<ConnectionInfoHandlerOptions> = {}) =>
  createConnectionInfoHandler({ ...centre.options, authorize, onError: (error) => errors.push(error), ...more });

beforeEach(async () => {
  errors = [];
  centre = await startEmulatedCentre();
});
afterEach(() => centre.stop());

describe('success', () => {
  test('a signed-in customer gets connection info for a room of their own', async () => {
    const response = await create(() => ada)(pageRequest());
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    const body = await answered(response);
    assert.deepEqual(Object.keys(body), ['success', 'data', 'errorCode', 'errorReason']);
    assert.deepEqual([body.success, body.errorCode, body.errorReason], [true, null, null]);
    assert.deepEqual(Object.keys(body.data ?? {}), ['roomId', 'wssUrlOut', 'connectParam']);
    assert.deepEqual(parseConnectionInfo(body), body.data, 'the widget’s own parser takes it');
    assert.deepEqual(centre.signed, [{ roomId: body.data?.roomId, role: 'recorder', id: 'ada', name: 'Ada' }]);
  });

  test('the internal address is handed out only where the merchant asks for it', async () => {
    const { data } = await answered(await create(() => ada, { exposeInternalUrl: true })(pageRequest()));
    assert.equal(data?.wssUrl, 'wss://10.0.0.1:9443/ws/cobrowse/1');
  });

  test('authorize sees the request and the claimed room, nothing else of the body', async () => {
    const seen: unknown[] = [];
    const handle = create((request, claim) => {
      seen.push(request.headers.get('cookie'), claim);
      return { ...ada, roomId: 'contact-1' };
    });
    await handle(pageRequest({ headers: { cookie: 'sid=1' }, body: { roomId: 'contact-1', role: 'recorder', userId: 'eve' } }));
    await handle(pageRequest());
    assert.deepEqual(seen, ['sid=1', { roomId: 'contact-1' }, null, {}]);
    assert.equal(centre.signed[0]?.id, 'ada');
  });

  test('all that a decision states reaches the contact centre', async () => {
    const response = await create(() => ({ ...ada, workNo: '667', roomId: 'contact-1' }))(pageRequest());
    assert.equal((await answered(response)).data?.roomId, 'contact-1');
    assert.deepEqual(JSON.parse(to(centre.heard, INFO_PATH)[0]?.body ?? ''), {
      roomId: 'contact-1',
      userId: 'ada',
      userName: 'Ada',
      workNo: '667',
      role: 'recorder',
    });
  });

  test('an agent gets a replayer’s info for the room of the decision', async () => {
    const agent: Decision = { userId: '667', userName: 'Kim', role: 'replayer', roomId: 'contact-1' };
    assert.equal((await create(() => agent)(pageRequest({ body: { role: 'replayer' } }))).status, 200);
    assert.deepEqual(JSON.parse(to(centre.heard, INFO_PATH)[0]?.body ?? ''), {
      roomId: 'contact-1',
      userName: 'Kim',
      workNo: '667',
      role: 'replayer',
    });
  });
});

describe('who may have what', () => {
  const forbidden = async (response: Response): Promise<void> => {
    assert.equal(response.status, 403);
    assert.match(String((await answered(response)).errorReason), /^backend\/request-forbidden: /);
    assert.equal(to(centre.heard, INFO_PATH).length, 0, 'the contact centre was not asked');
  };

  for (const nobody of [null, undefined]) {
    test(`authorize says ${nobody}: 401`, async () => {
      const response = await create(() => nobody as null)(pageRequest());
      assert.equal(response.status, 401);
      assert.deepEqual(await answered(response), {
        success: false,
        data: null,
        errorCode: 401,
        errorReason: 'backend/not-signed-in: Nobody is signed in.',
      });
      assert.equal(centre.heard.length, 0);
    });
  }

  test('a customer who asks to be a replayer is refused', async () => {
    for (const role of ['replayer', 'Recorder', '', null, 1, ['recorder']])
      await forbidden(await create(() => ada)(pageRequest({ body: { role } })));
  });

  test('an agent’s page that asks as recorder is refused, too', async () => {
    await forbidden(await create(() => ({ ...ada, role: 'replayer', roomId: 'r' }))(pageRequest({ body: { role: 'recorder' } })));
  });

  test('a claim to another room than the decision’s is refused', async () => {
    await forbidden(await create(() => ({ ...ada, roomId: 'contact-1' }))(pageRequest({ body: { roomId: 'contact-2' } })));
  });

  test('a customer can come back to the room that was issued, and nobody else can', async () => {
    let who = 'ada';
    const handle = create(() => ({ userId: who }));
    const roomId = (await answered(await handle(pageRequest()))).data?.roomId;
    assert.equal((await answered(await handle(pageRequest({ body: { roomId } })))).data?.roomId, roomId);
    const restarted = create(() => ({ userId: who }));
    assert.equal((await answered(await restarted(pageRequest({ body: { roomId } })))).data?.roomId, roomId);
    centre.heard.length = 0;
    who = 'eve';
    await forbidden(await handle(pageRequest({ body: { roomId } })));
  });

  test('a room that the page made up is refused', async () => {
    for (const roomId of ['contact-1', 'x', crypto.randomUUID(), `${'a'.repeat(12)}-${'b'.repeat(22)}`])
      await forbidden(await create(() => ada)(pageRequest({ body: { roomId } })));
  });

  const UNUSABLE: [what: string, decision: unknown][] = [
    ['true', true],
    ['a text', 'ada'],
    ['no userId', {}],
    ['an empty userId', { userId: '' }],
    ['userId as number', { userId: 7 }],
    ['an endless userId', { userId: 'x'.repeat(257) }],
    ['userName as number', { userId: 'ada', userName: 7 }],
    ['an empty workNo', { userId: 'ada', workNo: '' }],
    ['an empty room', { userId: 'ada', roomId: '' }],
    ['a room of null', { userId: 'ada', roomId: null }],
    ['an unknown role', { userId: 'ada', role: 'admin' }],
    ['a replayer without a room', { userId: '667', role: 'replayer' }],
  ];
  for (const [what, decision] of UNUSABLE) {
    test(`authorize returns ${what}: 500, and the merchant hears why`, async () => {
      const response = await create(() => decision as Decision)(pageRequest());
      assert.equal(response.status, 500);
      assert.equal(errors[0]?.code, 'backend/invalid-decision');
      assert.equal(centre.heard.length, 0);
    });
  }

  test('authorize throws: 500 with words of our own, and the merchant gets theirs', async () => {
    const own = new Error('database password is hunter2');
    const response = await create(() => Promise.reject(own))(pageRequest());
    assert.equal(response.status, 500);
    const text = await response.text();
    assert.match(text, /backend\/authorize-failed/);
    assert(!text.includes('hunter2'));
    assert.equal(errors[0]?.code, 'backend/authorize-failed');
    assert.equal(errors[0]?.cause, own);
  });

  test('a customer who asks too often waits, and others do not', async () => {
    let who = 'ada';
    const handle = create(() => ({ userId: who }), { rateLimit: { requests: 2, windowMs: 60_000 } });
    // A guess at a room counts like any other request.
    assert.equal((await handle(pageRequest({ body: { roomId: 'guess' } }))).status, 403);
    assert.equal((await handle(pageRequest())).status, 200);
    const refused = await handle(pageRequest());
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '30');
    assert.match(String((await answered(refused)).errorReason), /^backend\/rate-limited: /);
    who = 'bob';
    assert.equal((await handle(pageRequest())).status, 200);
    who = 'ada';
    centre.clock.advance(30_000);
    assert.equal((await handle(pageRequest())).status, 200);
  });
});

describe('what the contact centre does, as the page sees it', () => {
  const CASES = [
    ['401 twice', [{ kind: 'status', status: 401 }, { kind: 'status', status: 401 }], 502, 'backend/unauthorized'],
    ['403 twice', [{ kind: 'expired-token' }, { kind: 'expired-token' }], 502, 'backend/unauthorized'],
    ['404', [{ kind: 'status', status: 404 }], 502, 'backend/not-found'],
    ['500', [{ kind: 'status', status: 500 }], 503, 'backend/unavailable'],
    ['200 that is a failure', [{ kind: 'refused', errorCode: 1, errorReason: 'internal words' }], 502, 'backend/refused'],
    ['not JSON', [{ kind: 'not-json' }], 502, 'backend/malformed-answer'],
    ['half an answer', [{ kind: 'body', body: { success: true } }], 502, 'backend/malformed-answer'],
    ['broken connections', [{ kind: 'reset' }, { kind: 'reset' }], 503, 'backend/network'],
  ] as const;
  for (const [what, faults, status, code] of CASES) {
    test(`${what}: ${status} ${code}`, async () => {
      for (const fault of faults) centre.emulator.faults.next(fault);
      const response = await create(() => ada)(pageRequest());
      assert.equal(response.status, status);
      assert.equal(response.headers.get('retry-after'), status === 503 ? '5' : null);
      const body = await answered(response);
      assert.deepEqual([body.success, body.data, body.errorCode], [false, null, status]);
      assert(body.errorReason?.startsWith(`${code}: `));
      assert(!String(body.errorReason).includes('internal words'));
      assert.deepEqual(errors.map((error) => error.code), [code]);
      assert(isCobrowseError(errors[0]));
    });
  }

  test('its Retry-After is handed on', async () => {
    centre.emulator.faults.next({ kind: 'status', status: 503, retryAfterSeconds: 17 });
    assert.equal((await create(() => ada)(pageRequest())).headers.get('retry-after'), '17');
  });

  test('wrong keys of the merchant are a 502, not the customer’s 401', async () => {
    const response = await create(() => ada, { appSecret: 'quite another secret' })(pageRequest());
    assert.equal(response.status, 502);
    assert.equal(errors[0]?.code, 'backend/token-refused');
  });

  test('no answer in time: 504', async () => {
    centre.emulator.faults.next({ kind: 'hang' });
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (String(input).endsWith('getConnectionInfo')) setImmediate(() => centre.clock.advance(300));
      return centre.options.fetch(input, init);
    };
    const response = await create(() => ada, { fetch, timeoutMs: 300 })(pageRequest());
    assert.equal(response.status, 504);
    assert.equal(errors[0]?.code, 'backend/timeout');
  });

  test('a page that goes away stops the call, and is nobody’s error', async () => {
    const page = new AbortController();
    centre.emulator.faults.next({ kind: 'hang' });
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (String(input).endsWith('getConnectionInfo')) setImmediate(() => page.abort());
      return centre.options.fetch(input, init);
    };
    await create(() => ada, { fetch })(pageRequest({ signal: page.signal }));
    assert.deepEqual(errors, []);
    assert.equal(centre.clock.pending, 0);
  });

  test('a log that throws changes nothing for the page', async () => {
    centre.emulator.faults.next({ kind: 'status', status: 404 });
    const onError = (): void => {
      throw new Error('disk full');
    };
    assert.equal((await create(() => ada, { onError })(pageRequest())).status, 502);
  });
});
