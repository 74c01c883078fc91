import { type Cobrowse, createClient } from './client.ts';
import { type CobrowseOptions, resolveSettings } from './options.ts';

export type { Cobrowse, CobrowseEvents } from './client.ts';
export { CobrowseError, type ErrorCode, isCobrowseError } from './core/errors.ts';
export type { DiagnosticCode, DiagnosticLine, DiagnosticStatus } from './diagnose/diagnostic-codes.ts';
export type { CobrowseOptions } from './options.ts';
export type { AttachConnectParam, SocketAddress } from './room/attach.ts';
export type { ConnectionInfoFunction, ConnectionInfoRequest, ConnectionInfoSource } from './room/request-info.ts';
export type { ConsentRequest, ConsentView } from './session/admission.ts';
export type { DiagnosticEvent, OnDiagnostic } from './session/report.ts';
export type { SessionState } from './session/derive.ts';
export type { AdmissionStatus, EndReason } from './session/facts.ts';

/**
 * Creates the widget. Does nothing to the page until `start()`. Throws a `config/…` error that names the option that
 * is wrong.
 */
export function createCobrowse(options: CobrowseOptions): Cobrowse {
  const settings = resolveSettings(options);
  return createClient({ settings }, () => import('./session/session.ts'), () => import('./diagnose/diagnose.ts'));
}
