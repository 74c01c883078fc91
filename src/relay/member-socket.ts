import { WebSocket } from 'ws';
import type { CloseName } from '../wire/close-codes.ts';
import { closingCode, closingReason } from './closing.ts';

/** What ws itself finds wrong with a message, in our words: its own codes would send the member round in circles. */
const FAULTS: Readonly<Record<number, CloseName>> = {
  1002: 'malformed-frame',
  1007: 'malformed-frame',
  1008: 'malformed-frame',
  1009: 'frame-too-big',
};

/** A ws socket that refuses what it cannot read with the codes of our table. */
export class MemberSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    // Closing for a fault of its own finding, ws gives a code and no reason; an answer to the member's close has both.
    const fault = reason === undefined && code !== undefined ? FAULTS[code] : undefined;
    if (fault) super.close(closingCode(fault), closingReason(fault));
    else super.close(code, reason);
  }
}

/** Which of our names a ws error goes by. */
export function faultName(error: Error): CloseName {
  return (error as NodeJS.ErrnoException).code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'frame-too-big' : 'malformed-frame';
}
