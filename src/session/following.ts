import { createDisposer } from '../core/disposer.ts';
import type { Undo } from '../core/emitter.ts';
import type { ResumeRecord } from './resume-record.ts';
import type { LockOutcome } from './session-lock.ts';
import type { TabChannel, TabMessage, TabStatus } from './tab-channel.ts';
import type { TabWorld } from './tabs.ts';

export interface FollowingDeps {
  readonly world: TabWorld;
  readonly channel: TabChannel;
  /** This tab's number, if it has shared before. */
  readonly tab: number | null;
  /** How the session stood in this tab, if it has shared before. */
  readonly known: TabStatus | null;
  /** How the session stands, as the tab that shares tells it. */
  onStatus(status: TabStatus | null): void;
  /** The sharing is this tab's now, with the lock: where to go on, as which tab, of how many. */
  onTurn(record: ResumeRecord | null, tab: number, tabs: number, lock: LockOutcome & { state: 'held' }): void;
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

export function createFollowing({ world, channel, tab: given, known, ...on }: FollowingDeps): Following {
  const { clock } = world;
  const disposer = createDisposer();
  let status = known;
  let tab = given;
  let claiming: 'no' | 'presence' | 'button' = 'no';
  let answered: 'no' | 'yes' = 'no';
  let cancelWait: Undo = () => {};
  let cancelLook: Undo = () => {};
  let lastHeldMs = clock.now();
  disposer.add(() => cancelWait());
  disposer.add(() => cancelLook());

  function take(record: ResumeRecord | null, lock: LockOutcome): void {
    // The customer's own press may begin anew; being here may not.
    if (lock.state === 'held' && !disposer.disposed && (record || claiming === 'button')) {
      const tabs = status?.tabs ?? 1;
      return on.onTurn(record, tab ?? tabs, tabs, lock);
    }
    claiming = 'no';
    if (lock.state === 'held') lock.release();
    // Another tab was quicker, or the one that shares is loading a page: the customer may be here all the same.
    if (!disposer.disposed) wait(() => world.isCustomerHere() && void claim('presence'));
  }

  function wait(callback: () => void): void {
    cancelWait();
    cancelWait = clock.after(ANSWER_MS, callback);
  }

  async function claim(by: 'presence' | 'button'): Promise<void> {
    if (disposer.disposed || claiming === 'button' || claiming === by) return;
    claiming = by;
    const lock = await world.acquireLock('now');
    if (lock.state !== 'taken') return take(lastRecord(), lock);
    if (disposer.disposed) return;
    answered = 'no';
    channel.send({ type: 'claim', by });
    wait(() => void insist(by));
  }

  /** Nobody yielded: nobody is there to answer, or there was nothing to hand over, or the customer was there as well. */
  async function insist(by: 'presence' | 'button'): Promise<void> {
    const isHere = world.isCustomerHere();
    if (by === 'button' || (isHere && answered === 'no' && status))
      return take(lastRecord(), await world.acquireLock('steal'));
    claiming = 'no';
    if (isHere) await claim(by);
  }

  /** As the tab that shared last told; it was good for as long as that tab was there. */
  function lastRecord(): ResumeRecord | null {
    return status && { ...status.record, writtenMs: Math.max(status.record.writtenMs, lastHeldMs) };
  }

  function handle(message: TabMessage, self: string): void {
    if (message.type === 'status') {
      status = message;
      tab ??= message.tabs;
      lastHeldMs = clock.now();
      answered = 'yes';
      on.onStatus(message);
    } else if (message.type === 'yield' && message.to === self) {
      cancelWait();
      const { record } = message;
      void world.acquireLock(LOCK_WAIT_MS).then((lock) => take(record, lock));
    }
  }

  async function look(): Promise<void> {
    const isHeld = await world.isLockHeld();
    if (disposer.disposed) return;
    if (isHeld) lastHeldMs = clock.now();
    else if (clock.now() - lastHeldMs > ORPHAN_MS) return on.onAlone();
    else if (world.isCustomerHere()) void claim('presence');
    cancelLook = clock.after(LOOK_MS, () => void look());
  }

  on.onStatus(known);
  channel.send({ type: 'hello', tab, session: known?.record.sessionId ?? null });
  disposer.add(world.watchPresence(() => void claim('presence')));
  cancelLook = clock.after(LOOK_MS, () => void look());
  return { handle, claim: (by) => void claim(by), stop: () => disposer.dispose() };
}
