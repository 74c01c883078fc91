import type { Position } from '../wire/log.ts';

/** Where a frame has its place in the stream; `sequence` is the number of its first event. */
export interface FramePlace extends Position {
  /** Member id of the recorder. */
  readonly sender: string;
}

/** What of an events frame decides whether it may be applied. */
export interface EventsFrame extends FramePlace {
  readonly events: readonly { readonly type: number }[];
}

/**
 * `apply`: all but the first `skip` events, which were applied before · `begin`: likewise, and a new epoch begins ·
 * `ignore`: old, or nothing new · `gap`: something before it is missing.
 */
export type Verdict =
  | { readonly kind: 'apply' | 'begin'; readonly skip: number }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'gap' };

/** Keeps the order of the stream: events of one epoch without a hole, from its snapshot on, and nothing older. */
export interface Epochs {
  /**
   * Whether the frame that has that place is to be read at all: what the codec wrote can be read once, and in order alone.
   */
  foresee(place: FramePlace): 'read' | 'ignore' | 'gap';
  /** Judges the next frame, and moves on if it is to be applied. */
  judge(frame: EventsFrame): Verdict;
  /** Whether that is the very place that everything before it was applied up to. */
  isAt(epoch: string, sequence: number): boolean;
  /** An event could not be applied: the rest of this epoch is of no use. */
  spoil(): void;
  /** The last position of which everything before it was applied; null before the first and after `spoil()`. */
  readonly have: Position | null;
}

/** rrweb's Meta and FullSnapshot events, one of which opens every epoch (`EventType`). */
const META = 4;
const FULL_SNAPSHOT = 2;

const IGNORE: Verdict = { kind: 'ignore' };
const GAP: Verdict = { kind: 'gap' };

export function createEpochs(): Epochs {
  let current: { sender: string; epoch: string; next: number; state: 'whole' | 'spoilt' } | undefined;
  let previous = '';

  const isPast = ({ sender, epoch }: FramePlace): boolean =>
    epoch === previous ||
    // Orders count within one page load; another member is another page load and begins from 1 again.
    (current !== undefined && sender === current.sender && orderOf(epoch) < orderOf(current.epoch));

  function follow(frame: EventsFrame, next: number, state: 'whole' | 'spoilt'): Verdict {
    if (frame.sequence + frame.events.length <= next) return IGNORE;
    if (state === 'spoilt' || frame.sequence > next) return GAP;
    current!.next = frame.sequence + frame.events.length;
    // The recorder's member id changes when it reconnects; its epochs go on.
    current!.sender = frame.sender;
    return { kind: 'apply', skip: next - frame.sequence };
  }

  return {
    foresee(place) {
      if (place.epoch !== current?.epoch) return isPast(place) ? 'ignore' : place.sequence === 0 ? 'read' : 'gap';
      if (place.sequence < current.next) return 'ignore';
      return current.state === 'spoilt' || place.sequence > current.next ? 'gap' : 'read';
    },
    judge(frame) {
      const first = frame.events[0];
      if (!first) return IGNORE;
      if (frame.epoch === current?.epoch) return follow(frame, current.next, current.state);
      if (isPast(frame)) return IGNORE;
      if (frame.sequence !== 0 || (first.type !== META && first.type !== FULL_SNAPSHOT)) return GAP;
      previous = current?.epoch ?? '';
      current = { sender: frame.sender, epoch: frame.epoch, next: frame.events.length, state: 'whole' };
      return { kind: 'begin', skip: 0 };
    },
    isAt: (epoch, sequence) => current?.state === 'whole' && current.epoch === epoch && current.next === sequence,
    spoil() {
      if (current) current.state = 'spoilt';
    },
    get have() {
      return current?.state === 'whole' ? { epoch: current.epoch, sequence: current.next - 1 } : null;
    },
  };
}

const orderOf = (epoch: string): number => Number(epoch.slice(0, epoch.indexOf('-')));
