import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { createWalkBrowser, type WalkBrowser, type WalkPage, type WalkTab } from '../../support/tab-walk.ts';

const KINDS = ['open', 'copy', 'leave', 'arrive', 'close', 'crash', 'freeze', 'thaw', 'move', 'claim', 'pause', 'unpause', 'stop', 'start', 'pass', 'deliver', 'hold', 'quiet'] as const;
type Kind = (typeof KINDS)[number];
interface Step {
  readonly kind: Kind;
  /** Which tab, which message, how long. */
  readonly which: number;
}

/** More of what goes on than of what ends it, so that a walk meets something. */
const WEIGHTS: Partial<Record<Kind, number>> = { stop: 1, start: 8, quiet: 2, pass: 10, deliver: 8, move: 10, arrive: 8, thaw: 5 };
const stepsOf = (without: readonly Kind[] = []): fc.Arbitrary<Step[]> => {
  const kinds = KINDS.filter((kind) => !without.includes(kind));
  const step = fc.record({
    kind: fc.oneof(...kinds.map((kind) => ({ arbitrary: fc.constant(kind), weight: WEIGHTS[kind] ?? 4 }))),
    which: fc.nat(11),
  });
  // As long as walks get, half of it on average; one that fails may shrink to a few steps.
  return fc.array(step, { minLength: 1, maxLength: 400, size: 'max' });
};

const MAX_TABS = 4;

/** Failed once: two sessions begin while nothing arrives, and one is stopped as another tab goes on with it. */
const STOPPED_WHILE_TAKING_OVER = walk('hold 0, close 0, open 0, open 0, copy 0, open 0, start 5, start 10, move 5, pass 6, close 11, hold 7, claim 1, stop 5, move 0');

function walk(steps: string): Step[] {
  return steps.split(', ').map((step) => {
    const [kind, which] = step.split(' ');
    return { kind: kind as Kind, which: Number(which) };
  });
}

/** A session that was stopped: tabs that could not hear of it, and pages that go on saying so where nobody shared. */
interface Stop {
  readonly deaf: readonly WalkTab[];
  readonly witnesses: readonly WalkPage[];
}
interface State {
  isHeld: boolean;
  readonly stops: Map<string, Stop>;
}

async function takeStep(browser: WalkBrowser, { kind, which }: Step, state: State): Promise<void> {
  const { tabs } = browser;
  const tab = tabs[which % Math.max(1, tabs.length)];
  const page = tab?.page;
  const isAwake = page?.life === 'awake';
  const isMember = isAwake && page.standing === 'member' && page.tabs !== null;
  if (kind === 'open' && tabs.length < MAX_TABS) browser.open();
  else if (kind === 'copy' && tab && tabs.length < MAX_TABS && (page || !tab.record)) browser.open(tab.record);
  else if (kind === 'arrive' && tab && !page) browser.arrive(tab);
  else if (kind === 'leave' && isAwake) browser.leave(page);
  else if (kind === 'crash' && page) browser.crash(page);
  else if (kind === 'close' && tab && page?.life !== 'frozen') {
    if (page) browser.leave(page);
    browser.close(tab);
  } else if (kind === 'freeze' && isAwake) browser.freeze(page);
  else if (kind === 'thaw' && page?.life === 'frozen') browser.thaw(page);
  else if (kind === 'move') {
    if (page?.life === 'frozen') browser.thaw(page);
    browser.move(which === 11 ? null : (tab ?? null));
  } else if (kind === 'claim' && isMember) browser.claim(page);
  else if ((kind === 'pause' || kind === 'unpause') && isMember) browser.pause(page, kind);
  else if (kind === 'stop' && isMember) {
    const deaf = tabs.filter((other) => other !== tab && (state.isHeld || other.page?.life !== 'awake'));
    // A tab that knows of no other has nobody to tell.
    const isAlone = state.isHeld || tabs.filter((other) => other.page?.standing === 'member').length === 1;
    const witnesses = isAlone || page.knows === null ? [] : [page];
    // Where another session has begun meanwhile, that one alone is stopped.
    if (page.knows !== null && !state.stops.has(page.knows)) state.stops.set(page.knows, { deaf, witnesses });
    browser.stop(page);
  } else if (kind === 'start' && isAwake && page.standing !== 'member') browser.start(page);
  else if (kind === 'pass') await browser.clock.advance([20, 100, 300, 900, 1_500, 2_500, 6_000, 31_000][which % 8]!);
  else if (kind === 'deliver') browser.origin.deliver(which);
  else if (kind === 'hold') state.isHeld = which % 2 === 0;
  await settle(browser, state.isHeld);
}

