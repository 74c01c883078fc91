import assert from 'node:assert/strict';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { stopBrowserCode } from '../../../demo/browser-code.ts';
import { sendJson } from '../../../demo/http.ts';
import { customers } from '../../../demo/identities.ts';
import { createNetwork } from '../../../demo/qa/network.ts';
import { createPageFaults } from '../../../demo/qa/page-faults.ts';
import { createRoomBook, type ListedRoom } from '../../../demo/room-book.ts';
import { createRoutes } from '../../../demo/routes.ts';
import { createMounts } from '../../../demo/sites.ts';
import { createStaticFiles } from '../../../demo/static-files.ts';

const done: string[] = [];
const room: ListedRoom = {
  roomId: 'room-1',
  recorder: { memberId: 'm1', identity: { id: 'customer-1', name: 'Ada Moreau' }, joinedAt: 1_000 },
  replayers: [{ memberId: 'm2', identity: { id: 'agent-1', name: 'Robin Vance' }, joinedAt: 2_000 }],
};

let server: Server;
let url: string;

before(async () => {
  const rooms = createRoomBook(() => [room]);
  const pageFaults = createPageFaults();
  const routes = createRoutes({
    centreKind: 'emulator',
    staticFiles: createStaticFiles(createMounts('ws://127.0.0.1:1')),
    merchant: {
      customer: pageFaults.guard('customer', (req, res) => sendJson(res, 200, customers.read(req.headers.cookie) ?? null)),
      agent: pageFaults.guard('agent', (_, res) => sendJson(res, 200, 'agent')),
    },
    rooms,
    switches: {
      pageFaults,
      network: createNetwork(),
      rooms,
      disconnect: (roomId, role) => void done.push(`disconnect ${roomId} ${role}`),
      release: (roomId) => void done.push(`release ${roomId}`),
      centreFaults: ['404'],
      failCentre: (name) => void done.push(`fail ${name}`),
      clearCentre: () => void done.push('clear'),
      expireNextSignature: () => void done.push('expire'),
    },
  });
  server = createServer((req, res) => void routes(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

after(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await stopBrowserCode();
});

const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]!.split(';', 1)[0]!;
const throwSwitch = (wanted: object): Promise<Response> =>
  fetch(`${url}/qa/api/switch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wanted),
  });

describe('the demo', () => {
  for (const path of ['/shop/', '/shop/product.html', '/shop/cart.html', '/shop/checkout.html', '/shop/list.html', '/shop/parts.html', '/shop/spa/', '/shop/spa/letters'])
    it(`has the shop's page ${path}, with the help button`, async () => {
      const response = await fetch(url + path);
      assert.equal(response.status, 200);
      const html = await response.text();
      assert.match(html, /data-testid="cobrowse-start"/);
      assert.doesNotMatch(html, /<!-- piece/);
    });

  it('leads from the bare address to the QA page', async () => {
    assert.equal((await fetch(url)).url, `${url}/qa/`);
    assert.equal((await fetch(`${url}/agent`)).url, `${url}/agent/`);
  });

  it('gives each browser a customer, whom it knows again', async () => {
    const first = await fetch(`${url}/shop/`);
    const set = first.headers.getSetCookie();
    assert.equal(set.length, 1);
    assert.match(set[0]!, /^demo_customer=[\w-]{12}; Path=\/; HttpOnly; SameSite=Lax$/);
    const cookie = cookieOf(first);
    assert.deepEqual((await fetch(`${url}/shop/`, { headers: { cookie } })).headers.getSetCookie(), []);
    const ask = async () => (await fetch(`${url}/cobrowse/connection-info`, { headers: { cookie } })).json();
    assert.deepEqual(await ask(), await ask());
    assert.notEqual(cookieOf(await fetch(`${url}/shop/`)), cookie);
  });

  it('shows the waiting rooms to agents alone', async () => {
    assert.equal((await fetch(`${url}/agent/rooms`)).status, 401);
    assert.equal((await fetch(`${url}/agent/rooms`, { headers: { cookie: cookieOf(await fetch(`${url}/shop/`)) } })).status, 401);
    const cookie = cookieOf(await fetch(`${url}/agent/`));
    assert.deepEqual(await (await fetch(`${url}/agent/rooms`, { headers: { cookie } })).json(), {
      centre: 'emulator',
      rooms: [{ roomId: 'room-1', customer: 'Ada Moreau', since: 1_000, agents: ['Robin Vance'] }],
    });
  });

  it('lets no script run in the console but its own', async () => {
    const policy = (await fetch(`${url}/agent/`)).headers.get('content-security-policy')!;
    assert.match(policy, /default-src 'none'; script-src 'self' 'sha256-[\w+/]+=*';/);
    assert.match(policy, /connect-src 'self' ws:\/\/127\.0\.0\.1:1;/);
  });

  it('does not answer under a stranger’s host name', async () => {
    const { port } = server.address() as AddressInfo;
    const status = await new Promise((resolve) => {
      request({ host: '127.0.0.1', port, path: '/agent/', headers: { host: `evil.example:${port}` } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    assert.equal(status, 421);
  });

  it('takes pages by GET only, and has none elsewhere', async () => {
    assert.equal((await fetch(`${url}/shop/`, { method: 'POST' })).status, 405);
    assert.equal((await fetch(`${url}/nowhere`)).status, 404);
    assert.equal((await fetch(`${url}/qa/api/nothing`)).status, 404);
  });
});

describe('the switches', () => {
  it('cut, release, expire and fail what they say', async () => {
    done.length = 0;
    for (const wanted of [
      { switch: 'drop', side: 'customer' },
      { switch: 'drop', side: 'agent' },
      { switch: 'release' },
      { switch: 'expire' },
      { switch: 'centre', kind: '404' },
      { switch: 'clear' },
    ])
      assert.equal((await throwSwitch(wanted)).status, 200);
    assert.deepEqual(done, ['disconnect room-1 recorder', 'disconnect room-1 replayer', 'release room-1', 'expire', 'fail 404', 'clear']);
  });

  it('refuse the next request of one side, once', async () => {
    await throwSwitch({ switch: 'refuse', side: 'customer', kind: '429' });
    const { armed } = (await (await fetch(`${url}/qa/api/state`)).json()) as { armed: object };
    assert.deepEqual(armed, { customer: ['429'], agent: [] });
    assert.equal((await fetch(`${url}/agent/connection-info`)).status, 200);
    const refused = await fetch(`${url}/cobrowse/connection-info`);
    assert.equal(refused.status, 429);
    assert.equal(refused.headers.get('retry-after'), '2');
    assert.equal((await fetch(`${url}/cobrowse/connection-info`)).status, 200);
  });

  it('change the network, until all is back to normal', async () => {
    const profile = async (response: Response) => ((await response.json()) as { network: string }).network;
    assert.equal(await profile(await throwSwitch({ switch: 'network', profile: 'slow' })), 'slow');
    assert.equal(await profile(await throwSwitch({ switch: 'clear' })), 'full');
  });

  for (const wanted of [{}, { switch: 'drop' }, { switch: 'refuse', side: 'customer', kind: '999' }, { switch: 'centre', kind: 'x' }, { switch: 'network', profile: 'constructor' }, []])
    it(`know nothing of ${JSON.stringify(wanted)}`, async () => {
      assert.equal((await throwSwitch(wanted)).status, 400);
    });

  it('are not thrown by another site’s form', async () => {
    const response = await fetch(`${url}/qa/api/switch`, { method: 'POST', body: '{"switch":"release"}' });
    assert.equal(response.status, 415);
  });
});
