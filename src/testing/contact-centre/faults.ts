import type { ServerResponse } from 'node:http';
import { send, sendJson } from './http.ts';

/** What a call answers instead of what it should. */
export type Fault =
  /** A published status with a body of no use. */
  | { readonly kind: 'status'; readonly status: 401 | 404 | 500 | 503; readonly retryAfterSeconds?: number }
  /** The other way in which an expired token is documented: 403 with `exceptionInfo`. */
  | { readonly kind: 'expired-token' }
  /** 200, and yet a failure. */
  | { readonly kind: 'refused'; readonly errorCode: number; readonly errorReason: string }
  /** 200 with a page that some gateway put in place of the answer. */
  | { readonly kind: 'not-json' }
  /** 200 with a body of the tester's choice. */
  | { readonly kind: 'body'; readonly body: object }
  /** The right answer, late. */
  | { readonly kind: 'slow'; readonly delayMs: number }
  /** No answer, until the caller gives up or the faults are cleared. */
  | { readonly kind: 'hang' }
  /** The connection breaks. */
  | { readonly kind: 'reset' };

/** The calls that can be made to fail. */
export type FaultyCall = 'tokenByAkSk' | 'getConnectionInfo';

export interface Faults {
  /** Adds to the queue of `call` (default `getConnectionInfo`, of both channels): one request uses up one fault. */
  next(fault: Fault, call?: FaultyCall): void;
  /** Drops what is queued, and breaks the connections that hang or are slow. */
  clear(): void;
  /** Calls that hang or are slow at this moment. */
  readonly waiting: number;
}

/** The same, and how a call takes its fault. */
export interface FaultQueue extends Faults {
  /** Applies the next fault, if any. `answered` means that the call has nothing left to do. */
  apply(call: FaultyCall, response: ServerResponse): Promise<'answered' | 'go-on'>;
}

export const EXPIRED_TOKEN = { errorCode: '0', exceptionInfo: 'auth fail! illegal or expired token info.' };

export function createFaults(): FaultQueue {
  const queues: Record<FaultyCall, Fault[]> = { tokenByAkSk: [], getConnectionInfo: [] };
  const waiting = new Set<ServerResponse>();
  return {
    next(fault, call = 'getConnectionInfo') {
      queues[call].push(fault);
    },
    clear() {
      queues.tokenByAkSk = [];
      queues.getConnectionInfo = [];
      for (const response of waiting) response.destroy();
    },
    get waiting() {
      return waiting.size;
    },
    async apply(call, response) {
      const fault = queues[call].shift();
      if (!fault) return 'go-on';
      if (fault.kind === 'slow' || fault.kind === 'hang') {
        waiting.add(response);
        response.on('close', () => waiting.delete(response));
        if (fault.kind === 'hang') return 'answered';
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, fault.delayMs);
          response.on('close', () => {
            clearTimeout(timer);
            resolve();
          });
        });
        waiting.delete(response);
        return response.destroyed ? 'answered' : 'go-on';
      }
      answerWith(fault, response);
      return 'answered';
    },
  };
}

function answerWith(fault: Exclude<Fault, { kind: 'slow' | 'hang' }>, response: ServerResponse): void {
  if (fault.kind === 'reset') response.destroy();
  else if (fault.kind === 'expired-token') sendJson(response, 403, EXPIRED_TOKEN);
  else if (fault.kind === 'body') sendJson(response, 200, fault.body);
  else if (fault.kind === 'not-json') send(response, 200, 'text/html', '<!doctype html><title>Sign in</title>');
  else if (fault.kind === 'status') {
    if (fault.retryAfterSeconds !== undefined) response.setHeader('retry-after', fault.retryAfterSeconds);
    sendJson(response, fault.status, { status: fault.status });
  } else {
    const { errorCode, errorReason } = fault;
    // Both channels' words for it, so that one fault serves either.
    const both = { success: false, retCode: String(errorCode), retMsg: errorReason, errorCode, errorReason };
    sendJson(response, 200, both);
  }
}
