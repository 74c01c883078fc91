import { finish, type Steps } from '../core/steps.ts';
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
  /** The same in steps; after one that is left off nothing but the first payload of an epoch can be read. */
  readInSteps(payload: Payload): Steps<WireEvent[]>;
}

export function createEventsReader(): EventsReader {
  const decoder = createDecoder();

  function* readInSteps(payload: Payload): Steps<WireEvent[]> {
    if (typeof payload === 'string') return parsePayload('events', payload);
    const result = v.safeParse(MESSAGES.events, yield* decoder.decodeInSteps(payload), { abortEarly: true });
    if (result.success) return result.output;
    throw new CobrowseError('protocol/malformed-frame', 'Events: what was decoded is no list of events.');
  }

  return { read: (payload) => finish(readInSteps(payload)), readInSteps };
}
