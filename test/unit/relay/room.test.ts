import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { systemClock } from '../../../src/core/clock.ts';
import type { Verify } from '../../../src/relay/relay.ts';
import { startTestRelay, type TestRelay } from '../../support/relay-room.ts';

let room: TestRelay;
afterEach(() => room.stop());

describe('members of a room', () => {
  it('learn who of the other role comes and goes; replayers do not learn of one another', async () => {
    room = await startTestRelay();
    const customer = await room.join('recorder', { id: 'c-7', name: 'Zoë' });
    const one = await room.join('replayer', { id: '1001', name: 'Ann' });
    const other = await room.join('replayer', { id: '1002', name: 'Bo' });
    const ann = { id: one.id, identity: { id: '1001', name: 'Ann', role: 'replayer' } };
    assert.deepEqual((await customer.expect('joined')).message, ann);
    assert.equal((await customer.expect('joined')).message.identity.name, 'Bo');
    one.ws.close();
    const left = await customer.expect('left');
    assert.equal(left.header.from, 'relay');
    assert.deepEqual(left.message, ann);
    customer.ws.close();
    assert.deepEqual((await other.expect('left')).message, {
      id: customer.id,
      identity: { id: 'c-7', name: 'Zoë', role: 'recorder' },
    });
    assert.deepEqual([one.waiting, other.waiting], [0, 0]);
  });

  it('of different rooms hear nothing of one another', async () => {
    room = await startTestRelay();
    const here = await room.join('recorder', { roomId: 'here' });
    const there = await room.join('replayer', { roomId: 'there' });
    const hereToo = await room.join('replayer', { roomId: 'here' });
    here.send('hello');
    await hereToo.expect('hello');
    assert.equal(there.waiting, 0);
  });

  it('a newer recorder takes the older one’s place for good, and nobody sees two', async () => {
    room = await startTestRelay();
    const agent = await room.join('replayer');
    const older = await room.join('recorder');
    const newer = await room.join('recorder');
    assert.deepEqual(await older.closed, { code: 4450, reason: 'replaced' });
    assert.equal((await agent.expect('joined')).message.id, older.id);
    assert.equal((await agent.expect('left')).message.id, older.id);
    assert.equal((await agent.expect('joined')).message.id, newer.id);
    assert.equal(room.relay.rooms()[0]!.recorder!.memberId, newer.id);
    agent.send('hello');
    assert.equal((await newer.next()).header.kind, 'hello');
    assert.equal(newer.waiting, 0);
  });

  it('a newer recorder alone in its room keeps it open', async () => {
    room = await startTestRelay();
    await room.join('recorder');
    await room.join('recorder');
    assert.equal(room.relay.rooms().length, 1);
    assert.deepEqual(
      room.events.map(({ type }) => type),
      ['joined', 'left', 'joined'],
    );
  });

  it('are told of in order, and the room is closed with the last', async () => {
    room = await startTestRelay();
    const customer = await room.join('recorder');
    customer.ws.close();
    await room.told('closed');
    const told = room.events.map((event) => ('reason' in event ? `${event.type}: ${event.reason}` : event.type));
    assert.deepEqual(told, ['joined', 'left: gone', 'closed']);
    assert.deepEqual(room.relay.rooms(), []);
  });
});

describe('the list of rooms', () => {
  it('says who is where, and since when', async () => {
    room = await startTestRelay({ clock: { now: () => 1_700_000_000_000, after: () => () => {} } });
    const agent = await room.join('replayer', { roomId: 'b', id: '1001', name: 'Ann' });
    const customer = await room.join('recorder', { roomId: 'a', id: 'c-7', name: 'Zoë' });
    const joinedAt = 1_700_000_000_000;
    assert.deepEqual(room.relay.rooms(), [
      {
        roomId: 'b',
        recorder: null,
        replayers: [{ memberId: agent.id, identity: { id: '1001', name: 'Ann', role: 'replayer' }, joinedAt }],
      },
      {
        roomId: 'a',
        recorder: { memberId: customer.id, identity: { id: 'c-7', name: 'Zoë', role: 'recorder' }, joinedAt },
        replayers: [],
      },
    ]);
  });
});

describe('ending it from the server', () => {
  it('closeRoom closes both sides of that room alone, for good', async () => {
    room = await startTestRelay();
    const customer = await room.join('recorder');
    const agent = await room.join('replayer');
    await room.join('recorder', { roomId: 'other' });
    room.relay.closeRoom('room');
    room.relay.closeRoom('no such room');
    assert.deepEqual([(await customer.closed).code, (await agent.closed).code], [4404, 4404]);
    assert.deepEqual(
      room.relay.rooms().map(({ roomId }) => roomId),
      ['other'],
    );
  });

  it('disconnect cuts one role’s sockets without a close frame, and they may come back', async () => {
    room = await startTestRelay();
    const customer = await room.join('recorder');
    const agent = await room.join('replayer');
    await customer.expect('joined');
    room.relay.disconnect('room', { role: 'replayer' });
    assert.equal((await agent.closed).code, 1006);
    await customer.expect('left');
    await room.join('replayer');
    await customer.expect('joined');
    room.relay.disconnect('room');
    room.relay.disconnect('no such room');
    assert.equal((await customer.closed).code, 1006);
  });

  it('close tells everybody to come back elsewhere, takes no more, and leaves the server alone', async () => {
    room = await startTestRelay({ verify: (text) => (text === 'wait' ? new Promise(() => {}) : { roomId: 'r', role: 'recorder', id: '', name: '' }) });
    const member = room.open('?connectParam=x');
    await member.expect('welcome');
    const unverified = room.open('?connectParam=wait');
    await new Promise((resolve) => unverified.ws.on('open', resolve));
    await room.relay.close();
    assert.deepEqual(await member.closed, { code: 1001, reason: 'shutting-down' });
    assert.deepEqual(await unverified.closed, { code: 1001, reason: 'shutting-down' });
    assert.deepEqual(room.relay.rooms(), []);
    // The server answers still, and the relay's path is an ordinary request to it now.
    const late = room.open('?connectParam=x');
    assert.equal((await late.closed).code, 1006);
    await room.relay.close();
  });

  it('close leaves no timer behind, whatever was under way', async () => {
    const timers = new Set<() => void>();
    const after = (delayMs: number, callback: () => void): (() => void) => {
      const stop = systemClock.after(delayMs, () => {
        timers.delete(stop);
        callback();
      });
      timers.add(stop);
      return () => {
        timers.delete(stop);
        stop();
      };
    };
    const verify: Verify = (text) =>
      text === 'wait' ? new Promise(() => {}) : { roomId: text, role: 'recorder', id: '', name: '' };
    room = await startTestRelay({ clock: { now: systemClock.now, after }, verify });
    await room.open('?connectParam=a').expect('welcome');
    await room.open('?connectParam=a').expect('welcome');
    await room.open('?connectParam=b').expect('welcome');
    const unverified = room.open('?connectParam=wait');
    await new Promise((resolve) => unverified.ws.on('open', resolve));
    assert.ok(timers.size > 0);
    await room.relay.close();
    assert.equal(timers.size, 0);
  });
});
