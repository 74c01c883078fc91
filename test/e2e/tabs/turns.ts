import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Customer } from '../../support/e2e.ts';
import { poll } from '../../support/engine/tab.ts';
import { SETTLE_MS } from '../../../src/session/presence.ts';
import { CART, CHECKOUT, HOME, says, type Scene } from '../continuity/scene.ts';
import { assertLeftSince, assertOneAtATime, assertShares, ELSEWHERE, pressBehind, sharers, shownTo, SHARED, waitForNoBar, waitForStatus, write } from './tabs.ts';

/** Two tabs and more of one customer, who goes from one to the other. */
export function turnRows(scene: Scene): void {
  const openTab = (path: string): Promise<Customer> => scene.customer.openTab(scene.site.url + path);

  it('shares the tab that the customer is in, and says in the other where it is shared', async () => {
    const { stage } = scene;
    await scene.share('/shop/', HOME);
    const first = scene.customer;
    await scene.mark();
    const from = stage.wire.sockets();
    const second = await openTab('/shop/cart.html');
    await assertShares(scene, second, CART, [first], 2);
    assertLeftSince(stage.wire, from, CART);
    const seen = await shownTo(scene);
    assert.ok(seen.some((text) => text.includes('changed to another tab')), seen.join());
    assert.ok(!seen.includes('asked') && !seen.includes('ended'), seen.join());

    const unseen = await write(first, 'written behind');
    await write(second, 'written in front');
    await scene.agent.waitForReplay(says, 'written in front');
    const back = stage.wire.sockets();
    await first.tab.bringToFront();
    await assertShares(scene, first, unseen, [second], 1);
    assertLeftSince(stage.wire, back, unseen);
  });

  it('tells the agent which tab they see', async () => {
    await scene.share('/shop/', HOME);
    const first = scene.customer;
    const second = await openTab('/shop/cart.html');
    await assertShares(scene, second, CART, [first], 2);
    const third = await openTab('/shop/checkout.html');
    await assertShares(scene, third, CHECKOUT, [first, second], 3);
    await first.tab.bringToFront();
    await assertShares(scene, first, HOME, [second, third], 1);
  });

  it('stays with a tab whose customer only flips through another', async () => {
    const { stage } = scene;
    await scene.share('/shop/', HOME);
    const first = scene.customer;
    const second = await openTab('/shop/cart.html');
    await assertShares(scene, second, CART, [first], 2);
    await first.evaluate(() => {
      const view = window as unknown as { shownMs: number; stayedMs: number };
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') view.shownMs = performance.now();
        else view.stayedMs = performance.now() - view.shownMs;
      });
    });
    // A look that is long enough to be noticed, and on a busy machine may be so long that it is a stay.
    const from = await poll('a short look', async () => {
      const sockets = stage.wire.sockets();
      await first.tab.bringToFront();
      await first.waitFor((lookMs) => performance.now() - (window as unknown as { shownMs: number }).shownMs > lookMs, SETTLE_MS / 4);
      await second.tab.bringToFront();
      const stayedMs = await first.evaluate(() => (window as unknown as { stayedMs: number }).stayedMs);
      if (stayedMs < SETTLE_MS) return sockets;
      await assertShares(scene, second, CART, [first], 2);
      return undefined;
    });
    await scene.mark();
    const words = await write(second, 'still here');
    await scene.agent.waitForReplay(says, words);
    await waitForStatus(second, SHARED);
    // A tab that shares next is the next that opens a socket: the look opened none.
    assert.equal(stage.wire.sockets(), from);
    await first.tab.bringToFront();
    await assertShares(scene, first, HOME, [second], 1);
    assert.deepEqual(sharers(stage.wire).slice(-1), [from]);
    assert.equal((await shownTo(scene)).filter((state) => state === 'live').length, 1);
  });

  it('goes on in the remaining tab when the one that shared is closed', async () => {
    const { stage } = scene;
    await scene.share('/shop/', HOME);
    const second = await openTab('/shop/cart.html');
    await assertShares(scene, second, CART, [scene.customer], 2);
    await scene.mark();
    const from = stage.wire.sockets();
    const words = await write(scene.customer, 'what remains');
    await second.tab.close();
    await scene.customer.tab.bringToFront();
    await assertShares(scene, scene.customer, words, [], 1);
    assertLeftSince(stage.wire, from, words);
    assert.ok(!(await shownTo(scene)).includes('asked'));
  });

  it('goes on undisturbed when a tab is closed that does not share', async () => {
    const { stage } = scene;
    await scene.share('/shop/', HOME);
    const second = await openTab('/shop/cart.html');
    await assertShares(scene, second, CART, [scene.customer], 2);
    const from = stage.wire.sockets();
    await scene.mark();
    await scene.customer.tab.close();
    await scene.agent.waitForReplay(says, await write(second, 'written later'));
    await waitForStatus(second, SHARED);
    assert.deepEqual((await shownTo(scene)).filter((text) => text === 'reconnecting'), []);
    assert.equal(stage.wire.sockets(), from);
  });

  it('shares a page load later in the same tab, while the other stays quiet', async () => {
    const { stage } = scene;
    await scene.share('/shop/', HOME);
    const second = await openTab('/shop/cart.html');
    await assertShares(scene, second, CART, [scene.customer], 2);
    const from = stage.wire.sockets();
    await second.goto(`${scene.site.url}/shop/checkout.html`);
    await assertShares(scene, second, CHECKOUT, [scene.customer], 2);
    assertLeftSince(stage.wire, from, CHECKOUT);
  });

  it('stays paused in the next tab, of which nothing leaves before the customer goes on', async () => {
    const { agent, stage } = scene;
    await scene.share('/shop/', HOME);
    await scene.customer.press('pause');
    await agent.waitForState('paused');
    const from = stage.wire.sockets();
    const second = await openTab('/shop/cart.html');
    await waitForStatus(second, 'Paused');
    await waitForStatus(scene.customer, 'another tab');
    await poll('the tab at the agent', async () => (await agent.tab.text('customer-tab')) === 'tab 2');
    await agent.waitForState('paused');
    assert.deepEqual(sharers(stage.wire).filter((socket) => socket >= from), []);
    await second.press('unpause');
    await assertShares(scene, second, CART, [scene.customer], 2);
  });

  it('gives the sharing to the tab whose button asks for it, and lets the other ask back', async () => {
    const { stage } = scene;
    await scene.share('/shop/', HOME);
    const first = scene.customer;
    const second = await openTab('/shop/cart.html');
    await assertShares(scene, second, CART, [first], 2);
    // As while the customer is in the address bar: the tab is seen, and is not known to have them.
    for (const tab of [first, second]) await tab.evaluate(() => void Object.assign(document, { hasFocus: () => false }));
    for (const [asking, other, words, number] of [
      [first, second, HOME, 1],
      [second, first, CART, 2],
    ] as const) {
      const from = stage.wire.sockets();
      const news = await write(asking, `asked for by ${number}`);
      await asking.tab.bringToFront();
      await waitForStatus(asking, ELSEWHERE);
      await asking.press('share-here');
      await assertShares(scene, asking, words, [other], number);
      assertLeftSince(stage.wire, from, news);
    }
  });

  it('is stopped from a tab that does not share, everywhere', async () => {
    const { agent, stage } = scene;
    await scene.share('/shop/', HOME);
    const first = scene.customer;
    const second = await openTab('/shop/cart.html');
    await assertShares(scene, second, CART, [first], 2);
    await pressBehind(first, 'stop');
    await agent.waitForState('ended');
    assert.match((await agent.tab.text('cover')) ?? '', /stopped sharing/);
    for (const tab of [first, second]) await waitForNoBar(tab);
    const from = stage.wire.sockets();
    for (const tab of [first, second]) {
      await tab.reload();
      assert.equal(await resumes(tab), false);
      assert.equal(await tab.status(), null);
    }
    assert.equal(stage.wire.sockets(), from);
    assertOneAtATime(stage.wire);
  });

  it('shares, of two windows side by side, the one that has the keyboard', async () => {
    const { engine, stage } = scene;
    await scene.share('/shop/', HOME);
    const first = scene.customer;
    const from = stage.wire.sockets();
    const second = await first.openBeside(`${scene.site.url}/shop/cart.html`);
    const take = async (tab: Customer): Promise<void> => {
      await tab.tab.bringToFront();
      // Without a head it gives the keyboard to every window; then the one that shares keeps it until told otherwise.
      if (engine === 'chromium') await tab.press('share-here');
    };
    const isSeen = (): boolean => document.visibilityState === 'visible';
    assert.deepEqual([await first.evaluate(isSeen), await second.evaluate(isSeen)], [true, true]);
    if (engine === 'chromium') await second.press('share-here');
    await assertShares(scene, second, CART, [first], 2);
    assertLeftSince(stage.wire, from, CART);
    await take(first);
    await assertShares(scene, first, HOME, [second], 1);
  });

}

/** Once the script's own look for a session is over: whether there is one to go on with. */
function resumes(tab: Customer): Promise<boolean> {
  return poll('an answer', () =>
    tab.evaluate(() => {
      const { Cobrowse } = window as unknown as { Cobrowse: { state: string | null; resume(): Promise<boolean> } };
      return Cobrowse.resume().then((went) => ({ went }));
    }),
  ).then(({ went }) => went);
}
