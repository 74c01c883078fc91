import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { test } from 'node:test';
import { createConnectionInfoHandler, toNodeListener } from '../../../src/backend/backend.ts';
import { ACCOUNT } from '../../support/contact-centre.ts';
import { startLoopbackServer } from '../../support/loopback-server.ts';

/** Serves with `handler` while `use` runs. */
async function serving(
  handler: (request: Request) => Promise<Response>,
  use: (origin: string) => Promise<void>,
  before: (request: object) => void = () => {},
): Promise<void> {
  const listener = toNodeListener(handler);
  const server = await startLoopbackServer((request, response) => {
    before(request);
    void listener(request, response);
  });
  try {
    await use(server.origin);
  } finally {
    await server.stop();
  }
}

const echo = async (request: Request): Promise<Response> =>
  Response.json(
    { method: request.method, url: request.url, cookie: request.headers.get('cookie'), body: await request.text() },
    { status: 201, headers: { 'x-own': 'yes' } },
  );

test('method, address, headers and body arrive, and the answer goes back', async () => {
  await serving(echo, async (origin) => {
    const response = await fetch(`${origin}/a/b?c=d`, { method: 'POST', headers: { cookie: 'sid=1' }, body: '{"é":1}' });
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('x-own'), 'yes');
    assert.deepEqual(await response.json(), { method: 'POST', url: `${origin}/a/b?c=d`, cookie: 'sid=1', body: '{"é":1}' });
  });
});

test('a request without a body, and answers without one', async () => {
  await serving(echo, async (origin) => {
    assert.equal(((await (await fetch(origin)).json()) as { body: string }).body, '');
    assert.equal((await fetch(origin, { method: 'HEAD' })).status, 201);
  });
  await serving(
    () => Promise.resolve(new Response(null, { status: 204 })),
    async (origin) => assert.equal((await fetch(origin, { method: 'OPTIONS' })).status, 204),
  );
});

test('a body that a framework has parsed is used as it is', async () => {
  for (const [body, expected] of [
    [{ roomId: 'r' }, '{"roomId":"r"}'],
    ['{"roomId":"r"}', '{"roomId":"r"}'],
  ] as const) {
    await serving(
      echo,
      async (origin) => {
        const response = await fetch(origin, { method: 'POST', body: '{"other":1}' });
        assert.equal(((await response.json()) as { body: string }).body, expected);
      },
      (request) => Object.assign(request, { body }),
    );
  }
});

const handle = createConnectionInfoHandler({ ...ACCOUNT, domain: 'cec.example', authorize: () => null });

test('a long body, with or without a stated length, is the handler’s 413', async () => {
  await serving(handle, async (origin) => {
    const headers = { origin, 'content-type': 'application/json' };
    const stated = await fetch(origin, { method: 'POST', headers, body: 'x'.repeat(100_000) });
    assert.equal(stated.status, 413);
    const body = new Blob(['x'.repeat(100_000)]).stream();
    const streamed = await fetch(origin, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    assert.equal(streamed.status, 413);
    assert.match(await streamed.text(), /backend\/request-malformed/);
  });
});

test('the handler sees its own origin in the Host header', async () => {
  await serving(handle, async (origin) => {
    const headers = { 'content-type': 'application/json' };
    const post = (from: string) => fetch(origin, { method: 'POST', headers: { ...headers, origin: from }, body: '{}' });
    assert.equal((await post(origin)).status, 401);
    assert.equal((await post('https://evil.example')).status, 403);
  });
});

test('what no page would send is a 400, and the server goes on', async () => {
  await serving(echo, async (origin) => {
    const { port } = new URL(origin);
    const status = (headers: Record<string, string>, method = 'POST'): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const request = httpRequest({ host: '127.0.0.1', port, method, headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        request.on('error', reject).end();
      });
    assert.equal(await status({ host: 'a b' }), 400);
    assert.equal(await status({}, 'TRACE'), 400);
    assert.equal(await status({ host: `127.0.0.1:${port}` }), 201);
  });
});

test('the request’s signal aborts when the page goes away', async () => {
  let left!: () => void;
  const gone = new Promise<void>((resolve) => {
    left = resolve;
  });
  let arrived!: () => void;
  const here = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const waiting = async (request: Request): Promise<Response> => {
    request.signal.addEventListener('abort', left);
    arrived();
    await gone;
    return new Response();
  };
  await serving(waiting, async (origin) => {
    const page = new AbortController();
    const response = fetch(origin, { method: 'POST', body: '{}', signal: page.signal }).catch(() => 'gone');
    await here;
    page.abort();
    assert.equal(await response, 'gone');
    await gone;
  });
});

test('a page that leaves in the middle of its body ends the call quietly', async () => {
  let calls = 0;
  let settle!: (call: Promise<void>) => void;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const listener = toNodeListener(async () => {
    calls += 1;
    return new Response();
  });
  const server = await startLoopbackServer((request, response) => settle(listener(request, response)));
  const { port } = new URL(server.origin);
  const request = httpRequest({ host: '127.0.0.1', port, method: 'POST', headers: { 'content-length': '100' } });
  request.on('error', () => {});
  request.write('half', () => setImmediate(() => request.destroy()));
  await settled;
  assert.equal(calls, 0);
  await server.stop();
});

test('a handler that fails leaves no request hanging', async () => {
  await serving(
    () => Promise.reject(new Error('bug')),
    async (origin) => assert.equal((await fetch(origin)).status, 500),
  );
});
