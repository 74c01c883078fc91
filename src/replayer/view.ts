import { type CobrowseError, isCobrowseError, CobrowseError as Failure } from '../core/errors.ts';
import { createEventsReader } from '../wire/events.ts';
import type { Position } from '../wire/log.ts';
import type { WireEvent } from '../wire/messages.ts';
import type { RoomFrame } from '../room/room.ts';
import { createEpochs, type FramePlace } from './epochs.ts';
import type { Replay } from './replay.ts';
import { EVENT } from './sanitize.ts';

/** `none`: nothing to show yet · `current`: as the customer's page is · `stale`: something is missing, asked for anew. */
export type Picture = 'none' | 'current' | 'stale';

export interface ViewDeps {
  readonly replay: Replay;
  onApplied(applied: Position & { readonly events: number }): void;
  onPicture(from: Picture, to: Picture): void;
  onError(error: CobrowseError): void;
  /** The stream is broken: ask for a snapshot. */
  onBroken(): void;
  /** The stream goes on; `began` with a snapshot. */
  onFollowed(stream: 'began' | 'holds'): void;
}

/** Events frames in, picture out: in order, checked, and never an exception. */
export interface View {
  readonly picture: Picture;
  readonly have: Position | null;
  /** Hands out what is in the frame before it is applied: nothing where that comes too late or too early to be read. */
  handleEvents(frame: RoomFrame, onRead: (events: readonly WireEvent[]) => void): void;
  /** Nobody says any more what the page looks like now. */
  leaveBehind(): void;
  clear(): void;
}

export function createView({ replay, ...on }: ViewDeps): View {
  const epochs = createEpochs();
  const reader = createEventsReader();
  let picture: Picture = 'none';

  function show(next: Picture): void {
    if (picture === next) return;
    const from = picture;
    picture = next;
    on.onPicture(from, next);
  }

  function breakOff(): void {
    if (replay.picture === 'shown') show('stale');
    on.onBroken();
  }

  function apply(events: readonly WireEvent[]): void {
    for (const event of events) replay.apply(event);
  }

  /** Whether an epoch that begins with that event goes on where this side is. */
  function continues(first: WireEvent | undefined): boolean {
    const at = epochs.have;
    const { continues: from } = (first?.data ?? {}) as { readonly continues?: Partial<Position> | null };
    return first?.type === EVENT.meta && at !== null && from?.epoch === at.epoch && from.sequence === at.sequence;
  }

  function spoil(cause: unknown): void {
    epochs.spoil();
    on.onError(isCobrowseError(cause) ? cause : notApplied(cause));
    breakOff();
  }

  function handle(place: FramePlace, events: readonly WireEvent[]): void {
    if (events.length === 0 && epochs.isAt(place.epoch, place.sequence)) {
      // Nothing was missed while this side could not be reached.
      show('current');
      return on.onFollowed('holds');
    }
    const isContinued = continues(events[0]);
    const verdict = epochs.judge({ ...place, events });
    if (verdict.kind === 'ignore') return;
    if (verdict.kind === 'gap') return breakOff();
    // The page is built already as the snapshot has it, node for node.
    apply(isContinued ? events.filter(({ type }) => type !== EVENT.fullSnapshot) : events.slice(verdict.skip));
    show('current');
    on.onFollowed(verdict.kind === 'begin' ? 'began' : 'holds');
    const position = epochs.have;
    if (position) on.onApplied({ ...position, events: events.length - verdict.skip });
  }

  return {
    get picture() {
      return picture;
    },
    get have() {
      return epochs.have;
    },
    handleEvents({ header, payload }, onRead) {
      const place = { sender: header.from, epoch: header.epoch, sequence: header.sequence };
      const next = typeof payload === 'string' ? 'read' : epochs.foresee(place);
      let events: readonly WireEvent[] = [];
      let failure: unknown;
      try {
        if (next === 'read') events = reader.read(payload);
      } catch (error) {
        failure = error;
      }
      onRead(events);
      try {
        if (failure !== undefined) throw failure;
        if (next === 'gap') breakOff();
        else if (next === 'read') handle(place, events);
      } catch (error) {
        spoil(error);
      }
    },
    leaveBehind() {
      if (replay.picture === 'shown') show('stale');
    },
    clear() {
      replay.clear();
      show('none');
    },
  };
}

function notApplied(cause: unknown): CobrowseError {
  return new Failure('protocol/malformed-frame', 'An event of the customer’s page could not be applied.', { cause });
}
