import { byTestId } from './page.ts';

interface Words {
  readonly title: string;
  readonly words: string;
}

/** What stands over the picture in each state; `live` has nothing over it. */
const COVERS: Readonly<Record<string, Words>> = {
  waiting: { title: 'Waiting for the customer', words: 'The room is open. The customer’s page has not joined yet.' },
  asked: { title: 'The customer is being asked', words: 'You see the page as soon as the customer says yes.' },
  paused: { title: 'Paused', words: 'What you see is the last picture.' },
  reconnecting: { title: 'One moment', words: 'What you see is the last picture.' },
  ended: { title: 'Session over', words: 'Leave to go back to the waiting customers.' },
};

/** Why a session ended, or the picture stands, in words for an agent. */
const REASONS: Readonly<Record<string, string>> = {
  'paused-by-customer': 'The customer has paused sharing.',
  'paused-by-host': 'The shop has paused sharing.',
  'paused-by-rule': 'The shop does not share this page; you see the next one again.',
  connection: 'The connection to the room was lost; trying to get back.',
  'page-loading': 'The customer’s next page is loading.',
  'catching-up': 'The customer is back; their page is on its way.',
  'other-tab': 'The customer has changed to another tab.',
  'customer-away': 'The customer cannot be reached; waiting for them.',
  'expected-absence': 'The customer is elsewhere for a while and coming back.',
  'customer-left': 'The customer has not come back.',
  'page-left': 'The customer has left the page.',
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

/**
 * Says over the live view why there is no live picture; hides the cover when there is. `message` is the shop's own
 * word about where the customer is.
 */
export function showCover(state: string, reason?: string, message?: string): void {
  const cover = byTestId('cover');
  const words = COVERS[state];
  cover.hidden = !words;
  if (!words) return;
  cover.querySelector('.title')!.textContent = words.title;
  const why = reason ? (REASONS[reason] ?? `Reason: ${reason}.`) : '';
  const said = message ? `“${message}”` : '';
  cover.querySelector('.words')!.textContent = [why, said, words.words].filter(Boolean).join(' ');
}
