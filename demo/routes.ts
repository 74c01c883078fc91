import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Centre } from './centre.ts';
import { sendJson, sendRedirect, sendText } from './http.ts';
import { agents, customers } from './identities.ts';
import type { MerchantBackend } from './merchant-backend.ts';
import { handleSwitches, type Switchable } from './qa/switches.ts';
import type { RoomBook } from './room-book.ts';
import type { StaticFiles } from './static-files.ts';

export interface RouteParts {
  readonly centreKind: Centre['kind'];
  readonly staticFiles: StaticFiles;
  readonly merchant: MerchantBackend;
  readonly rooms: RoomBook;
  readonly switches: Switchable;
  /** Answers the contact centre's own paths; resolves false for all others. Absent with a real contact centre. */
  readonly emulator?: { handle(req: IncomingMessage, res: ServerResponse): Promise<boolean> };
}

/** Every address of the demo but the relay's socket, in the order in which they are tried. */
export function createRoutes(parts: RouteParts): (req: IncomingMessage, res: ServerResponse) => Promise<void> {
  const { centreKind, staticFiles, merchant, rooms, switches, emulator } = parts;

  return async (req, res) => {
    if (!isOwnHost(req.headers.host)) return sendText(res, 421, 'This server answers for 127.0.0.1 and localhost.');
    const pathname = new URL(req.url ?? '/', 'http://demo').pathname;

    switch (pathname) {
      case '/':
        return sendRedirect(res, '/qa/');
      case '/shop':
      case '/agent':
      case '/qa':
        return sendRedirect(res, `${pathname}/`);
      case '/cobrowse/connection-info':
        return merchant.customer(req, res);
      case '/agent/connection-info':
        return merchant.agent(req, res);
      case '/agent/rooms':
        if (!agents.read(req.headers.cookie)) return sendJson(res, 401, { error: 'Open /agent/ to sign in.' });
        return sendJson(res, 200, { centre: centreKind, rooms: rooms.waiting() });
      case '/agent/me':
        return sendJson(res, 200, agents.read(req.headers.cookie) ?? null);
    }
    if (pathname.startsWith('/qa/api/')) return handleSwitches(req, res, pathname.slice('/qa/api/'.length), switches);
    if (await emulator?.handle(req, res)) return;

    if (req.method !== 'GET' && req.method !== 'HEAD')
      return sendText(res, 405, 'Pages are read with GET.', { allow: 'GET, HEAD' });
    if (pathname.startsWith('/shop/')) customers.welcome(req, res);
    if (pathname === '/agent/') agents.welcome(req, res);
    if (await staticFiles(pathname, res)) return;
    sendText(res, 404, 'There is nothing at this address.');
  };
}

/** A page elsewhere can point its own name at 127.0.0.1; it then asks under that name, and gets no answer. */
function isOwnHost(host: string | undefined): boolean {
  return host !== undefined && /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host);
}
