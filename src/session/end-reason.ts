import type { CobrowseError, ErrorCode } from '../core/errors.ts';
import type { EndReason } from './facts.ts';

const REASONS: Partial<Record<ErrorCode, EndReason>> = {
  'connection/info-unauthorized': 'unauthorized',
  'connection/info-forbidden': 'forbidden',
  'connection/info-not-found': 'not-found',
  'connection/signature-refused': 'signature-refused',
  'connection/room-closed': 'room-closed',
  'connection/room-full': 'room-full',
  'connection/replaced': 'replaced',
  'connection/idle': 'idle',
  'session/incompatible-page': 'incompatible-page',
  'session/bar-removed': 'incompatible-page',
};

/** The reason that an error gives a session to end. */
export function endReason({ code }: CobrowseError): EndReason {
  const namespace = code.slice(0, code.indexOf('/'));
  if (namespace === 'protocol' || namespace === 'capture') return namespace;
  return REASONS[code] ?? (code.startsWith('connection/info-') ? 'info' : 'connection-lost');
}
