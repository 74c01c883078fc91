import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoomIds } from '../../../src/backend/room-ids.ts';

const roomIds = createRoomIds('a secret of enough characters');

test('what was issued verifies, on every instance with the same secret', async () => {
  const room = await roomIds.issue('ada');
  assert.equal(await roomIds.verify(room, 'ada'), true);
  assert.equal(await createRoomIds('a secret of enough characters').verify(room, 'ada'), true);
});

test('nobody else can present it, and no other secret knows it', async () => {
  const room = await roomIds.issue('ada');
  for (const other of ['bob', 'ad', 'adaa', 'Ada', '', '\ud800']) assert.equal(await roomIds.verify(room, other), false, other);
  assert.equal(await createRoomIds('another secret, long as well').verify(room, 'ada'), false);
});

test('a changed letter anywhere, a longer and a shorter one fail', async () => {
  const room = await roomIds.issue('ada');
  for (let index = 0; index < room.length; index += 1) {
    const letter = room[index] === 'A' ? 'B' : 'A';
    assert.equal(await roomIds.verify(room.slice(0, index) + letter + room.slice(index + 1), 'ada'), false);
  }
  for (const changed of [`${room}A`, `A${room}`, room.slice(1), room.slice(0, -1), '', '-', room.slice(-22), room.slice(-23)])
    assert.equal(await roomIds.verify(changed, 'ada'), false, changed);
});

test('ids do not repeat, are safe in URLs and short enough for every limit', async () => {
  const rooms = await Promise.all(Array.from({ length: 200 }, () => roomIds.issue('ada')));
  assert.equal(new Set(rooms).size, 200);
  for (const room of rooms) assert.match(room, /^[\w-]{20,64}$/);
});

test('two users whose ids differ only in broken characters are two', async () => {
  const room = await roomIds.issue('\ud800');
  assert.equal(await roomIds.verify(room, '\ud800'), true);
  assert.equal(await roomIds.verify(room, '\ud801'), false);
  assert.equal(await roomIds.verify(room, '\ufffd'), false);
});
