import { settingsFrom } from '../attributes.ts';
import type { SessionDeps, SessionHandle } from '../client.ts';
import { guardedClock, systemClock } from '../core/clock.ts';
import { createDisposer, type Disposer } from '../core/disposer.ts';
import { asCobrowseError, CobrowseError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { CONTRACT } from '../core/version.ts';
import { createUi } from '../ui/ui.ts';
import { barModel } from './bar-model.ts';
import { sessionState, type SessionState } from './derive.ts';
import { createFollowing, type Following } from './following.ts';
import { endReason } from './end-reason.ts';
import type { EndReason, FactEvent } from './facts.ts';
import { requirePlace } from './framing.ts';
import { honour } from './honour.ts';
import { claimPage } from './page-claim.ts';
import { watchPage } from './page-lifecycle.ts';
import { isCustomerHere } from './presence.ts';
import { createRecordKeeper } from './record-keeper.ts';
import { NO_REPORT } from './report.ts';
import { clearResumeRecord, type ResumeRecord } from './resume-record.ts';
import { acquireLock, type LockOutcome } from './session-lock.ts';
import { type Sharing, startSharing } from './sharing.ts';
import { openTabChannel, type TabMessage } from './tab-channel.ts';

export { CONTRACT, settingsFrom };

/** How long the bar says that the session ended by itself: time to read a sentence twice. */
const ENDED_NOTICE_MS = 8_000;
/** The page before this one lets go of the lock while it is torn down, which is over within a moment. */
const LOCK_WAIT_MS = 1_000;

/**
 * Starts, or goes on with, one session in this document: shares this tab, or follows another that does.
 * Throws `session/busy` where one runs already, in this or another copy, and `session/framed` in an unlisted frame.
 */
export function startSession(deps: SessionDeps): SessionHandle {
  const disposer = createDisposer();
  try {
    return beginSession(deps, disposer);
  } catch (error) {
    // A session that did not come about must not keep the next one out.
    disposer.dispose();
    throw error;
  }
}

function beginSession(
  { settings, load, begin, report = NO_REPORT, emit: tellPage, onDetached }: SessionDeps,
  disposer: Disposer,
): SessionHandle {
  const place = requirePlace(window, settings.embedders);
  const handleThrown = (thrown: unknown): void => {
    const error = asCobrowseError(thrown);
    emit('error', error);
    if (sharing) sharing.end(endReason(error), error);
    else finish(endReason(error), error);
  };
  const clock = guardedClock(systemClock, handleThrown);
  const emit = report.watchEvents(tellPage);
  disposer.add(claimPage());
  const self = newId();
  let sharing: Sharing | undefined;
  let following: Following | undefined;
  let lock: LockOutcome = { state: 'unavailable' };
  let state: SessionState = 'connecting';
  let tabs = 1;
  let myTab: number | null = null;
  let settle: { resolve: () => void; reject: (error: CobrowseError) => void };
  const joined = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));

  const ui = createUi({
    locale: settings.locale,
    shadowRoot: settings.shadowRoot,
    actions: {
      onPause: () => act({ type: 'paused', reason: 'customer' }),
      onUnpause: () => act({ type: 'unpaused', reason: 'customer' }),
      onStop: () => stop('customer'),
      onShareHere: () => following?.claim('button'),
      onClose: () => ui.remove(),
      places: () => sharing?.picking.places() ?? [],
      hide: (target) => sharing?.picking.hide(target),
      unhide: (target) => sharing?.picking.unhide(target) ?? false,
    },
    showHidden: settings.showHidden,
  });
  const consent = settings.consentView ?? (({ agent, signal }) => ui.ask({ ...agent, signal }));
  const keeper = createRecordKeeper(clock, (error) => emit('error', error));
  const channel = openTabChannel(self, handleTab);
  disposer.add(channel.close);

  /** A reason for the customer's own pauses and stops, wherever the sharing is. */
  function act(event: FactEvent): void {
    if (sharing) sharing.apply(event);
    else if (event.type === 'paused' || event.type === 'unpaused')
      channel.send({ type: 'command', command: event.type === 'paused' ? 'pause' : 'unpause' });
  }

  function stop(reason: EndReason): void {
    if (sharing) return sharing.end(reason);
    if (following) channel.send({ type: 'command', command: 'stop' });
    finish(reason);
  }

  function moveTo(next: SessionState, reason?: EndReason): void {
    if (state === next) return;
    const from = state;
    state = next;
    emit('statechange', { from, to: next, ...(reason ? { reason } : {}) });
  }

  function share(record: ResumeRecord | null, roomId: string | undefined, tab: number): void {
    following?.stop();
    following = undefined;
    const isTrusted = record && lock.state !== 'taken' && honour(record, { nowMs: clock.now(), lock: lock.state, place });
    keeper.begin(record, tab);
    myTab = tab;
    const started = startSharing({
      settings,
      load,
      clock,
      begin: {
        roomId: record?.roomId ?? roomId,
        admitted: isTrusted === 'admissions' ? record!.admitted : [],
        pauses: record?.pauses ?? [],
        hidden: record?.hidden ?? [],
        tab,
      },
      consent,
      report,
      emit,
      ifGone: () => (keepRecord() ? keeper.farewell() : { why: 'ended' }),
      onThrown: handleThrown,
      onChange(before, after) {
        if (sharing !== started && sharing) return;
        moveTo(sessionState(after), after.ended ?? undefined);
        ui.show(barModel(after, (id) => started.nameOf(id), started.masked));
        keepRecord();
        if (sessionState(before) !== sessionState(after)) tellTabs();
      },
      onConnected() {
        keepRecord();
        settle.resolve();
        tellTabs();
      },
      onEnded: finish,
    });
    sharing = started;
    ui.show(barModel(started.facts, (id) => started.nameOf(id), started.masked));
    if (lock.state === 'held') {
      disposer.add(lock.release);
      void lock.lost.then(() => sharing === started && !disposer.disposed && giveWay(started, null));
    }
  }

  const keepRecord = (): ResumeRecord | null => (sharing ? keeper.keep(sharing.facts, sharing.roomId) : null);

  function tellTabs(): void {
    const record = sharing && keeper.recordOf(sharing.facts, sharing.roomId);
    if (!record || !sharing) return;
    const { watchers } = barModel(sharing.facts, sharing.nameOf);
    channel.send({ type: 'status', state: sessionState(sharing.facts), watchers, record, tabs });
  }

  /** Another tab goes on with the sharing; this one follows it. */
  function giveWay(from: Sharing, to: string | null): void {
    const record = keeper.recordOf(from.facts, from.roomId);
    sharing = undefined;
    from.leave({ why: 'other-tab' });
    if (lock.state === 'held') lock.release();
    follow();
    if (record && to !== null) channel.send({ type: 'yield', to, record });
  }

  function follow(claimBy?: 'button'): void {
    // The session goes on elsewhere, and may end there: nothing of it must be left here to go on with.
    clearResumeRecord();
    const started = createFollowing({
      clock,
      channel,
      tab: myTab,
      show: (watchers) => ui.show({ state: 'elsewhere', watchers }),
      onState(next) {
        moveTo(next);
        settle.resolve();
      },
      onTurn(turn, held) {
        lock = held;
        tabs = Math.max(tabs, turn.tabs);
        share(turn.record, roomOf(), turn.tab);
      },
      onAlone: () => finish('connection-lost', new CobrowseError('session/ended', 'No other tab shares any more.')),
    });
    following = started;
    if (claimBy) started.claim(claimBy);
  }

  const roomOf = (): string | undefined => (begin.kind === 'start' ? begin.roomId : undefined);

  function handleTab(message: TabMessage, from: string): void {
    if (message.type === 'ended') return sharing ? undefined : finish(message.reason);
    if (!sharing) return following?.handle(message, self);
    if (message.type === 'hello') {
      if (message.tab === null) tabs += 1;
      tellTabs();
    } else if (message.type === 'command') {
      if (message.command === 'stop') sharing.end('customer');
      else sharing.apply({ type: message.command === 'pause' ? 'paused' : 'unpaused', reason: 'customer' });
    } else if (message.type === 'claim' && (message.by === 'button' || !isCustomerHere())) {
      giveWay(sharing, from);
    }
  }

  function finish(reason: EndReason, error?: CobrowseError): void {
    if (disposer.disposed) return;
    if (sharing) channel.send({ type: 'ended', reason });
    clearResumeRecord();
    following?.stop();
    settle.reject(error ?? new CobrowseError('session/ended', 'The session ended before it had joined the room.'));
    moveTo('ended', reason);
    disposer.dispose();
    if (reason === 'customer' || reason === 'host' || !sharing) ui.remove();
    else clock.after(ENDED_NOTICE_MS, () => ui.remove());
    emit('ended', error ? { reason, error } : { reason });
  }

  /** The document goes away; the session waits for the next one, or ends where nothing can be left for it. */
  function detach(): void {
    if (disposer.disposed) return;
    if (sharing) {
      if (keepRecord() === null) return sharing.end('page-left');
      sharing.leave(keeper.farewell());
    }
    following?.stop();
    disposer.dispose();
    ui.remove();
    report.leave();
    onDetached();
  }

  disposer.add(
    watchPage({
      onInput: () => keeper.noteInput() && keepRecord(),
      onAwake: () => sharing?.retryNow(),
      onLeave: detach,
    }),
  );
  open().catch(handleThrown);

  async function open(): Promise<void> {
    lock = await acquireLock(begin.kind === 'resume' ? LOCK_WAIT_MS : 'now');
    if (disposer.disposed) return lock.state === 'held' ? lock.release() : undefined;
    if (lock.state === 'taken') return follow(begin.kind === 'start' ? 'button' : undefined);
    if (begin.kind === 'follow') {
      // Whoever shared has stopped in between.
      if (lock.state === 'held') lock.release();
      return finish('host');
    }
    const record = begin.kind === 'resume' ? begin.record : null;
    share(record, roomOf(), record?.tab ?? 1);
  }

  return {
    get state() {
      return state;
    },
    joined,
    pause: (reason) => act({ type: 'paused', reason }),
    unpause: (reason) => act({ type: 'unpaused', reason }),
    end: () => stop('host'),
    leave: detach,
    expectAbsence(absence) {
      keeper.expect(absence);
      keepRecord();
    },
  };
}
