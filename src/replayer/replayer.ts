import { createDisposer } from '../core/disposer.ts';
import { createEmitter, type Emitter } from '../core/emitter.ts';
import { type CobrowseError, isCobrowseError } from '../core/errors.ts';
import { toJson } from '../core/json.ts';
import { createTasks } from '../core/tasks.ts';
import { VERSION } from '../core/version.ts';
import type { RoomFrame } from '../room/room.ts';
import { CODEC_VERSION } from '../wire/codec/layout.ts';
import type { Header } from '../wire/header.ts';
import type { Position } from '../wire/log.ts';
import type { WireEvent } from '../wire/messages.ts';
import { parsePayload } from '../wire/parse.ts';
import { createAcks } from './acks.ts';
import { createAbsence } from './absence.ts';
import { type Away, type FactEvent, fold, INITIAL_FACTS, replayerState, type ReplayerState, stateReason } from './facts.ts';
import { createStage, type Size } from './fit.ts';
import { type Latency, startLatency } from './latency.ts';
import { type ReplayerOptions, resolveReplayerSettings } from './options.ts';
import { createReplay } from './replay.ts';
import { createResync } from './resync.ts';
import { createView, type Picture } from './view.ts';

export { CobrowseError, type ErrorCode, isCobrowseError } from '../core/errors.ts';
export type { FitMode, Size } from './fit.ts';
export type { Away, Picture, Position, ReplayerOptions, ReplayerState };

export interface ReplayerEvents {
  /** `reason` comes with `reconnecting` and `ended`; `docs/replayer.md` lists them. */
  statechange: { readonly from: ReplayerState; readonly to: ReplayerState; readonly reason?: string };
  picturechange: { readonly from: Picture; readonly to: Picture };
  /**
   * Milliseconds to the customer's page and back, and how old what is seen is: half of that, and what the customer's side
   * holds back. Every three seconds; while no answer comes, both are how long it has been waited for.
   */
  latency: { readonly roundTripMs: number; readonly ageMs: number };
  /**
   * Every frame but the relay's own; `bytes` is its length on the wire, `payload` its JSON text: of events that came in
   * another encoding, as they would be in JSON, and empty where they were not read because they came too late or too early.
   */
  frame: { readonly direction: 'in' | 'out'; readonly header: Header; readonly bytes: number; readonly payload: string };
  /** Events of a frame were applied; `sequence` is the number of the last one. */
  applied: Position & { readonly events: number };
  /** Where the customer is: which tab, and, while no recorder is here, what was said about coming back. */
  customer: { readonly tab: number; readonly away: Away | null; readonly masked: 'everything' | null };
  /** The customer's viewport, in CSS pixels. */
  resize: Size;
  /** Something went wrong; with a connection's final error `statechange` to `ended` follows. */
  error: CobrowseError;
}

/** An agent's place in a room, and what they see of the customer's page. */
export interface ReplayerClient {
  readonly state: ReplayerState;
  /** Why, with `reconnecting` and `ended`. */
  readonly reason: string | undefined;
  readonly picture: Picture;
  /** What was said about coming back while no recorder is here; null otherwise. */
  readonly away: Away | null;
  /** The room, once the backend has named it. */
  readonly roomId: string | undefined;
  on: Emitter<ReplayerEvents>['on'];
  /** Leaves the room and removes all that was added to the console's page. No event follows. */
  dispose(): void;
}

