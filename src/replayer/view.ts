import { type CobrowseError, isCobrowseError, CobrowseError as Failure } from '../core/errors.ts';
import type { Steps } from '../core/steps.ts';
import type { Tasks } from '../core/tasks.ts';
import { createEventsReader } from '../wire/events.ts';
import type { Position } from '../wire/log.ts';
import type { WireEvent } from '../wire/messages.ts';
import type { RoomFrame } from '../room/room.ts';
import { createEpochs, type FramePlace } from './epochs.ts';
import type { Replay } from './replay.ts';
import { EVENT } from './sanitize.ts';
import { createTurns } from './turns.ts';

/** `none`: nothing to show yet · `current`: as the customer's page is · `stale`: something is missing, asked for anew. */
export type Picture = 'none' | 'current' | 'stale';

export interface ViewDeps {
  readonly replay: Replay;
  readonly tasks: Tasks;
  onApplied(applied: Position & { readonly events: number }): void;
  onPicture(from: Picture, to: Picture): void;
  onError(error: CobrowseError): void;
  /** The stream is broken: ask for a snapshot. */
  onBroken(): void;
  /** The stream goes on; `began` with a snapshot. */
  onFollowed(stream: 'began' | 'holds'): void;
}

/** Events frames in, picture out: in order, checked, and never an exception. What is large is applied in turns with the page. */
export interface View {
  readonly picture: Picture;
  /** Up to there nothing is missing: it is applied, or about to be. */
  readonly have: Position | null;
  /** Up to there all is in the picture. */
  readonly applied: Position | null;
  /**
   * At once, or after what came before. Hands out what is in the frame before it is applied: nothing where that comes too
   * late or too early to be read.
   */
  handleEvents(frame: RoomFrame, onRead: (events: readonly WireEvent[]) => void): void;
  /** Nobody says any more what the page looks like now. */
  leaveBehind(): void;
  clear(): void;
}

export function createView({ replay, tasks, ...on }: ViewDeps): View {
  const epochs = createEpochs();
  const reader = createEventsReader();
  const turns = createTurns(tasks);
  let picture: Picture = 'none';
  let applied: Position | null = null;
  /** How often the customer was lost sight of: what came before does not make the picture current. */
  let losses = 0;

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

  function spoil(cause: unknown): void {
    epochs.spoil();
    applied = null;
    on.onError(isCobrowseError(cause) ? cause : notApplied(cause));
    breakOff();
  }

  /** Whether an epoch that begins with that event goes on where this side is. */
  function continues(first: WireEvent | undefined): boolean {
    const at = epochs.have;
    const { continues: from } = (first?.data ?? {}) as { readonly continues?: Partial<Position> | null };
    return first?.type === EVENT.meta && at !== null && from?.epoch === at.epoch && from.sequence === at.sequence;
  }

  function* handle(place: FramePlace, events: readonly WireEvent[], follow: (stream: 'began' | 'holds') => void): Steps {
    // Nothing was missed while this side could not be reached.
    if (events.length === 0 && epochs.isAt(place.epoch, place.sequence)) return follow('holds');
    const isContinued = continues(events[0]);
    const verdict = epochs.judge({ ...place, events });
    if (verdict.kind === 'ignore') return;
    if (verdict.kind === 'gap') return breakOff();
    // The page is built already as the snapshot has it, node for node.
    const rest = isContinued ? events.filter(({ type }) => type !== EVENT.fullSnapshot) : events.slice(verdict.skip);
    for (const [at, event] of rest.entries()) {
      if (at > 0) yield;
      yield* replay.apply(event);
    }
    applied = epochs.have;
    follow(verdict.kind === 'begin' ? 'began' : 'holds');
    if (applied) on.onApplied({ ...applied, events: events.length - verdict.skip });
  }

  function* take({ header, payload }: RoomFrame, onRead: (events: readonly WireEvent[]) => void, follow: (stream: 'began' | 'holds') => void): Steps {
    const place = { sender: header.from, epoch: header.epoch, sequence: header.sequence };
    const next = typeof payload === 'string' ? 'read' : epochs.foresee(place);
    let events: readonly WireEvent[] = [];
    let failure: unknown;
    try {
      if (next === 'read') events = yield* reader.readInSteps(payload);
    } catch (error) {
      failure = error;
    }
    onRead(events);
    try {
      if (failure !== undefined) throw failure;
      if (next === 'gap') breakOff();
      else if (next === 'read') yield* handle(place, events, follow);
    } catch (error) {
      spoil(error);
    }
  }

  return {
    get picture() {
      return picture;
    },
    get have() {
      return epochs.have;
    },
    get applied() {
      return applied;
    },
    handleEvents(frame, onRead) {
      const before = losses;
      turns.add(
        take(frame, onRead, (stream) => {
          if (losses > before) return;
          show('current');
          on.onFollowed(stream);
        }),
      );
    },
    leaveBehind() {
      losses += 1;
      if (replay.picture === 'shown') show('stale');
    },
    clear() {
      turns.clear();
      replay.clear();
      show('none');
    },
  };
}

function notApplied(cause: unknown): CobrowseError {
  return new Failure('protocol/malformed-frame', 'An event of the customer’s page could not be applied.', { cause });
}
