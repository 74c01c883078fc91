import type { ErrorCode } from './error-codes.ts';

export type { ErrorCode } from './error-codes.ts';

// Loader and session bundle each carry a copy of this file, so `instanceof` would not see across them.
const BRAND = Symbol.for('cobrowse-widget.error');

/** What the same call may do next time without anybody changing anything. */
const RETRYABLE: readonly ErrorCode[] = [
  'load/failed',
  'load/timeout',
  'connection/info-rate-limited',
  'connection/info-unavailable',
  'connection/info-timeout',
  'connection/info-network',
  'connection/info-refused',
  'connection/info-failed',
  'connection/socket-failed',
  'connection/lost',
  'connection/room-full',
  'connection/idle',
  'backend/unavailable',
  'backend/timeout',
  'backend/network',
  'backend/rate-limited',
];

/** What an error may carry beside code and message. */
export interface CobrowseErrorDetails {
  /** What went wrong underneath; never shown to the customer. */
  readonly cause?: unknown;
  /** Milliseconds that the other side asked us to wait (HTTP `Retry-After`). */
  readonly retryAfterMs?: number;
}

/**
 * The one error type of the package. `code` is stable and listed in `docs/errors.md`; `message` is a sentence for a
 * developer and may change; `retryable` says whether the same call may succeed later with nothing changed.
 */
export class CobrowseError extends Error {
  override readonly name = 'CobrowseError';
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, details: CobrowseErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.retryable = RETRYABLE.includes(code);
    this.retryAfterMs = details.retryAfterMs;
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/**
 * What was thrown, as an error of ours: one of ours as it is, anything else as `session/incompatible-page`, since on the
 * browser's own functions it would not have been thrown.
 */
export function asCobrowseError(thrown: unknown): CobrowseError {
  if (isCobrowseError(thrown)) return thrown;
  const message = 'The widget cannot work with a function of the browser that this page has replaced.';
  return new CobrowseError('session/incompatible-page', message, { cause: thrown });
}

/** True for a {@link CobrowseError} of this or any other copy of the package on the page. */
export function isCobrowseError(value: unknown): value is CobrowseError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
}
