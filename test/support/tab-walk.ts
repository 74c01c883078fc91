import type { SessionBegin } from '../../src/client.ts';
import { honour } from '../../src/session/honour.ts';
import type { PauseReason } from '../../src/session/facts.ts';
import type { ResumeRecord } from '../../src/session/resume-record.ts';
import { createTabs, type Tabs } from '../../src/session/tabs.ts';
import { createFakeClock } from './fake-clock.ts';
import { createFakeOrigin, type FakeDocument } from './fake-origin.ts';

/** Which of the two a browser has. */
export interface Browser {
  readonly locks: boolean;
  readonly channel: boolean;
}

/** A page of a tab, as much of the session in it as tabs know of. */
export interface WalkPage {
  readonly tab: WalkTab;
  readonly tabs: Tabs | null;
  readonly document: FakeDocument;
  /** What it would record and send, were there an agent. */
  sharing: { readonly session: string; joined: 'no' | 'yes'; readonly pauses: Set<PauseReason> } | null;
  standing: 'none' | 'member' | 'over';
  /** Which session it is, as far as the page has learnt. */
  knows: string | null;
  life: 'awake' | 'frozen' | 'gone';
  /** What is due once it is awake again. */
  readonly tasks: (() => void)[];
}

export interface WalkTab {
  readonly id: number;
  record: ResumeRecord | null;
  page: WalkPage | null;
}

const RESUME_WITHIN_MS = 900_000;
/** Connection info and the socket. */
const JOIN_MS = 200;
/** As the product's own: `SETTLE_MS`. */
const SETTLE_MS = 800;

