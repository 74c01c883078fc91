import { type Cobrowse, createClient } from './client.ts';
import { systemClock } from './core/clock.ts';
import { type CobrowseOptions, resolveSettings } from './options.ts';
import { createReport as reportTo } from './session/report.ts';

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
export type { ExpectedAbsence } from './session/record-keeper.ts';

/**
 * Creates the widget. Does nothing to the page until `start()`. Throws a `config/…` error that names the option that
 * is wrong.
 */
export function createCobrowse(options: CobrowseOptions): Cobrowse {
  const settings = resolveSettings(options);
  const { onDiagnostic } = settings;
  const createReport = onDiagnostic ? (loadMs: number) => reportTo(onDiagnostic, systemClock, loadMs) : undefined;
  return createClient({ settings, createReport }, () => import('./session/session.ts'), () => import('./diagnose/diagnose.ts'));
}
