import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConnectionInfoHandler } from '../../../src/backend/backend.ts';
import { ACCOUNT } from '../../support/contact-centre.ts';
import { answered, type PageRequest, pageRequest } from '../../support/page-request.ts';

let askedFor: unknown;
// Nobody is signed in: 401 means that the request itself was fine.
const handle = createConnectionInfoHandler({
  ...ACCOUNT,
  domain: 'cec.example',
  authorize: (_request, claim) => {
    askedFor = claim;
    return null;
  },
  fetch: () => Promise.reject(new Error('must not be called')),
});

const CASES: [what: string, request: PageRequest, status: number, said: RegExp][] = [
  ['a list', { body: [] }, 400, /JSON object/],
  ['null', { body: 'null' }, 400, /JSON object/],
  ['a number', { body: '7' }, 400, /JSON object/],
  ['nothing', { body: '' }, 400, /must be JSON/],
  ['half of an object', { body: '{"roomId":' }, 400, /must be JSON/],
  ['a room as number', { body: { roomId: 7 } }, 400, /roomId/],
  ['a room of null', { body: { roomId: null } }, 400, /roomId/],
  ['an empty room', { body: { roomId: '' } }, 400, /roomId/],
  ['an endless room', { body: { roomId: 'x'.repeat(257) } }, 400, /roomId/],
  ['more than 4 kB', { body: { pad: 'x'.repeat(4_096) } }, 413, /4096 bytes/],
  ['few characters of many bytes', { body: { pad: '€'.repeat(1_400) } }, 413, /4096 bytes/],
  ['no content type', { headers: { 'content-type': null } }, 415, /application\/json/],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 415, /application\/json/],
  ['text that is JSON', { headers: { 'content-type': 'text/plain' } }, 415, /application\/json/],
  ['two types in one', { headers: { 'content-type': 'text/plain, application/json' } }, 415, /application\/json/],
];
for (const [what, request, status, said] of CASES) {
  test(`${what}: ${status}`, async () => {
    const response = await handle(pageRequest(request));
    assert.equal(response.status, status);
    const body = await answered(response);
    assert.deepEqual([body.success, body.data, body.errorCode], [false, null, status]);
    assert.match(String(body.errorReason), /^backend\/request-malformed: /);
    assert.match(String(body.errorReason), said);
  });
}

for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH']) {
  test(`${method}: 405, and what is allowed`, async () => {
    const response = await handle(pageRequest({ method }));
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'POST, OPTIONS');
  });
}

test('a body of unknown length is counted while it comes', async () => {
  let pulled = 0;
  const body = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(1_024));
    },
  });
  const init = { method: 'POST', headers: pageRequest().headers, body, duplex: 'half' };
  assert.equal((await handle(new Request(pageRequest().url, init))).status, 413);
  assert(pulled < 10, `${pulled} chunks`);
});

test('a body that somebody has read already is said to be', async () => {
  const request = pageRequest();
  await request.text();
  const response = await handle(request);
  assert.equal(response.status, 400);
  assert.match(String((await answered(response)).errorReason), /must reach this handler unread/);
});

test('what is fine reaches authorize', async () => {
  for (const type of ['application/json', 'application/json; charset=utf-8', 'Application/JSON'])
    assert.equal((await handle(pageRequest({ headers: { 'content-type': type } }))).status, 401);
  await handle(pageRequest({ body: { roomId: 'x'.repeat(256), other: 1 } }));
  assert.deepEqual(askedFor, { roomId: 'x'.repeat(256) });
});
