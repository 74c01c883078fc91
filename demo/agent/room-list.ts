import { byTestId, labelled } from './page.ts';

/** A room as `/agent/rooms` lists it. */
interface ListedRoom {
  readonly roomId: string;
  readonly customer: string;
  readonly since: number;
  readonly agents: readonly string[];
}

interface Answer {
  readonly centre: 'emulator' | 'real';
  readonly rooms: readonly ListedRoom[];
}

export interface RoomList {
  /** Shows which of the rooms the agent is in. */
  markCurrent(roomId: string | undefined): void;
  stop(): void;
}

/** A customer who has just pressed the button should be seen within a second. */
const POLL_MS = 1_000;

/** Keeps the list of waiting customers up to date; `join` is called with the room that the agent picks. */
export function startRoomList(join: (roomId: string, customer: string) => void): RoomList {
  const list = byTestId('rooms');
  const empty = byTestId('no-rooms');
  const buttons = new Map<string, HTMLButtonElement>();
  let current: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopped = new AbortController();

  const show = ({ centre, rooms }: Answer): void => {
    // Buttons stay the same elements from poll to poll: a click between press and release would be lost otherwise.
    for (const [roomId, button] of buttons) {
      if (rooms.some((room) => room.roomId === roomId)) continue;
      button.parentElement!.remove();
      buttons.delete(roomId);
    }
    for (const room of rooms) {
      let button = buttons.get(room.roomId);
      if (!button) {
        button = roomButton(room, () => join(room.roomId, room.customer));
        buttons.set(room.roomId, button);
        const item = document.createElement('li');
        item.append(button);
        list.append(item);
      }
      button.querySelector('.since')!.textContent = waitingTime(room.since);
      button.querySelector('.id')!.textContent = room.agents.length > 0 ? `with ${room.agents.join(', ')}` : room.roomId;
      mark(button, room.roomId === current);
    }
    empty.hidden = rooms.length > 0;
    if (centre === 'real') empty.textContent = 'A real contact centre assigns the rooms: enter the id that it shows.';
  };

  const poll = async (): Promise<void> => {
    try {
      const response = await fetch('/agent/rooms', { signal: stopped.signal });
      if (response.ok) show((await response.json()) as Answer);
    } catch {
      // The server is being restarted, or the page closed: the next poll tells.
    }
    if (!stopped.signal.aborted) timer = setTimeout(() => void poll(), POLL_MS);
  };

  void showOwnName();
  void poll();
  return {
    markCurrent(roomId) {
      current = roomId;
      for (const [id, button] of buttons) mark(button, id === roomId);
    },
    stop() {
      stopped.abort();
      clearTimeout(timer);
    },
  };
}

function roomButton({ roomId, customer }: ListedRoom, onClick: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'room';
  button.dataset.testid = 'room';
  button.dataset.roomId = roomId;
  const initials = customer.split(' ').map((word) => word[0] ?? '').slice(0, 2).join('');
  button.append(labelled('span', 'face', initials), labelled('span', 'name', customer), labelled('span', 'since', ''), labelled('span', 'id', ''));
  button.addEventListener('click', onClick);
  return button;
}

function mark(button: HTMLButtonElement, isCurrent: boolean): void {
  if (isCurrent) button.setAttribute('aria-current', 'true');
  else button.removeAttribute('aria-current');
}

function waitingTime(since: number): string {
  const seconds = Math.max(0, Math.round((Date.now() - since) / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

async function showOwnName(): Promise<void> {
  const response = await fetch('/agent/me');
  const me = (await response.json()) as { name: string } | null;
  byTestId('agent-name').textContent = me ? `${me.name}, signed in` : 'not signed in';
}