/** One browser with some tabs of one shop, on fake lock, channel and clock. */
export function createWalkBrowser(browser: Browser) {
  const clock = createFakeClock();
  const origin = createFakeOrigin(clock, 'on-demand');
  const arrivals = new Set<() => void>();
  let tabs: WalkTab[] = [];
  let customer: WalkTab | null = null;
  let sessions = 0;

  const isHere = (page: WalkPage): boolean => customer === page.tab && page.life === 'awake';
  const run = (page: WalkPage, task: () => void): void => {
    if (page.life === 'awake') queueMicrotask(() => (page.life === 'frozen' ? page.tasks.push(task) : page.life === 'awake' && task()));
    else if (page.life === 'frozen') page.tasks.push(task);
  };

  function recordOf(page: WalkPage): ResumeRecord | null {
    const { sharing } = page;
    if (!sharing || sharing.joined === 'no') return null;
    const nowMs = clock.now();
    return {
      sessionId: sharing.session,
      roomId: `room-${sharing.session}`,
      lastInputMs: nowMs,
      writtenMs: nowMs,
      returnByMs: null,
      admitted: [],
      pauses: [...sharing.pauses],
      hidden: [],
      tab: 1,
    };
  }
  const keep = (page: WalkPage): void => void (page.tab.record = recordOf(page) ?? page.tab.record);

  function finish(page: WalkPage, reason: 'customer' | 'host' | 'replaced' | 'connection-lost'): void {
    if (page.standing === 'over') return;
    page.standing = 'over';
    page.tabs!.end(reason);
    page.tab.record = null;
    page.sharing = null;
    arrivals.delete(watchers.get(page)!);
  }
  const watchers = new Map<WalkPage, () => void>();

  function load(tab: WalkTab, how: 'as-left' | 'start'): void {
    const page: WalkPage = {
      tab,
      tabs: null,
      document: origin.openDocument((task) => run(page, task)),
      sharing: null,
      standing: 'none',
      knows: null,
      life: 'awake',
      tasks: [],
    };
    tab.page = page;
    if (how === 'start') return begin(page, { kind: 'start', roomId: undefined });
    const { record } = tab;
    if (record && clock.now() - record.lastInputMs < RESUME_WITHIN_MS) return begin(page, { kind: 'resume', record });
    if (browser.locks)
      void page.document.isLockHeld().then((isHeld) => isHeld && page.life === 'awake' && begin(page, { kind: 'follow' }));
  }

  function begin(page: WalkPage, kind: SessionBegin): void {
    if (page.standing === 'member') return;
    page.standing = 'member';
    const after = (ms: number, callback: () => void): (() => void) => {
      let isCancelled = false;
      const cancel = clock.after(ms, () => run(page, () => !isCancelled && callback()));
      return () => {
        isCancelled = true;
        cancel();
      };
    };
    const created: Tabs = createTabs({
      world: {
        clock: { now: () => clock.now(), after },
        openChannel: (self, handle) => (browser.channel ? page.document.openChannel(self, handle) : null),
        acquireLock: (wish) => (browser.locks ? page.document.acquireLock(wish) : Promise.resolve({ state: 'unavailable' })),
        isLockHeld: () => (browser.locks ? page.document.isLockHeld() : Promise.resolve(false)),
        isCustomerHere: () => isHere(page),
        watchPresence(onHere) {
          let cancel = (): void => {};
          const look = (): void => {
            cancel();
            if (isHere(page)) cancel = after(SETTLE_MS, () => isHere(page) && onHere());
          };
          arrivals.add(look);
          watchers.set(page, look);
          look();
          return () => {
            cancel();
            arrivals.delete(look);
          };
        },
      },
      begin: kind,
      resumeWithinMs: RESUME_WITHIN_MS,
      onTurn({ record, lock }) {
        const isSame = record && honour(record, { nowMs: clock.now(), lock, place: 'top' });
        const sharing: NonNullable<WalkPage['sharing']> = {
          session: record?.sessionId ?? `s${(sessions += 1)}`,
          joined: 'no',
          pauses: new Set(isSame ? record.pauses : []),
        };
        page.sharing = sharing;
        after(JOIN_MS, () => {
          if (page.sharing !== sharing) return;
          sharing.joined = 'yes';
          page.knows = sharing.session;
          // The relay lets one recorder into a room.
          for (const { page: other } of tabs)
            if (other && other !== page && other.sharing) run(other, () => other.sharing && finish(other, 'replaced'));
          keep(page);
          created.tell();
        });
      },
      onTurnOver: () => (page.sharing = null),
      status() {
        const record = recordOf(page);
        return record && { state: 'pending', watchers: '', record };
      },
      onCommand(command) {
        if (command === 'stop') return finish(page, 'customer');
        if (command === 'pause') page.sharing?.pauses.add('host');
        else page.sharing?.pauses.delete('host');
        keep(page);
        created.tell();
      },
      onElsewhere(status) {
        page.tab.record = null;
        if (status) page.knows = status.record.sessionId;
      },
      onOver: (reason) => finish(page, reason as 'host'),
    });
    (page as { tabs: Tabs }).tabs = created;
    created.open().catch((error: unknown) => errors.push(error));
  }
  const errors: unknown[] = [];

  function destroy(page: WalkPage): void {
    page.life = 'gone';
    page.document.destroy();
    arrivals.delete(watchers.get(page)!);
    page.tab.page = null;
  }

  return {
    clock,
    origin,
    errors,
    get tabs() {
      return tabs;
    },
    get customer() {
      return customer;
    },
    open(record: ResumeRecord | null = null): WalkTab {
      const opened: WalkTab = { id: Math.max(0, ...tabs.map(({ id }) => id)) + 1, record, page: null };
      tabs = [...tabs, opened];
      load(opened, 'as-left');
      return opened;
    },
    start: (page: WalkPage): void => begin(page, { kind: 'start', roomId: undefined }),
    /** The document goes, as on following a link. */
    leave(page: WalkPage): void {
      if (page.standing === 'member') {
        keep(page);
        if (page.sharing && !page.tab.record) finish(page, 'host');
        page.tabs!.leave();
      } else page.tabs?.leave();
      destroy(page);
    },
    crash: destroy,
    arrive: (at: WalkTab): void => load(at, 'as-left'),
    close(at: WalkTab): void {
      tabs = tabs.filter((other) => other !== at);
      if (customer === at) customer = null;
    },
    freeze: (page: WalkPage): void => void (page.life = 'frozen'),
    thaw(page: WalkPage): void {
      page.life = 'awake';
      for (const task of page.tasks.splice(0)) run(page, task);
    },
    move(to: WalkTab | null): void {
      customer = to;
      for (const look of arrivals) look();
    },
    claim: (page: WalkPage): void => page.tabs!.claim(),
    pause(page: WalkPage, command: 'pause' | 'unpause'): void {
      if (!page.sharing) return page.tabs!.command(command);
      if (command === 'pause') page.sharing.pauses.add('customer');
      else page.sharing.pauses.delete('customer');
      keep(page);
      page.tabs!.tell();
    },
    stop: (page: WalkPage): void => finish(page, 'customer'),
  };
}

export type WalkBrowser = ReturnType<typeof createWalkBrowser>;
