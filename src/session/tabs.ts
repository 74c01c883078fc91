import type { SessionBegin } from '../client.ts';
import type { Clock } from '../core/clock.ts';
import { CobrowseError } from '../core/errors.ts';
import type { Undo } from '../core/emitter.ts';
import { newId } from '../core/ids.ts';
import type { EndReason } from './facts.ts';
import { createFollowing, type Following } from './following.ts';
import type { ResumeRecord } from './resume-record.ts';
import type { LockOutcome, LockWish } from './session-lock.ts';
import type { TabChannel, TabCommand, TabMessage, TabStatus } from './tab-channel.ts';

/** What tabs take turns by; passed in, so that several run in one test. */
export interface TabWorld {
  readonly clock: Clock;
  /** Null where there is no line between tabs: the tab is then alone. */
  openChannel(self: string, handle: (message: TabMessage, from: string) => void): TabChannel | null;
  acquireLock(wish: LockWish): Promise<LockOutcome>;
  isLockHeld(): Promise<boolean>;
  isCustomerHere(): boolean;
  /** Calls `onHere` each time that the customer has come to this tab and stayed. */
  watchPresence(onHere: () => void): Undo;
}

/** A turn to share: where to go on, as which tab, and whether no other tab can have it too. */
export interface Turn {
  readonly record: ResumeRecord | null;
  readonly tab: number;
  readonly lock: 'held' | 'unavailable';
}

export interface TabsDeps {
  readonly world: TabWorld;
  readonly begin: SessionBegin;
  /** How long a record can be gone on with, and so how long a stop that nobody heard is repeated. */
  readonly resumeWithinMs: number;
  /** The turn is this tab's: it shares, until `onTurnOver`. */
  onTurn(turn: Turn): void;
  /** Another tab goes on with the sharing. */
  onTurnOver(): void;
  /** How the session stands in this tab, which has the turn; null as long as there is nothing to go on with. */
  status(): Omit<TabStatus, 'tabs'> | null;
  /** Another tab asks for it, and this one has the turn. */
  onCommand(command: TabCommand): void;
  /** Another tab has the turn; null as long as it has not said how the session stands. */
  onElsewhere(status: TabStatus | null): void;
  /** It is over here, and this tab did not have the turn. */
  onOver(reason: EndReason, error?: CobrowseError): void;
}

/** One tab among those of the session: takes its turn, or follows the tab that has it. */
export interface Tabs {
  open(): Promise<void>;
  /** Tells the others how the session stands. */
  tell(): void;
  /** Asks the tab that has the turn. */
  command(command: TabCommand): void;
  /** The customer wants the sharing to be here. */
  claim(): void;
  /** The session is over, for all tabs. */
  end(reason: EndReason): void;
  /** This document goes; the session does not. */
  leave(): void;
}

/** The page before this one lets go of the lock while it is torn down, which is over within a moment. */
const LOCK_WAIT_MS = 1_000;
/** Without locks a tab that shares has to speak for itself; it does so at once, also in the background. */
const ANSWER_MS = 500;

/** Somebody wanted it to be over: that goes for every tab, whichever of them has the turn by now. */
const isChosen = (reason: EndReason): boolean => reason === 'customer' || reason === 'host';