/** Joins a room as its agent and shows the customer's page in `container`. Throws a `config/…` error for a wrong option. */
export function createReplayer(options: ReplayerOptions): ReplayerClient {
  const { container, fit, clock, join, customerTimeoutMs, room: roomOptions } = resolveReplayerSettings(options);
  const disposer = createDisposer();
  const emitter = createEmitter<ReplayerEvents>();
  const greeted = new Set<string>();
  let facts = INITIAL_FACTS;
  let latency: Latency | undefined;

  const stage = createStage(container, fit);
  disposer.add(stage.dispose);
  const replay = createReplay(stage.layer, (size) => {
    stage.setSize(size);
    emitter.emit('resize', size);
  });
  const room = join(roomOptions);
  disposer.add(() => room.leave());
  const acks = createAcks(clock, () => view.applied, (position) => room.send('ack', {}, position));
  disposer.add(acks.stop);
  const resync = createResync(clock, () => hello([]));
  disposer.add(resync.stop);
  const view = createView({
    replay,
    // A clock that is set meanwhile makes one turn longer or shorter.
    tasks: { ...createTasks(), now: clock.now },
    onApplied(applied) {
      acks.note();
      emitter.emit('applied', applied);
    },
    onPicture: (from, to) => emitter.emit('picturechange', { from, to }),
    onError: (error) => emitter.emit('error', error),
    onBroken: resync.request,
    onFollowed(stream) {
      resync.settle(stream);
      apply({ type: 'caught-up' });
    },
  });
  disposer.add(view.clear);
  const absence = createAbsence(clock, customerTimeoutMs, () => apply({ type: 'gone' }));
  disposer.add(absence.stop);
  disposer.add(() => latency?.stop());

  function hello(to: readonly string[]): void {
    room.send('hello', { software: `cobrowse-replayer/${VERSION}`, have: view.have, codecs: [CODEC_VERSION] }, { to });
  }

  /** To a recorder, a second hello means that this side has lost its place in the stream. */
  function greet(memberId: string): void {
    if (greeted.has(memberId) || room.state !== 'connected') return;
    greeted.add(memberId);
    hello([memberId]);
  }

  function apply(event: FactEvent): void {
    const before = facts;
    const from = replayerState(facts);
    facts = fold(facts, event);
    const to = replayerState(facts);
    absence.follow(facts);
    if (facts.picture === 'behind' && (before.picture === 'following' || before.recorder !== facts.recorder)) view.leaveBehind();
    if (before.tab !== facts.tab || before.away !== facts.away || before.masked !== facts.masked)
      emitter.emit('customer', { tab: facts.tab, away: facts.away, masked: facts.masked });
    const reason = stateReason(facts);
    // Why one waits may change while one waits: a page that loads, a customer who said where they are.
    if (from === to && reason === stateReason(before)) return;
    // Shared is what the customer shares now; what they have ended is not kept on the agent's screen.
    if (to === 'ended') stop();
    emitter.emit('statechange', { from, to, ...(reason === undefined ? {} : { reason }) });
  }

  function stop(): void {
    latency?.stop();
    acks.stop();
    resync.stop();
    absence.stop();
    view.clear();
    room.leave();
  }

  function handleFrame({ header, payload }: RoomFrame): void {
    switch (header.kind) {
      case 'hello':
        return greet(header.from);
      case 'admission':
        return apply({ type: 'admission', ...parsePayload('admission', payload) });
      case 'state':
        return apply({ type: 'state', ...parsePayload('state', payload) });
      case 'pong': {
        const { sentAt, heldMs } = parsePayload('pong', payload);
        return latency?.handlePong(sentAt, heldMs);
      }
    }
  }

  disposer.add(
    room.on('connection', ({ state, error }) => {
      if (error && state === 'disconnected') emitter.emit('error', error);
      latency?.stop();
      latency = undefined;
      apply({ type: 'connection', state, ...(error ? { error } : {}) });
      if (state !== 'connected') return;
      // Whoever is here hears this one; whoever comes later is greeted then.
      for (const id of room.members.keys()) greeted.add(id);
      hello([]);
      latency = startLatency({
        clock,
        ping: (sentAt) => facts.recorder === 'present' && room.send('ping', { sentAt }),
        onMeasured: (roundTripMs, ageMs) => emitter.emit('latency', { roundTripMs, ageMs }),
      });
    }),
  );
  disposer.add(
    room.on('frame', (frame) => {
      const isOver = facts.ended !== null;
      if (!isOver) apply({ type: 'recorder', is: 'present' });
      const tell = (events: readonly WireEvent[] = []): void => emitter.emit('frame', told('in', frame, events));
      if (frame.header.kind === 'events' && !isOver) return view.handleEvents(frame, tell);
      tell();
      try {
        if (!isOver) handleFrame(frame);
      } catch (error) {
        if (isCobrowseError(error)) emitter.emit('error', error);
        else throw error;
      }
    }),
  );
  disposer.add(room.on('sent', (frame) => emitter.emit('frame', told('out', frame))));
  disposer.add(
    room.on('problem', (error) => {
      emitter.emit('error', error);
      // It may have been the last frame for long: no later one would show that something is missing.
      if (error.code === 'protocol/malformed-frame' && view.picture === 'current') resync.request();
    }),
  );
  disposer.add(
    room.on('joined', ({ id }) => {
      apply({ type: 'recorder', is: 'present' });
      greet(id);
    }),
  );
  disposer.add(
    room.on('left', ({ id }) => {
      greeted.delete(id);
      if (room.members.size === 0) apply({ type: 'recorder', is: 'absent' });
    }),
  );
  disposer.add(watchAwaking(room.retryNow));

  return {
    get state() {
      return replayerState(facts);
    },
    get reason() {
      return stateReason(facts);
    },
    get picture() {
      return view.picture;
    },
    get away() {
      return facts.away;
    },
    get roomId() {
      return room.roomId;
    },
    on: emitter.on,
    dispose() {
      emitter.clear();
      disposer.dispose();
      facts = fold(facts, { type: 'connection', state: 'disconnected' });
    },
  };
}

/** The frame as a console is told of it; what takes time is done only where somebody asks. */
function told(direction: 'in' | 'out', frame: RoomFrame, events: readonly WireEvent[] = []): ReplayerEvents['frame'] {
  return {
    direction,
    header: frame.header,
    get payload() {
      if (typeof frame.payload === 'string') return frame.payload;
      return events.length === 0 ? '' : toJson(events);
    },
    get bytes() {
      return frame.bytes;
    },
  };
}

/** The network is back, or the console is looked at again. */
function watchAwaking(onAwake: () => void): () => void {
  const handleVisibility = (): void => {
    if (document.visibilityState === 'visible') onAwake();
  };
  addEventListener('online', onAwake);
  document.addEventListener('visibilitychange', handleVisibility);
  return () => {
    removeEventListener('online', onAwake);
    document.removeEventListener('visibilitychange', handleVisibility);
  };
}
