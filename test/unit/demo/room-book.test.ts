import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createRoomBook, type ListedRoom } from '../../../demo/room-book.ts';

const member = (name: string, joinedAt: number) => ({ memberId: name, identity: { id: name, name }, joinedAt });

it('the room book lists who waits, the longest waiting first, and no room without a customer', () => {
  const rooms: ListedRoom[] = [
    { roomId: 'b', recorder: member('Mei', 20), replayers: [] },
    { roomId: 'a', recorder: member('Ada', 10), replayers: [member('Robin', 15)] },
    { roomId: 'c', recorder: null, replayers: [member('Kit', 5)] },
  ];
  assert.deepEqual(createRoomBook(() => rooms).waiting(), [
    { roomId: 'a', customer: 'Ada', since: 10, agents: ['Robin'] },
    { roomId: 'b', customer: 'Mei', since: 20, agents: [] },
  ]);
});

it('a room that broke down a moment ago still counts, one of two minutes ago does not', () => {
  let now = 0;
  const book = createRoomBook(() => [], () => now);
  book.note('a');
  now = 50_000;
  assert.equal(book.has('a'), true);
  now = 120_000;
  assert.equal(book.has('a'), false);
});

it('a released room is gone at once', () => {
  const book = createRoomBook(() => []);
  book.note('a');
  book.forget('a');
  assert.equal(book.has('a'), false);
});