export function createTabs({ world, begin, resumeWithinMs, ...deps }: TabsDeps): Tabs {
  const self = newId();
  let turn: 'opening' | 'mine' | 'elsewhere' | 'over' = 'opening';
  let session = begin.kind === 'resume' ? begin.record.sessionId : null;
  /** The tab that told last how the session stands. */
  let leader: string | undefined;
  let lock: LockOutcome = { state: 'unavailable' };
  let following: Following | undefined;
  /** What the turn began with: good until there is something newer. */
  let begun: ResumeRecord | null = null;
  let tabs = 1;
  let tab: number | null = null;
  let cancelLinger: Undo = () => {};
  const channel = world.openChannel(self, handle);

  function take(record: ResumeRecord | null, number: number, got: Exclude<LockOutcome, { state: 'taken' }>): void {
    following?.stop();
    turn = 'mine';
    lock = got;
    begun = record;
    // What is told of another session meanwhile is not about the one that this tab goes on with.
    session = record?.sessionId ?? session;
    tab = number;
    deps.onTurn({ record, tab, lock: got.state });
    if (got.state === 'held') void got.lost.then(() => turn === 'mine' && lock === got && giveWay(null));
  }

  const status = (): TabStatus | null => {
    const own = deps.status();
    if (own) return { ...own, tabs };
    return begun && { state: 'connecting', watchers: '', record: begun, tabs };
  };

  function tell(): void {
    const own = turn === 'mine' && status();
    if (!own) return;
    session = own.record.sessionId;
    channel?.send({ type: 'status', ...own });
  }

  /** Another tab goes on with the sharing, and this one follows: `to` that asked, or one that took the lock away. */
  function giveWay(to: string | null): void {
    const own = status();
    // Nothing to hand over yet: whoever wants it all the same takes it.
    if (to !== null && !own) return;
    turn = 'elsewhere';
    deps.onTurnOver();
    release(lock);
    // How long ago the lock went is not known here, so who was admitted then is not taken to be admitted still.
    follow(own && to === null ? { ...own, record: { ...own.record, admitted: [] } } : own);
    if (to !== null && own) channel?.send({ type: 'yield', to, record: own.record });
  }

  function follow(known: TabStatus | null): void {
    turn = 'elsewhere';
    if (!channel) return over('host', new CobrowseError('session/busy', 'A session runs in another tab.'));
    following = createFollowing({
      world,
      channel,
      tab,
      known,
      onStatus: deps.onElsewhere,
      onTurn(record, number, of, got) {
        tabs = Math.max(tabs, of);
        take(record, number, got);
      },
      onAlone: () => over('connection-lost', new CobrowseError('session/ended', 'No other tab shares any more.')),
    });
  }

  function handle(message: TabMessage, from: string): void {
    const { type } = message;
    if (type === 'status') {
      leader = from;
      if (turn !== 'mine' && turn !== 'over') session = message.record.sessionId;
    }
    if (turn === 'over') return handleLate(message);
    // Of another session, which is over or was never this tab's.
    if ((type === 'ended' || type === 'command') && session && message.session && message.session !== session) return;
    if (type === 'ended') {
      if (turn === 'mine') return isChosen(message.reason) ? deps.onCommand('stop') : undefined;
      // A tab that was frozen while its turn went to another hears from the room alone that it was replaced.
      if (isChosen(message.reason) || !leader || leader === from) over(message.reason);
    } else if (type === 'command') {
      if (turn === 'mine') deps.onCommand(message.command);
      // The tab that has the turn may not hear it, and this one would go on in its place.
      else if (message.command === 'stop') over('customer');
    } else if (turn !== 'mine') {
      following?.handle(message, self);
    } else if (type === 'hello') {
      if (message.tab === null) tabs += 1;
      tell();
    } else if (type === 'claim') {
      if (message.by === 'button' || !world.isCustomerHere()) giveWay(from);
      // That it was heard.
      else tell();
    }
  }

  /** A page that was loading when it was stopped goes on with what it was left, and hears here that it was. */
  function handleLate(message: TabMessage): void {
    if (message.type === 'hello' && message.session === session)
      channel?.send({ type: 'ended', reason: 'customer', session });
    else if (message.type === 'status' && message.record.sessionId === session) sendCommand('stop');
  }

  const sendCommand = (command: TabCommand): void => channel?.send({ type: 'command', command, session });

  function close(): void {
    cancelLinger();
    channel?.close();
  }

  function conclude(reason: EndReason): void {
    turn = 'over';
    following?.stop();
    release(lock);
    const isKnownElsewhere = session && (leader || tabs > 1);
    if (isChosen(reason) && isKnownElsewhere) cancelLinger = world.clock.after(resumeWithinMs, close);
    else close();
  }

  function over(reason: EndReason, error?: CobrowseError): void {
    conclude(reason);
    deps.onOver(reason, error);
  }

  return {
    async open() {
      // Who shares, and whether it was stopped while this page was loading.
      if (begin.kind === 'resume') channel?.send({ type: 'hello', tab: begin.record.tab, session });
      const got = await world.acquireLock(begin.kind === 'resume' ? LOCK_WAIT_MS : 'now');
      if (got.state === 'unavailable' && session && channel)
        await new Promise<void>((resolve) => world.clock.after(ANSWER_MS, resolve));
      if (turn !== 'opening') return release(got);
      if (got.state === 'taken') {
        follow(null);
        if (begin.kind === 'start') following?.claim('button');
      } else if (begin.kind === 'follow' || (got.state === 'unavailable' && leader)) {
        // Whoever shared has stopped in between; or shares, and there is no lock to take turns by.
        release(got);
        over(leader ? 'replaced' : 'host');
      } else if (begin.kind === 'resume') take(begin.record, begin.record.tab, got);
      else take(null, 1, got);
    },
    tell,
    command(command) {
      if (turn === 'elsewhere') sendCommand(command);
    },
    claim: () => following?.claim('button'),
    end(reason) {
      if (turn === 'over') return;
      if (turn === 'mine') channel?.send({ type: 'ended', reason, session });
      else if (following || session) sendCommand('stop');
      conclude(reason);
    },
    leave() {
      if (turn !== 'over') conclude('page-left');
    },
  };
}

function release(lock: LockOutcome): void {
  if (lock.state === 'held') lock.release();
}