/** Lets what is due in every page run and, unless they are held up, messages arrive. */
async function settle(browser: WalkBrowser, isHeld: boolean): Promise<void> {
  await browser.clock.advance(0);
  if (isHeld) return;
  while (browser.origin.waiting > 0) {
    browser.origin.deliver();
    await browser.clock.advance(0);
  }
}

const pages = (browser: WalkBrowser): WalkPage[] => browser.tabs.flatMap(({ page }) => page ?? []);
const sharers = (browser: WalkBrowser): WalkPage[] => pages(browser).filter(({ sharing, life }) => sharing && life === 'awake');
/** Everybody is there, messages arrive, and for more than a minute the customer stays in one tab. */
async function becomeQuiet(browser: WalkBrowser): Promise<void> {
  for (const tab of browser.tabs) {
    if (!tab.page) browser.arrive(tab);
    else if (tab.page.life === 'frozen') browser.thaw(tab.page);
  }
  await settle(browser, false);
  for (let passed = 0; passed < 75_000; passed += 1_000) {
    await browser.clock.advance(1_000);
    await settle(browser, false);
  }
}

function checkStops(browser: WalkBrowser, { stops }: State): void {
  for (const { sharing } of sharers(browser)) {
    const stop = stops.get(sharing!.session);
    if (!stop) continue;
    assert.ok(!stop.witnesses.some(({ life }) => life === 'awake'), 'a tab was not told of the stop');
    assert.ok(stop.deaf.length > 0, 'all tabs heard the stop, and one shares');
    // Nobody was left who knew: from here on it is a session like another.
    stops.delete(sharing!.session);
  }
}

describe('tabs of one customer in a random walk of some 100,000 events', () => {
  it('never share two at once, come to rest with one, and stay stopped', async () => {
    await fc.assert(
      fc.asyncProperty(stepsOf(), async (steps) => {
        const browser = createWalkBrowser({ locks: true, channel: true });
        const state: State = { isHeld: false, stops: new Map() };
        browser.start(browser.open().page!);
        for (const step of steps) {
          await takeStep(browser, step, state);
          assert.ok(sharers(browser).length <= 1, 'two tabs share');
          if (!state.isHeld) checkStops(browser, state);
          if (step.kind !== 'quiet') continue;
          await becomeQuiet(browser);
          state.isHeld = false;
          const members = pages(browser).filter(({ standing }) => standing === 'member');
          const [one] = sharers(browser);
          assert.ok(one || members.length === 0, 'tabs wait for nobody');
          const here = members.find(({ tab }) => tab === browser.customer);
          if (here) assert.equal(one, here, 'the customer is in another tab of the session');
        }
        assert.deepEqual(browser.errors, []);
      }),
      { numRuns: 400, examples: [[STOPPED_WHILE_TAKING_OVER]] },
    );
  });

  const poorer = [
    { name: 'locks', browser: { locks: false, channel: true }, without: ['start', 'freeze', 'hold'] },
    { name: 'a channel', browser: { locks: true, channel: false }, without: ['start'] },
    { name: 'both', browser: { locks: false, channel: false }, without: ['start', 'copy'] },
  ] as const;
  for (const { name, browser: has, without } of poorer)
    it(`share in the tab that started alone, where the browser is without ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(stepsOf(without), async (steps) => {
          const browser = createWalkBrowser(has);
          const state: State = { isHeld: false, stops: new Map() };
          const first = browser.open();
          browser.start(first.page!);
          // Once it has joined, so that a copy has something to ask about.
          await browser.clock.advance(300);
          for (const step of steps) {
            const wasThere = first.page !== null;
            await takeStep(browser, step, state);
            // A copy that still waits for the lock as the first tab stops cannot be told from its next page.
            if (step.kind === 'copy') await browser.clock.advance(1_100);
            assert.ok(sharers(browser).length <= 1, 'two tabs share');
            // What is copied while no page of it is there cannot be told from a page that loads.
            if (!wasThere || !first.page) break;
            for (const { tab } of sharers(browser)) assert.equal(tab, first, 'a tab took the sharing over');
          }
          assert.deepEqual(browser.errors, []);
        }),
        { numRuns: 200 },
      );
    });
});
