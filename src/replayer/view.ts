import { type CobrowseError, isCobrowseError, CobrowseError as Failure } from '../core/errors.ts';
import type { WireEvent } from '../wire/messages.ts';
import { parsePayload } from '../wire/parse.ts';
import type { RoomFrame } from '../room/room.ts';
import { createEpochs, type Position } from './epochs.ts';
import type { Replay } from './replay.ts';

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
  handleEvents(frame: RoomFrame): void;
  /** Nobody says any more what the page looks like now. */
  leaveBehind(): void;
  clear(): void;
}

export function createView({ replay, ...on }: ViewDeps): View {
  const epochs = createEpochs();
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

  function spoil(cause: unknown): void {
    epochs.spoil();
    on.onError(isCobrowseError(cause) ? cause : notApplied(cause));
    breakOff();
  }

  return {
    get picture() {
      return picture;
    },
    get have() {
      return epochs.have;
    },
    handleEvents({ header, payload }) {
      try {
        const events = parsePayload('events', payload);
        if (events.length === 0 && epochs.isAt(header.epoch, header.sequence)) {
          // Nothing was missed while this side could not be reached.
          show('current');
          return on.onFollowed('holds');
        }
        const verdict = epochs.judge({ sender: header.from, epoch: header.epoch, sequence: header.sequence, events });
        if (verdict.kind === 'ignore') return;
        if (verdict.kind === 'gap') return breakOff();
        apply(events.slice(verdict.skip));
        show('current');
        on.onFollowed(verdict.kind === 'begin' ? 'began' : 'holds');
        const position = epochs.have;
        if (position) on.onApplied({ ...position, events: events.length - verdict.skip });
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
