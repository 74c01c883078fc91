import type { IncomingMessage, ServerResponse } from 'node:http';
import { createConnectionInfoHandler, type PrivacyRule, toNodeListener } from 'cobrowse-widget/backend';
import type { Centre } from './centre.ts';
import { agents, customers } from './identities.ts';
import type { RoomBook } from './room-book.ts';

type Listener = (req: IncomingMessage, res: ServerResponse) => void | Promise<void>;

/** The merchant's two answers to "connection info, please": one for its customers, one for its agents. */
export interface MerchantBackend {
  readonly customer: Listener;
  readonly agent: Listener;
}

/**
 * What a merchant would write around `cobrowse-widget/backend`. It calls the contact centre over HTTP even where that is
 * the emulator in the same process, so that the demo shows the calls that a real integration makes. `privacyRules` are the
 * administrator's at that moment.
 */
export function createMerchantBackend(
  centre: Centre,
  rooms: RoomBook,
  privacyRules: () => readonly PrivacyRule[],
): MerchantBackend {
  const { domain, appKey, appSecret, tenantSpaceId } = centre;
  const shared = { domain, appKey, appSecret, tenantSpaceId };

  const forCustomer = createConnectionInfoHandler({
    ...shared,
    privacyRules,
    authorize(request) {
      const customer = customers.read(request.headers.get('cookie'));
      return customer ? { userId: customer.id, userName: customer.name } : null;
    },
  });

  const forAgent = createConnectionInfoHandler({
    ...shared,
    authorize(request, { roomId }) {
      const agent = agents.read(request.headers.get('cookie'));
      if (!agent || !roomId) return null;
      // The emulator's rooms are the demo's own; those of a real contact centre are known only there.
      if (centre.kind === 'emulator' && !rooms.has(roomId)) return null;
      return { userId: agent.id, userName: agent.name, workNo: agent.id, role: 'replayer', roomId };
    },
  });

  return { customer: toNodeListener(forCustomer), agent: toNodeListener(forAgent) };
}
