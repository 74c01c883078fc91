import { byTestId } from './page.ts';

interface Words {
  readonly title: string;
  readonly words: string;
}

/** What stands over the picture in each state; `live` has nothing over it. */
const COVERS: Readonly<Record<string, Words>> = {
  waiting: { title: 'Waiting for the customer', words: 'The room is open. The customer’s page has not joined yet.' },
  asked: { title: 'The customer is being asked', words: 'You see the page as soon as the customer says yes.' },
  paused: { title: 'Paused', words: 'The customer has paused sharing. What you see is the last picture.' },
  reconnecting: { title: 'Connection lost', words: 'Trying to get back into the room. What you see is the last picture.' },
  ended: { title: 'Session over', words: 'Leave to go back to the waiting customers.' },
};

/** Why a session ended, in words for an agent. */
const REASONS: Readonly<Record<string, string>> = {
  customer: 'The customer has stopped sharing.',
  denied: 'The customer has said no.',
  'room-closed': 'The contact centre has released the room.',
  'room-full': 'The room has no place left.',
  forbidden: 'You may not join this room.',
  unauthorized: 'There is no such room, or you are not signed in.',
  'connection/info-unauthorized': 'There is no such room, or you are not signed in.',
  'connection/info-forbidden': 'You may not join this room.',
  'connection/room-closed': 'The contact centre has released the room.',
  'connection/room-full': 'The room has no place left.',
};

/** Says over the live view, in one sentence, why there is no live picture; hides the cover when there is. */
export function showCover(state: string, reason?: string): void {
  const cover = byTestId('cover');
  const words = COVERS[state];
  cover.hidden = !words;
  if (!words) return;
  cover.querySelector('.title')!.textContent = words.title;
  const why = state === 'ended' && reason ? (REASONS[reason] ?? `Reason: ${reason}.`) : '';
  cover.querySelector('.words')!.textContent = `${why} ${words.words}`.trim();
}
