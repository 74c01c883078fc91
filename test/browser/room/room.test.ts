import { assert } from 'chai';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import type { CobrowseError } from '../../../src/core/errors.ts';
import { joinRoom, type Room, type RoomOptions } from '../../../src/room/room.ts';
import { accessTo, closeRoom, cutSockets, newRoomId, until } from '../../support/room-access.ts';

const rooms: Room[] = [];

function join(options: RoomOptions) {
  const room = joinRoom(options);
  rooms.push(room);
  const seen = { states: [] as string[], frames: [] as string[], joined: [] as string[], left: [] as string[] };
  const errors: (CobrowseError | undefined)[] = [];
  const problems: CobrowseError[] = [];
  room.on('connection', ({ state, error }) => {
    seen.states.push(state);
    errors.push(error);
  });
  room.on('frame', ({ header, payload }) => seen.frames.push(`${header.kind} ${payload}`));
  room.on('joined', ({ identity, verified }) => seen.joined.push(`${identity.name} ${verified}`));
  room.on('left', ({ identity }) => seen.left.push(identity.name));
  room.on('problem', (error) => problems.push(error));
  return { room, seen, errors, problems };
}
const recorder = (roomId: string, more: Partial<RoomOptions> = {}) =>
  join({ role: 'recorder', connectionInfo: accessTo(roomId, 'recorder', 'cust-1', 'Carla'), ...more });
const replayer = (roomId: string, name = 'Anna', more: Partial<RoomOptions> = {}) =>
  join({ role: 'replayer', connectionInfo: accessTo(roomId, 'replayer', name, name), ...more });

