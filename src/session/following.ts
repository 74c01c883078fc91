import type { Clock } from '../core/clock.ts';
import { createDisposer } from '../core/disposer.ts';
import type { Undo } from '../core/emitter.ts';
import type { SessionState } from './derive.ts';
import { isCustomerHere, watchPresence } from './presence.ts';
import type { ResumeRecord } from './resume-record.ts';
import { acquireLock, isLockHeld, type LockOutcome } from './session-lock.ts';
import type { TabChannel, TabMessage, TabStatus } from './tab-channel.ts';

/** A turn to share: where to go on, as which tab, of how many. */
export interface Turn {
  readonly record: ResumeRecord | null;
  readonly tab: number;
  readonly tabs: number;
}

export interface FollowingDeps {
  readonly clock: Clock;
  readonly channel: TabChannel;
  /** This tab's number, if it has shared before. */
  readonly tab: number | null;
  show(watchers: string): void;
  /** The session's state, as the tab that shares tells it. */
  onState(state: SessionState): void;
  /** The sharing is this tab's now, with the lock. */
  onTurn(turn: Turn, lock: LockOutcome): void;
  /** No tab shares any more, and none has for a while. */
  onAlone(): void;
}

/** This tab while another shares. */
export interface Following {
  handle(message: TabMessage, self: string): void;
  /** Asks for the sharing, because the customer is here or has pressed the button. */
  claim(by: 'presence' | 'button'): void;
  readonly stop: Undo;
}

/** A tab that shares answers at once, also in the background; one that has not by then is frozen or broken. */
const ANSWER_MS = 2_000;
/** The tab that yields lets go of the lock before it says so. */
const LOCK_WAIT_MS = 1_000;
/** How often to look whether anybody still shares. */
const LOOK_MS = 5_000;
/** A page that loads is without the lock for seconds; after a minute nobody is coming back. */
const ORPHAN_MS = 60_000;

export function createFollowing({ clock, channel, show, tab: given, ...on }: FollowingDeps): Following {
  const disposer = createDisposer();
  let status: TabStatus | undefined;
  let tab = given;
  let claiming: 'no' | 'presence' | 'button' = 'no';
  let answered: 'no' | 'yes' = 'no';
  let cancelWait: Undo = () => {};
  let lastHeldMs = clock.now();
  disposer.add(() => cancelWait());

  function take(record: ResumeRecord | null, lock: LockOutcome): void {
    if (disposer.disposed) {
      if (lock.state === 'held') lock.release();
      return;
    }
    claiming = 'no';
    if (lock.state !== 'held') return;
    const tabs = status?.tabs ?? 1;
    on.onTurn({ record, tab: tab ?? tabs, tabs }, lock);
  }

  async function claim(by: 'presence' | 'button'): Promise<void> {
    if (disposer.disposed || claiming === 'button' || claiming === by) return;
    claiming = by;
    const lock = await acquireLock('now');
    if (lock.state !== 'taken') return take(lastRecord(), lock);
    if (disposer.disposed) return;
    channel.send({ type: 'claim', by });
    cancelWait();
    cancelWait = clock.after(ANSWER_MS, () => void insist(by));
  }

  /** Nobody yielded: either the customer is there as well, or nobody is there to answer. */
  async function insist(by: 'presence' | 'button'): Promise<void> {
    const isWanted = by === 'button' || (isCustomerHere() && answered === 'no');
    claiming = 'no';
    if (isWanted) take(lastRecord(), await acquireLock('steal'));
  }

  /** As the tab that shared last told; it was good for as long as that tab was there. */
  function lastRecord(): ResumeRecord | null {
    if (!status) return null;
    const { record } = status;
    return { ...record, writtenMs: Math.max(record.writtenMs, lastHeldMs) };
  }

  function handle(message: TabMessage, self: string): void {
    if (message.type === 'status') {
      status = message;
      tab ??= message.tabs;
      answered = 'yes';
      lastHeldMs = clock.now();
      show(message.watchers);
      on.onState(message.state);
    } else if (message.type === 'yield' && message.to === self) {
      cancelWait();
      const { record } = message;
      void acquireLock(LOCK_WAIT_MS).then((lock) => take(record, lock));
    }
  }

  async function look(): Promise<void> {
    if (await isLockHeld()) lastHeldMs = clock.now();
    if (disposer.disposed) return;
    if (clock.now() - lastHeldMs > ORPHAN_MS) return on.onAlone();
    disposer.add(clock.after(LOOK_MS, () => void look()));
  }

  show('');
  channel.send({ type: 'hello', tab });
  disposer.add(watchPresence(clock, () => void claim('presence')));
  void look();
  return { handle, claim: (by) => void claim(by), stop: () => disposer.dispose() };
}
