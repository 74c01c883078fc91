import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, it } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import type { NetworkConditions } from '../../../../demo/qa/network.ts';
import { createSlowSocket } from '../../../../demo/qa/slow-socket.ts';

const FULL: NetworkConditions = { delayMs: 0, bytesPerSecond: Infinity };
const SLOW: NetworkConditions = { delayMs: 20, bytesPerSecond: 2_000_000 };

let conditions = FULL;
let server: Server;
let echo: WebSocketServer;
let client: WebSocket;

beforeEach(async () => {
  conditions = FULL;
  echo = new WebSocketServer({ noServer: true });
  echo.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));
  server = createServer();
  server.on('upgrade', (req, socket, head) => {
    echo.handleUpgrade(req, createSlowSocket(socket, () => conditions), head, (ws) => echo.emit('connection', ws, req));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise((resolve) => client.once('open', resolve));
});

afterEach(async () => {
  client.terminate();
  for (const socket of echo.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends the texts and resolves with as many echoes. */
function exchange(texts: readonly string[], between: (at: number) => void = () => {}): Promise<string[]> {
  return new Promise((resolve) => {
    const received: string[] = [];
    client.on('message', (data: Buffer) => {
      received.push(data.toString());
      if (received.length === texts.length) resolve(received);
    });
    texts.forEach((text, at) => {
      between(at);
      client.send(text);
    });
  });
}

const texts = Array.from({ length: 60 }, (_, at) => `${at}:${'x'.repeat((at * 997) % 9_000)}`);

it('a slow socket on a full line delivers whole and in order', async () => {
  assert.deepEqual(await exchange(texts), texts);
});

it('a slow socket on a slow line delivers whole and in order', async () => {
  conditions = SLOW;
  assert.deepEqual(await exchange(texts), texts);
});

it('nothing overtakes when the line becomes fast again', async () => {
  conditions = SLOW;
  const received = await exchange(texts, (at) => {
    if (at > 20) setImmediate(() => (conditions = FULL));
  });
  assert.deepEqual(received, texts);
});

it('a close on either side reaches the other', async () => {
  conditions = SLOW;
  const [peer] = echo.clients;
  const closed = new Promise((resolve) => client.once('close', resolve));
  peer!.close(4404, 'room-closed');
  assert.equal(await closed, 4404);
});

it('a client that is cut off is noticed by the server', async () => {
  const [peer] = echo.clients;
  const closed = new Promise((resolve) => peer!.once('close', resolve));
  client.terminate();
  assert.equal(await closed, 1006);
});
