import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../core/clock.ts';
import { type Claims, findFault, type Refusal } from './claims.ts';
import type { ClosingName } from './closing.ts';

/** Checks a `connectParam`: the claims that it stands for, or why it lets nobody in. May ask another server. */
export type Verify = (
  connectParam: string,
  request: IncomingMessage,
) => Claims | { readonly refusal: Refusal } | Promise<Claims | { readonly refusal: Refusal }>;

/** Finds the signature in the request that opens the WebSocket; undefined if there is none. */
export type ReadSignature = (request: IncomingMessage) => string | undefined;

/** The bound that connection info has: a longer signature would not fit common servers' request line. */
const MAX_CONNECT_PARAM = 4_096;

/** The default: query parameter `connectParam`, as `docs/protocol.md` has it. */
export const readSignature: ReadSignature = (request) => readQuery(request).get('connectParam') ?? undefined;

export interface VerificationOptions {
  readonly verify: Verify;
  readonly readSignature: ReadSignature;
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Aborted when the socket is gone: the answer, and the timer that waits for it, are of no more use. */
  readonly signal: AbortSignal;
}

/** Who may enter, and what proves to it that this relay read its signature; or why not. */
export type Verification =
  | { readonly claims: Claims; readonly proof: string }
  | { readonly refusal: ClosingName; readonly roomId?: string };

/** Settles in any case, within the time limit; never rejects, so that no socket stays open unanswered. */
export async function verifyRequest(request: IncomingMessage, options: VerificationOptions): Promise<Verification> {
  let stopTimer = (): void => {};
  const givenUp = new Promise<Verification>((resolve) => {
    const giveUp = (): void => resolve({ refusal: 'verify-timeout' });
    stopTimer = options.clock.after(options.timeoutMs, giveUp);
    options.signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([check(request, options), givenUp]);
  } catch {
    // What `verify` threw may quote the signature, so it goes no further.
    return { refusal: 'verify-failed' };
  } finally {
    stopTimer();
  }
}

async function check(request: IncomingMessage, options: VerificationOptions): Promise<Verification> {
  const connectParam = options.readSignature(request);
  if (!connectParam || connectParam.length > MAX_CONNECT_PARAM) return { refusal: 'signature-invalid' };
  const answer = await options.verify(connectParam, request);
  if ('refusal' in answer) return { refusal: answer.refusal };
  const fault = findFault(answer);
  if (fault) return { refusal: fault.refusal };
  const { roomId, role, id, name } = answer;
  // Who says which side it is, and holds the other side's signature, mixed up two of them; better said than played.
  const expectedRole = readQuery(request).get('role');
  if (expectedRole !== null && expectedRole !== role) return { refusal: 'role-refused', roomId };
  return { claims: { roomId, role, id, name }, proof: createHash('sha256').update(connectParam).digest('base64url') };
}

function readQuery(request: IncomingMessage): URLSearchParams {
  const url = request.url ?? '';
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
}
