import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { systemClock } from '../../../src/core/clock.ts';
import { CobrowseError, type ErrorCode } from '../../../src/core/errors.ts';
import {
  type ConnectionInfoSource,
  requestConnectionInfo,
  STATUS_ERRORS,
} from '../../../src/room/request-info.ts';

const DATA = { roomId: 'room-1', wssUrl: 'wss://10.0.0.1/ws', wssUrlOut: 'wss://cc.example/ws', connectParam: 'sig' };
const ANSWER = { success: true, data: DATA, errorCode: null, errorReason: null };

type Answer = (request: IncomingMessage & { body?: string }, response: ServerResponse) => void;
let answer: Answer;
let url: string;
const seen: { method: string | undefined; type: string | undefined; body: string }[] = [];

const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  seen.push({ method: request.method, type: request.headers['content-type'], body });
  answer(request, response);
});
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cobrowse/connection-info`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const respond =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };

const ask = (source: ConnectionInfoSource, options: { roomId?: string; timeoutMs?: number; signal?: AbortSignal } = {}) =>
  requestConnectionInfo({
    source,
    roomId: options.roomId,
    timeoutMs: options.timeoutMs ?? 5_000,
    signal: options.signal ?? new AbortController().signal,
    clock: systemClock,
  });

const fails = (promise: Promise<unknown>, code: ErrorCode, retryable: boolean): Promise<void> =>
  assert.rejects(promise, (error: CobrowseError) => {
    assert.equal(error.code, code);
    assert.equal(error.retryable, retryable);
    return true;
  });

describe('asking the merchant backend for connection info', () => {
  it('posts the claimed room as JSON and reads the answer', async () => {
    answer = respond(200, ANSWER);
    assert.deepEqual(await ask(url, { roomId: 'room-1' }), DATA);
    assert.deepEqual(seen.at(-1), { method: 'POST', type: 'application/json', body: '{"roomId":"room-1"}' });
    await ask(url);
    assert.equal(seen.at(-1)!.body, '{}');
  });

  it('reads the web channel’s shape alike', async () => {
    const { connectParam, ...rest } = DATA;
    answer = respond(200, { retCode: '0', retMsg: 'ok', data: { ...rest, signature: connectParam } });
    assert.deepEqual(await ask(url), DATA);
  });

  const cases: [string, Answer, ErrorCode, boolean][] = [
    ['401', respond(401, {}), 'connection/info-unauthorized', false],
    ['403', respond(403, {}), 'connection/info-forbidden', false],
    ['404', respond(404, {}), 'connection/info-not-found', false],
    ['429', respond(429, {}), 'connection/info-rate-limited', true],
    ['400', respond(400, {}), 'connection/info-status', false],
    ['409', respond(409, {}), 'connection/info-status', false],
    ['500', respond(500, {}), 'connection/info-unavailable', true],
    ['502', respond(502, '<html>'), 'connection/info-unavailable', true],
    ['503', respond(503, ''), 'connection/info-unavailable', true],
    ['a redirect', respond(302, '', { location: '/sign-in' }), 'connection/info-redirected', false],
    ['HTML', respond(200, '<!doctype html>', { 'content-type': 'text/html' }), 'connection/info-not-json', false],
    ['nothing at all', respond(200, ''), 'connection/info-not-json', false],
    ['success: false', respond(200, { success: false, data: null }), 'connection/info-refused', true],
    ['a refused retCode', respond(200, { retCode: '9', retMsg: 'no' }), 'connection/info-refused', true],
    ['a missing field', respond(200, { success: true, data: {} }), 'connection/info-malformed', false],
    ['another room', respond(200, { success: true, data: { ...DATA, roomId: 'other' } }), 'connection/info-room-mismatch', false],
    ['ws: off loopback', respond(200, { success: true, data: { ...DATA, wssUrlOut: 'ws://cc.example/' } }), 'connection/info-insecure-url', false],
    ['a connection that breaks', (request) => request.socket.destroy(), 'connection/info-network', true],
    ['a body that breaks off', (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
      setTimeout(() => request.socket.destroy(), 20);
    }, 'connection/info-network', true],
  ];
  for (const [name, respondWith, code, retryable] of cases)
    it(`${name}: ${code}`, async () => {
      answer = respondWith;
      await fails(ask(url, { roomId: 'room-1' }), code, retryable);
    });

  it('an answer that does not come in time: connection/info-timeout, and the request is given up', async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (request) => request.socket.once('close', resolve);
    });
    await fails(ask(url, { timeoutMs: 50 }), 'connection/info-timeout', true);
    await closed;
  });

  it('reads Retry-After in seconds and as a date', async () => {
    answer = respond(429, {}, { 'retry-after': '7' });
    await assert.rejects(ask(url), { retryAfterMs: 7_000 });
    answer = respond(503, {}, { 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
    await assert.rejects(ask(url), (error: CobrowseError) => {
      assert.ok(error.retryAfterMs! > 50_000 && error.retryAfterMs! <= 60_000);
      return true;
    });
    answer = respond(429, {}, { 'retry-after': 'soon' });
    await assert.rejects(ask(url), { retryAfterMs: undefined });
  });

  it('gives the request up when its signal is aborted', async () => {
    const aborter = new AbortController();
    const closed = new Promise<void>((resolve) => {
      answer = (request) => {
        request.socket.once('close', resolve);
        aborter.abort();
      };
    });
    await assert.rejects(ask(url, { signal: aborter.signal }));
    await closed;
  });
});

describe('a connectionInfo function', () => {
  it('may answer with bare connection info or either published shape, and is told the room and a signal', async () => {
    const requests: unknown[] = [];
    const bare = await ask(async (request) => {
      requests.push(request.roomId, request.signal instanceof AbortSignal);
      return DATA;
    }, { roomId: 'room-1' });
    assert.deepEqual(bare, DATA);
    assert.deepEqual(requests, ['room-1', true]);
    assert.deepEqual(await ask(async () => ANSWER), DATA);
  });

  it('that throws is connection/info-failed with the cause, unless it throws one of our errors', async () => {
    const cause = new TypeError('offline');
    await assert.rejects(ask(async () => { throw cause; }), { code: 'connection/info-failed', cause, retryable: true });
    const own = new CobrowseError('connection/info-forbidden', 'no');
    await assert.rejects(ask(async () => { throw own; }), own);
  });

  it('that never answers runs into the time-out', async () => {
    await fails(ask(() => new Promise(() => {}), { timeoutMs: 30 }), 'connection/info-timeout', true);
  });
});

describe('docs/http-outcomes.md', () => {
  it('has a row for each status with an error of its own, naming that error', async () => {
    const rows = (await readFile('docs/http-outcomes.md', 'utf8')).split('\n').filter((line) => line.startsWith('| '));
    for (const [status, [code]] of Object.entries(STATUS_ERRORS))
      assert.ok(rows.some((row) => row.startsWith(`| ${status} `) && row.includes(`\`${code}\``)), `${status} ${code}`);
  });
});
