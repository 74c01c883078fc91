import { settingsFrom } from '../attributes.ts';
import type { SessionDeps, SessionHandle } from '../client.ts';
import { guardedClock, systemClock } from '../core/clock.ts';
import { createDisposer, type Disposer } from '../core/disposer.ts';
import { asCobrowseError, CobrowseError } from '../core/errors.ts';
import { CONTRACT } from '../core/version.ts';
import { createUi } from '../ui/ui.ts';
import { barModel } from './bar-model.ts';
import { sessionState, type SessionState } from './derive.ts';
import { endReason } from './end-reason.ts';
import type { EndReason, FactEvent } from './facts.ts';
import { requirePlace } from './framing.ts';
import { honour } from './honour.ts';
import { claimPage } from './page-claim.ts';
import { watchPage } from './page-lifecycle.ts';
import { isCustomerHere, watchPresence } from './presence.ts';
import { createRecordKeeper } from './record-keeper.ts';
import { NO_REPORT } from './report.ts';
import { clearResumeRecord, type ResumeRecord } from './resume-record.ts';
import { acquireLock, isLockHeld } from './session-lock.ts';
import { type Sharing, startSharing } from './sharing.ts';
import { openTabChannel } from './tab-channel.ts';
import { createTabs, type Turn } from './tabs.ts';

export { CONTRACT, settingsFrom };

/** How long the bar says that the session ended by itself: time to read a sentence twice. */
const ENDED_NOTICE_MS = 8_000;

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
  let sharing: Sharing | undefined;
  let state: SessionState = 'connecting';
  let settle: { resolve: () => void; reject: (error: CobrowseError) => void };
  const joined = new Promise<void>((resolve, reject) => (settle = { resolve, reject }));

  const ui = createUi({
    locale: settings.locale,
    shadowRoot: settings.shadowRoot,
    actions: {
      onPause: () => act({ type: 'paused', reason: 'customer' }),
      onUnpause: () => act({ type: 'unpaused', reason: 'customer' }),
      onStop: () => stop('customer'),
      onShareHere: () => tabs.claim(),
      onClose: () => ui.remove(),
      places: () => sharing?.picking.places() ?? [],
      hide: (target) => sharing?.picking.hide(target),
      unhide: (target) => sharing?.picking.unhide(target) ?? false,
    },
    showHidden: settings.showHidden,
    onLost() {
      // What another tab shares is seen there.
      if (!sharing) tabs.leave();
      handleThrown(new CobrowseError('session/bar-removed', 'The page keeps removing the bar: sharing has ended.'));
    },
  });
  const consent = settings.consentView ?? (({ agent, signal }) => ui.ask({ ...agent, signal }));
  const keeper = createRecordKeeper(clock, place, (error) => emit('error', error));
  const tabs = createTabs({
    world: {
      clock,
      openChannel: openTabChannel,
      acquireLock,
      isLockHeld,
      isCustomerHere,
      watchPresence: (onHere) => watchPresence(clock, onHere),
    },
    begin,
    resumeWithinMs: settings.resumeWithinMs,
    onTurn: share,
    onTurnOver() {
      const from = sharing;
      sharing = undefined;
      from?.leave({ why: 'other-tab' });
    },
    status() {
      const record = sharing && keeper.recordOf(sharing.facts, sharing.roomId);
      if (!record || !sharing) return null;
      return { state: sessionState(sharing.facts), watchers: barModel(sharing.facts, sharing.nameOf, sharing).watchers, record };
    },
    onCommand(command) {
      if (command === 'stop') sharing?.end('customer');
      else sharing?.apply({ type: command === 'pause' ? 'paused' : 'unpaused', reason: 'host' });
    },
    onElsewhere(status) {
      // The session goes on elsewhere, and may end there: nothing of it must be left here to go on with.
      clearResumeRecord();
      ui.show({ state: 'elsewhere', watchers: status?.watchers ?? '' });
      if (!status) return;
      moveTo(status.state);
      settle.resolve();
    },
    onOver: finish,
  });
  disposer.add(tabs.leave);

  /** Pauses and their ends, wherever the sharing is; a tab that does not share has none of the customer's own. */
  function act(event: FactEvent & { readonly type: 'paused' | 'unpaused' }): void {
    if (sharing) sharing.apply(event);
    else tabs.command(event.type === 'paused' ? 'pause' : 'unpause');
  }

  const stop = (reason: EndReason): void => (sharing ? sharing.end(reason) : finish(reason));

  function moveTo(next: SessionState, reason?: EndReason): void {
    if (state === next) return;
    const from = state;
    state = next;
    emit('statechange', { from, to: next, ...(reason ? { reason } : {}) });
  }

  function share({ record, tab, lock }: Turn): void {
    const isTrusted = record && honour(record, { nowMs: clock.now(), lock, place });
    keeper.begin(record, tab);
    const started = startSharing({
      settings,
      load,
      clock,
      begin: {
        roomId: record?.roomId ?? (begin.kind === 'start' ? begin.roomId : undefined),
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
      onChange(after) {
        if (sharing !== started && sharing) return;
        moveTo(sessionState(after), after.ended ?? undefined);
        ui.show(barModel(after, (id) => started.nameOf(id), started));
        keepRecord();
        // Whoever goes on after a crash goes on with this, so not the state alone has to be known elsewhere.
        tabs.tell();
      },
      onConnected() {
        keepRecord();
        settle.resolve();
        tabs.tell();
      },
      onEnded: finish,
    });
    sharing = started;
    ui.show(barModel(started.facts, (id) => started.nameOf(id), started));
  }

  const keepRecord = (): ResumeRecord | null => (sharing ? keeper.keep(sharing.facts, sharing.roomId) : null);

  function finish(reason: EndReason, error?: CobrowseError): void {
    if (disposer.disposed) return;
    tabs.end(reason);
    clearResumeRecord();
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
  tabs.open().catch(handleThrown);

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
      tabs.tell();
    },
  };
}
