import type { Clock } from '../core/clock.ts';
import type { RelayEvent } from './events.ts';

/** Writes one line of JSON per thing that happened. */
export interface Log {
  write(event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Writes what a relay tells; frames are counted, and written as a sum when their room is closed. */
  handleRelayEvent(event: RelayEvent): void;
}

interface Traffic {
  frames: number;
  bytes: number;
}

/** `write` gets whole lines. Who somebody is stays out of the log: members appear by role and by the id of one stay. */
export function createLog(write: (line: string) => void, clock: Pick<Clock, 'now'>): Log {
  const traffic = new Map<string, Traffic>();

  function log(event: string, fields: Readonly<Record<string, unknown>> = {}): void {
    write(`${JSON.stringify({ at: new Date(clock.now()).toISOString(), event, ...fields })}\n`);
  }

  return {
    write: log,
    handleRelayEvent(event) {
      const { type, roomId } = event;
      if (type === 'forwarded') {
        const sum = traffic.get(roomId) ?? { frames: 0, bytes: 0 };
        traffic.set(roomId, sum);
        sum.frames += 1;
        sum.bytes += event.bytes * event.recipients;
      } else if (type === 'closed') {
        log('closed', { roomId, ...(traffic.get(roomId) ?? { frames: 0, bytes: 0 }) });
        traffic.delete(roomId);
      } else if (type === 'refused') {
        log('refused', { roomId, reason: event.reason });
      } else {
        const { memberId, identity } = event;
        log(type, { roomId, memberId, role: identity.role, ...(type === 'left' ? { reason: event.reason } : {}) });
      }
    },
  };
}
