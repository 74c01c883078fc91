import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson, sendJson, sendText } from '../http.ts';
import type { RoomBook } from '../room-book.ts';
import { type Network, NETWORK_PROFILES, type NetworkProfile } from './network.ts';
import { PAGE_FAULTS, type PageFault, type PageFaults } from './page-faults.ts';

/** What the switches reach. The last five mean something with the emulator only. */
export interface Switchable {
  readonly pageFaults: PageFaults;
  readonly network: Network;
  readonly rooms: RoomBook;
  /** Cuts the sockets of one role in a room, without a closing handshake. */
  disconnect(roomId: string, role: 'recorder' | 'replayer'): void;
  /** Releases a room, as the contact centre does at the end of a contact. */
  release(roomId: string): void;
  /** Kinds of fault that the emulated contact centre knows; none with a real one. */
  readonly centreFaults: readonly string[];
  /** Arms one of them for the next call. */
  failCentre(name: string): void;
  /** Disarms what was armed there. */
  clearCentre(): void;
  /** The next signature is over before anybody can use it. */
  expireNextSignature(): void;
}

/** Answers what is under `/qa/api/`: GET `state`, POST `switch`. */
export async function handleSwitches(req: IncomingMessage, res: ServerResponse, path: string, on: Switchable): Promise<void> {
  if (path === 'state' && req.method === 'GET') return sendJson(res, 200, describe(on));
  if (path !== 'switch') return sendText(res, 404, 'There is no such switch board.');
  if (req.method !== 'POST') return sendText(res, 405, 'Switches are set by POST.', { allow: 'POST' });
  // Another site's page may send a POST to this port, but not with this type and no preflight.
  if (!req.headers['content-type']?.startsWith('application/json')) return sendText(res, 415, 'Send JSON.');
  const wanted = await readJson(req);
  const done = wanted ? throwSwitch(wanted, on) : 'unknown';
  if (done === 'unknown') return sendJson(res, 400, { error: 'No such switch; see docs/demo.md.' });
  sendJson(res, 200, describe(on));
}

const describe = ({ pageFaults, network, rooms, centreFaults }: Switchable) => ({
  armed: { customer: pageFaults.armed('customer'), agent: pageFaults.armed('agent') },
  network: network.profile,
  rooms: rooms.waiting(),
  choices: { pageFaults: PAGE_FAULTS, centreFaults, networks: Object.keys(NETWORK_PROFILES) },
});

function throwSwitch(wanted: Record<string, unknown>, on: Switchable): 'done' | 'unknown' {
  const roomIds = on.rooms.waiting().map(({ roomId }) => roomId);
  switch (wanted.switch) {
    case 'drop': {
      const role = wanted.side === 'customer' ? 'recorder' : wanted.side === 'agent' ? 'replayer' : undefined;
      if (!role) return 'unknown';
      for (const roomId of roomIds) on.disconnect(roomId, role);
      return 'done';
    }
    case 'refuse': {
      const { side, kind } = wanted;
      if ((side !== 'customer' && side !== 'agent') || !PAGE_FAULTS.includes(kind as PageFault)) return 'unknown';
      on.pageFaults.next(side, kind as PageFault);
      return 'done';
    }
    case 'centre':
      if (typeof wanted.kind !== 'string' || !on.centreFaults.includes(wanted.kind)) return 'unknown';
      on.failCentre(wanted.kind);
      return 'done';
    case 'expire':
      on.expireNextSignature();
      return 'done';
    case 'network':
      if (typeof wanted.profile !== 'string' || !Object.hasOwn(NETWORK_PROFILES, wanted.profile)) return 'unknown';
      on.network.use(wanted.profile as NetworkProfile);
      return 'done';
    case 'release':
      for (const roomId of roomIds) on.release(roomId);
      return 'done';
    case 'clear':
      on.pageFaults.clear();
      on.clearCentre();
      on.network.use('full');
      return 'done';
    default:
      return 'unknown';
  }
}
