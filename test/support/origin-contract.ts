import type { LockOutcome, LockWish } from '../../src/session/session-lock.ts';
import type { TabChannel, TabMessage } from '../../src/session/tab-channel.ts';

/** Lock and channel as documents of one origin have them: the browser's, or the fake that the walks run on. */
export interface Origin {
  openChannel(self: string, handle: (message: TabMessage, from: string) => void): TabChannel | null;
  acquireLock(wish: LockWish): Promise<LockOutcome>;
  isLockHeld(): Promise<boolean>;
  /** Waits until that many milliseconds are over. */
  pass(ms: number): Promise<void>;
}

const CLAIM: TabMessage = { type: 'claim', by: 'button' };
const PRESENCE: TabMessage = { type: 'claim', by: 'presence' };

function equal(actual: unknown, expected: unknown): void {
  const [one, other] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (one !== other) throw new Error(`${one} is not ${other}`);
}
function release(outcome: LockOutcome): void {
  if (outcome.state === 'held') outcome.release();
}

/** Holds for the real one and for the fake; each case leaves nothing behind. */
export const ORIGIN_CONTRACT: Readonly<Record<string, (origin: Origin) => Promise<void>>> = {
  async 'a message reaches all others in order, and not its sender'(origin) {
    const heard: unknown[] = [];
    const open = (name: string): TabChannel => origin.openChannel(name, ({ type }, from) => heard.push([name, from, type]))!;
    const [anna, ben] = [open('anna'), open('ben')];
    anna.send(CLAIM);
    anna.send({ type: 'hello', tab: null, session: null });
    while (heard.length < 2) await origin.pass(5);
    await origin.pass(20);
    equal(heard, [['ben', 'anna', 'claim'], ['ben', 'anna', 'hello']]);
    anna.close();
    ben.close();
  },
  async 'nothing is heard after closing, and closing twice does no harm'(origin) {
    const heard: unknown[] = [];
    const anna = origin.openChannel('anna', () => {})!;
    const ben = origin.openChannel('ben', () => heard.push('ben'))!;
    const cleo = origin.openChannel('cleo', () => heard.push('cleo'))!;
    ben.close();
    ben.close();
    anna.send(PRESENCE);
    while (heard.length === 0) await origin.pass(5);
    await origin.pass(20);
    equal(heard, ['cleo']);
    anna.close();
    cleo.close();
  },
  async 'one holds the lock, and the next has it after that'(origin) {
    equal(await origin.isLockHeld(), false);
    const first = await origin.acquireLock('now');
    equal(first.state, 'held');
    equal(await origin.isLockHeld(), true);
    equal((await origin.acquireLock('now')).state, 'taken');
    release(first);
    const second = await origin.acquireLock(1_000);
    equal(second.state, 'held');
    release(second);
    await origin.pass(20);
    equal(await origin.isLockHeld(), false);
  },
  async 'who waits has it when it is free, in turn, or gives up'(origin) {
    const first = await origin.acquireLock('now');
    const order: string[] = [];
    const impatient = origin.acquireLock(10).then(({ state }) => order.push(`impatient ${state}`));
    const patient = ['one', 'two'].map(async (name) => {
      const outcome = await origin.acquireLock(5_000);
      order.push(`${name} ${outcome.state}`);
      release(outcome);
    });
    await origin.pass(50);
    await impatient;
    release(first);
    await Promise.all(patient);
    equal(order, ['impatient taken', 'one held', 'two held']);
    await origin.pass(20);
    equal(await origin.isLockHeld(), false);
  },
  async 'a lock that is stolen is lost to its holder, whose release frees nothing'(origin) {
    const first = await origin.acquireLock('now');
    const thief = await origin.acquireLock('steal');
    equal(thief.state, 'held');
    if (first.state === 'held') await first.lost;
    release(first);
    await origin.pass(20);
    equal((await origin.acquireLock('now')).state, 'taken');
    release(thief);
    await origin.pass(20);
    equal(await origin.isLockHeld(), false);
  },
};