describe('a place in a room, on the real relay', () => {
  afterEach(() => {
    for (const room of rooms.splice(0)) room.leave();
  });

  it('is joined with the room that the backend named, and the other side is seen with a verified name', async () => {
    const roomId = newRoomId();
    const customer = recorder(roomId);
    await until(() => customer.room.state === 'connected');
    assert.equal(customer.room.roomId, roomId);
    assert.isTrue(customer.room.verified);
    const agent = replayer(roomId);
    await until(() => customer.seen.joined.length > 0 && agent.seen.joined.length > 0);
    assert.deepEqual(customer.seen.joined, ['Anna true']);
    assert.deepEqual(agent.seen.joined, ['Carla true']);
  });

  it('carries frames to the members that they name, and to no other', async () => {
    const roomId = newRoomId();
    const customer = recorder(roomId);
    const [anna, ben] = [replayer(roomId, 'Anna'), replayer(roomId, 'Ben')];
    await until(() => customer.room.members.size === 2);
    const annaId = [...customer.room.members.values()].find(({ identity }) => identity.id === 'Anna')!.id;
    customer.room.send('events', [{ type: 3, timestamp: 1, data: {} }], { to: [annaId], epoch: '1-x', sequence: 0 });
    customer.room.send('state', { state: 'active' });
    await until(() => ben.seen.frames.length > 0 && anna.seen.frames.length > 1);
    assert.deepEqual(ben.seen.frames, ['state {"state":"active"}']);
    assert.deepEqual(anna.seen.frames, ['events [{"type":3,"timestamp":1,"data":{}}]', 'state {"state":"active"}']);
    anna.room.send('ping', { sentAt: 7 });
    await until(() => customer.seen.frames.length > 0);
    assert.deepEqual(customer.seen.frames, ['ping {"sentAt":7}']);
    assert.lengthOf(ben.seen.frames, 1);
  });

  it('is joined again, with fresh connection info for the same room, after the socket was cut', async () => {
    const roomId = newRoomId();
    const asked: (string | undefined)[] = [];
    const access = accessTo(roomId, 'recorder', 'cust-1', 'Carla');
    const customer = recorder(roomId, {
      connectionInfo: (request) => {
        asked.push(request.roomId);
        return access(request);
      },
    });
    const agent = replayer(roomId);
    await until(() => customer.room.members.size === 1);
    await cutSockets(roomId, 'recorder');
    await until(() => customer.seen.states.includes('reconnecting'));
    await until(() => customer.room.state === 'connected' && customer.room.members.size === 1);
    // The agent hears of it on a socket of its own, maybe later.
    await until(() => agent.seen.joined.length === 2);
    assert.deepEqual(customer.seen.states, ['connected', 'reconnecting', 'connected']);
    assert.deepEqual(asked, [undefined, roomId]);
    assert.deepEqual(agent.seen.joined, ['Carla true', 'Carla true']);
    assert.deepEqual(agent.seen.left, ['Carla']);
  });

  it('is tried again after a sleep that was longer than a lost connection is tried for', async () => {
    const roomId = newRoomId();
    let sleptMs = 0;
    const clock: Clock = { ...systemClock, now: () => Date.now() + sleptMs };
    const customer = recorder(roomId, { clock });
    await until(() => customer.room.state === 'connected');
    sleptMs = 3_600_000;
    await cutSockets(roomId, 'recorder');
    await until(() => customer.seen.states.length === 3);
    assert.deepEqual(customer.seen.states, ['connected', 'reconnecting', 'connected']);
  });

  it('ends when the room is closed, and says so', async () => {
    const roomId = newRoomId();
    const customer = recorder(roomId);
    await until(() => customer.room.state === 'connected');
    await closeRoom(roomId);
    await until(() => customer.room.state === 'disconnected');
    assert.equal(customer.errors.at(-1)?.code, 'connection/room-closed');
  });

  it('gives way to a newer recorder, for good', async () => {
    const roomId = newRoomId();
    const older = recorder(roomId);
    await until(() => older.room.state === 'connected');
    const newer = recorder(roomId);
    await until(() => older.room.state === 'disconnected' && newer.room.state === 'connected');
    assert.equal(older.errors.at(-1)?.code, 'connection/replaced');
    assert.deepEqual(older.seen.states, ['connected', 'disconnected']);
  });

  it('ends after three fresh signatures in a row were refused', async () => {
    const roomId = newRoomId();
    let asked = 0;
    const access = accessTo(roomId, 'recorder', 'cust-1');
    const customer = recorder(roomId, {
      connectionInfo: async (request) => {
        asked += 1;
        return { ...((await access(request)) as object), connectParam: 'forged' };
      },
    });
    await until(() => customer.room.state === 'disconnected');
    assert.equal(customer.errors.at(-1)?.code, 'connection/signature-refused');
    assert.equal(asked, 3);
    assert.notInclude(customer.seen.states, 'connected');
  });

  it('is come back to over a line that damages frame after frame, and ends where every frame is refused', async () => {
    const { random } = Math;
    // Backoff with no waits.
    Math.random = () => 0;
    try {
      const roomId = newRoomId();
      const customer = recorder(roomId);
      // Nothing that a recorder may send: to the relay it is as damaged as any.
      const refused = async (times: number): Promise<void> => {
        const { states } = customer.seen;
        for (let time = 0; time < times; time += 1) {
          await until(() => customer.room.state === 'connected');
          const before = states.length;
          customer.room.send('ping', {});
          await until(() => states.length > before);
        }
      };
      await refused(7);
      await until(() => customer.room.state === 'connected');
      await refused(1);
      assert.equal(customer.room.state, 'disconnected');
      assert.equal(customer.errors.at(-1)?.code, 'protocol/malformed-frame');
    } finally {
      Math.random = random;
    }
  });

  it('is refused to a signature that was used before, and joined with the next', async () => {
    const roomId = newRoomId();
    const access = accessTo(roomId, 'recorder', 'cust-1');
    const used = await access({ roomId, signal: new AbortController().signal });
    const first = recorder(roomId, { connectionInfo: async () => used });
    await until(() => first.room.state === 'connected');
    let attempts = 0;
    const second = recorder(roomId, {
      connectionInfo: (request) => (attempts++ === 0 ? Promise.resolve(used) : access(request)),
    });
    await until(() => second.room.state === 'connected');
    assert.equal(attempts, 2);
  });

  it('reports a frame that is too big and sends nothing of it', async () => {
    const roomId = newRoomId();
    const customer = recorder(roomId);
    await until(() => customer.room.state === 'connected');
    assert.isFalse(customer.room.send('events', [{ text: 'é'.repeat(5_000_000) }], { epoch: '1-x' }));
    assert.equal(customer.problems[0]?.code, 'protocol/frame-too-big');
    assert.equal(customer.room.state, 'connected');
  });

  it('sends nothing before it is joined, and nothing after it was left', async () => {
    const customer = recorder(newRoomId());
    assert.isFalse(customer.room.send('state', { state: 'pending' }));
    await until(() => customer.room.state === 'connected');
    assert.isTrue(customer.room.send('state', { state: 'pending' }));
    customer.room.leave();
    assert.isFalse(customer.room.send('state', { state: 'pending' }));
    assert.equal(customer.room.state, 'disconnected');
  });

  it('gives up within its time where nothing answers, with the last failure', async () => {
    const customer = recorder(newRoomId(), {
      connectionInfo: async () => ({ roomId: 'r', wssUrlOut: 'ws://127.0.0.1:9/', connectParam: 's' }),
      startTimeoutMs: 300,
    });
    await until(() => customer.room.state === 'disconnected');
    assert.equal(customer.errors.at(-1)?.code, 'connection/socket-failed');
  });

  it('opens wssUrl only where that was asked for, and only if it is there', async () => {
    const roomId = newRoomId();
    const access = accessTo(roomId, 'recorder', 'cust-1');
    const swapped: RoomOptions['connectionInfo'] = async (request) => {
      const info = (await access(request)) as { wssUrlOut: string };
      return { ...info, wssUrl: info.wssUrlOut, wssUrlOut: 'ws://127.0.0.1:9/' };
    };
    const inside = recorder(roomId, { connectionInfo: swapped, useInternalUrl: true });
    await until(() => inside.room.state === 'connected');
    const missing = recorder(roomId, { connectionInfo: access, useInternalUrl: true });
    await until(() => missing.room.state === 'disconnected');
    assert.equal(missing.errors.at(-1)?.code, 'connection/info-malformed');
    assert.include(missing.errors.at(-1)?.message, 'wssUrl');
  });

  it('presents the signature by whatever function it is given', async () => {
    const roomId = newRoomId();
    const addresses: unknown[] = [];
    const customer = recorder(roomId, {
      attach: ({ url, connectParam }) => {
        addresses.push(typeof connectParam);
        return { url: `${url}?connectParam=${encodeURIComponent(connectParam)}&mine=1` };
      },
    });
    await until(() => customer.room.state === 'connected');
    assert.deepEqual(addresses, ['string']);
  });

  it('leaves no attempt running when it is left while it joins', async () => {
    let aborted = false;
    const customer = recorder(newRoomId(), {
      connectionInfo: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('aborted'));
          });
        }),
    });
    customer.room.leave();
    await until(() => aborted);
    assert.deepEqual(customer.seen.states, ['disconnected']);
    assert.deepEqual(customer.errors, [undefined]);
  });
});
