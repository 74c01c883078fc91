import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { createServer } from 'node:http';
import { afterEach, describe, it } from 'node:test';
import { isCobrowseError } from '../../../src/core/errors.ts';
import { LIMITS, resolveLimits } from '../../../src/relay/limits.ts';
import { encodeTextFrame } from '../../../src/wire/frame.ts';
import { createHeader } from '../../../src/wire/header.ts';
import { startTestRelay, type TestRelay } from '../../support/relay-room.ts';

let room: TestRelay | undefined;
afterEach(async () => {
  await room?.stop();
  room = undefined;
});

/** Opens a WebSocket by hand, so that pings stay without an answer and nothing is read unless asked. */
async function openRawSocket(port: number, connectParam: string) {
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `GET /ws/cobrowse/1?connectParam=${connectParam} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await once(socket, 'data');
  return socket;
}

describe('the bounds of a relay', () => {
  it('a frame larger than allowed: 4413, and the other side is told that its sender left', async () => {
    room = await startTestRelay({ limits: { maxFrameBytes: 4_096 } });
    const agent = await room.join('replayer');
    const customer = await room.join('recorder');
    const headerBytes = encodeTextFrame(createHeader('events'), '').length;
    customer.send('events', {}, 'x'.repeat(4_096 - headerBytes));
    customer.send('events', {}, 'x'.repeat(4_097 - headerBytes));
    assert.deepEqual(await customer.closed, { code: 4413, reason: 'frame-too-big' });
    await agent.expect('joined');
    assert.equal((await agent.next()).header.kind, 'events');
    await agent.expect('left');
    const left = await room.told('left');
    assert.equal(left.type === 'left' && left.reason, 'frame-too-big');
  });

  it('a member too many: 4503, while the recorder’s place is kept', async () => {
    room = await startTestRelay({ limits: { maxMembersPerRoom: 3 } });
    await room.join('replayer');
    await room.join('replayer');
    const third = room.open(`?connectParam=${room.sign({ role: 'replayer' })}`);
    assert.deepEqual(await third.closed, { code: 4503, reason: 'room-full' });
    await room.join('recorder');
    await room.join('replayer', { roomId: 'other' });
  });

  it('a room too many: an ordinary loss, and there is space again once one is gone', async () => {
    room = await startTestRelay({ limits: { maxRooms: 1 } });
    const first = await room.join('recorder', { roomId: 'a' });
    await room.join('replayer', { roomId: 'a' });
    const late = room.open(`?connectParam=${room.sign({ roomId: 'b' })}`);
    assert.deepEqual(await late.closed, { code: 1013, reason: 'relay-full' });
    room.relay.closeRoom('a');
    await first.closed;
    await room.join('recorder', { roomId: 'b' });
  });

  it('too many signatures under check at once: an ordinary loss', async () => {
    room = await startTestRelay({ limits: { maxUnverified: 1 }, verify: () => new Promise(() => {}) });
    const waiting = room.open('?connectParam=x');
    await new Promise((resolve) => waiting.ws.on('open', resolve));
    assert.deepEqual(await room.open('?connectParam=y').closed, { code: 1013, reason: 'relay-full' });
  });

  it('a room in which nothing is sent: 4408', async () => {
    room = await startTestRelay({ limits: { idleMs: 50 } });
    const [customer, agent] = [await room.join('recorder'), await room.join('replayer')];
    assert.deepEqual(await customer.closed, { code: 4408, reason: 'idle' });
    assert.equal((await agent.closed).code, 4408);
  });

  it('a room is idle only that long after the last frame of any member', async () => {
    let now = 0;
    let wake = (): void => {};
    const after = (delayMs: number, callback: () => void) => {
      if (delayMs > 1_000) wake = callback;
      return () => {};
    };
    room = await startTestRelay({ clock: { now: () => now, after }, limits: { idleMs: 10_000, heartbeatMs: 1, verifyTimeoutMs: 1 } });
    const [customer, agent] = [await room.join('recorder'), await room.join('replayer')];
    now = 9_999;
    agent.send('ping');
    await customer.expect('joined');
    await customer.expect('ping');
    now = 19_998;
    wake();
    assert.equal(room.relay.rooms().length, 1);
    now = 19_999;
    wake();
    assert.equal((await agent.closed).code, 4408);
  });

  it('a member that reads more slowly than the room sends: 4429; the others get everything', async () => {
    const size = 64 * 1_024;
    room = await startTestRelay({ limits: { maxQueuedBytes: 4 * size } });
    const slow = await room.join('replayer', { id: 'slow' });
    const quick = await room.join('replayer', { id: 'quick' });
    const customer = await room.join('recorder');
    await quick.expect('joined');
    slow.ws.pause();
    let sent = 0;
    // How much the operating system buffers differs; a frame read by the quick one is a step further.
    while (!room.events.some(({ type }) => type === 'left')) {
      customer.send('events', { sequence: sent }, 'x'.repeat(size));
      assert.equal((await quick.next()).header.sequence, sent++);
    }
    const left = await room.told('left');
    assert.deepEqual(left.type === 'left' && [left.identity.id, left.reason], ['slow', 'too-slow']);
    slow.ws.resume();
    assert.deepEqual(await slow.closed, { code: 4429, reason: 'too-slow' });
    assert.equal((await customer.expect('left')).message.id, slow.id);
  });

  it('a queue that is empty takes a frame of any size that may be sent', async () => {
    room = await startTestRelay({ limits: { maxQueuedBytes: 4_096 } });
    const [customer, agent] = [await room.join('recorder'), await room.join('replayer')];
    customer.send('events', {}, 'x'.repeat(1_000_000));
    assert.equal((await agent.next()).payload.length, 1_000_000);
  });

  it('a half-open socket is cut; a member that answers stays', async () => {
    room = await startTestRelay({ limits: { heartbeatMs: 30 } });
    const customer = await room.join('recorder');
    const dead = await openRawSocket(room.port, room.sign({ role: 'replayer', id: 'dead' }));
    await customer.expect('joined');
    assert.equal((await customer.expect('left')).message.identity.id, 'dead');
    const left = await room.told('left');
    assert.equal(left.type === 'left' && left.reason, 'silent');
    assert.equal(customer.ws.readyState, customer.ws.OPEN);
    dead.destroy();
  });

  it('a member that never finishes the closing handshake is cut', async () => {
    room = await startTestRelay({ limits: { closeTimeoutMs: 20 } });
    const stubborn = await openRawSocket(room.port, room.sign());
    stubborn.on('error', () => {});
    room.relay.closeRoom('room');
    stubborn.resume();
    await once(stubborn, 'close');
    await room.relay.close();
  });
});

describe('handleUpgrade', () => {
  it('takes any stream for a socket, so that a slow line can be played', async () => {
    room = await startTestRelay();
    const { relay } = room;
    const front = createServer().on('upgrade', (request, socket: Duplex, head) => {
      const line = Duplex.from({ readable: socket, writable: socket });
      relay.handleUpgrade(request, line, head);
    });
    front.listen(0, '127.0.0.1');
    await once(front, 'listening');
    const { port } = front.address() as { port: number };
    const query = `?connectParam=${room.sign()}`;
    const agent = await room.join('replayer');
    const url = room.url.replace(`${room.port}`, `${port}`);
    const { WebSocket } = await import('ws');
    const customer = new WebSocket(`${url}${query}`);
    const [welcome] = await once(customer, 'message');
    assert.match(String(welcome), /"kind":"welcome"/);
    await agent.expect('joined');
    customer.terminate();
    await agent.expect('left');
    front.close();
    front.closeAllConnections();
  });
});

describe('resolveLimits', () => {
  it('fills in every default', () => {
    for (const [name, value] of Object.entries(resolveLimits())) assert.equal(value, LIMITS[name as keyof typeof LIMITS].standard);
    assert.equal(resolveLimits({ maxRooms: 7 }).maxRooms, 7);
  });

  const faults: readonly [object, RegExp][] = [
    [{ maxRoms: 7 }, /maxRoms is not a limit/],
    [{ maxRooms: 0 }, /maxRooms must be a whole number from 1 to/],
    [{ maxFrameBytes: 1e9 }, /maxFrameBytes/],
    [{ idleMs: Infinity }, /idleMs/],
    [{ heartbeatMs: '15000' }, /heartbeatMs/],
    [{ maxMembersPerRoom: 66 }, /from 2 to 65/],
  ];
  for (const [limits, message] of faults)
    it(`refuses ${JSON.stringify(limits)}`, () => {
      assert.throws(
        () => resolveLimits(limits),
        (error) => isCobrowseError(error) && error.code === 'relay/invalid-option' && message.test(error.message),
      );
    });
});
