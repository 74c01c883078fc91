import { byTestId } from './page.ts';
import { joinRoom, type JoinedRoom } from './live-view.ts';
import { startRoomList } from './room-list.ts';

let joined: JoinedRoom | undefined;

function leave(): void {
  joined?.leave();
  joined = undefined;
  document.body.dataset.view = 'rooms';
  byTestId('agent-state').textContent = 'waiting';
  rooms.markCurrent(undefined);
}

function join(roomId: string, customer: string): void {
  leave();
  document.body.dataset.view = 'room';
  rooms.markCurrent(roomId);
  byTestId('customer-name').textContent = customer;
  joined = joinRoom(roomId);
}

const rooms = startRoomList(join);

byTestId<HTMLFormElement>('join-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const roomId = byTestId<HTMLInputElement>('room-id').value.trim();
  if (roomId) join(roomId, roomId);
});
byTestId('leave').addEventListener('click', leave);
// Without this the relay would learn only from its next heartbeat that the agent has gone.
addEventListener('pagehide', leave);
