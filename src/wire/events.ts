import * as v from '../core/schema.ts';
import { CobrowseError } from '../core/errors.ts';
import { createDecoder } from './codec/decoder.ts';
import type { Payload } from './frame.ts';
import { MESSAGES, type WireEvent } from './messages.ts';
import { parsePayload } from './parse.ts';

/** Reads the payloads of an epoch, each of them once and in order. */
export interface EventsReader {
  /**
   * Throws `protocol/malformed-frame` or `protocol/version-mismatch`; of payloads that the codec wrote, nothing but the first
   * of an epoch can be read then.
   */
  read(payload: Payload): WireEvent[];
}

export function createEventsReader(): EventsReader {
  const decoder = createDecoder();

  return {
    read(payload) {
      if (typeof payload === 'string') return parsePayload('events', payload);
      const result = v.safeParse(MESSAGES.events, decoder.decode(payload), { abortEarly: true });
      if (result.success) return result.output;
      throw new CobrowseError('protocol/malformed-frame', 'Events: what was decoded is no list of events.');
    },
  };
}
