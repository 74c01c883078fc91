import { CobrowseError } from '../core/errors.ts';
import { toJson } from '../core/json.ts';
import type { Tasks } from '../core/tasks.ts';
import { createEncoder } from '../wire/codec/encoder.ts';
import type { Payload } from '../wire/frame.ts';
import type { WireEvent } from '../wire/messages.ts';

/** How an epoch's events travel: as JSON, or as the codec writes them. */
export type Encoding = 'text' | 'binary';

export interface PackerOptions {
  readonly tasks: Tasks;
  /** Takes the payloads of an epoch in order, at once or in a later task. */
  onPacked(payload: Payload, events: readonly WireEvent[]): void;
  /** Nothing is packed any more before the next epoch. */
  onFailed(error: CobrowseError): void;
}

/** Turns batches of events into payloads. Never throws. */
export interface Packer {
  /** A large batch is under way; what is given meanwhile would wait for it. */
  readonly isBusy: boolean;
  /** Begins an epoch in that encoding; what is under way is dropped. */
  begin(encoding: Encoding): void;
  pack(events: readonly WireEvent[]): void;
  /** What is under way is dropped. */
  stop(): void;
}

export function createPacker({ tasks, onPacked, onFailed }: PackerOptions): Packer {
  let encoding: Encoding = 'text';
  /** What the encoder was given and has not handed on. */
  let given: WireEvent[] = [];
  const encoder = createEncoder({
    now: tasks.now,
    later: tasks.later,
    onFrame: (frame, events) => onPacked(frame, given.splice(0, events)),
    onError(error) {
      given = [];
      onFailed(error);
    },
  });

  function packText(events: readonly WireEvent[]): void {
    let payload: string;
    try {
      payload = toJson(events);
    } catch (cause) {
      return onFailed(new CobrowseError('capture/failed', 'An event could not be written as JSON.', { cause }));
    }
    onPacked(payload, events);
  }

  function stop(): void {
    encoder.dispose();
    given = [];
  }

  return {
    get isBusy() {
      return given.length > 0;
    },
    begin(next) {
      encoding = next;
      given = [];
      if (encoding === 'binary') encoder.begin();
      else stop();
    },
    pack(events) {
      if (encoding === 'text') return packText(events);
      given.push(...events);
      encoder.push(events);
    },
    stop,
  };
}
