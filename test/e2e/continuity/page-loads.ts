import assert from 'node:assert/strict';
import { it } from 'node:test';
import { poll } from '../../support/engine/tab.ts';
import { assertLeftTo, assertNothingLeft, assertSilent, lastAddressee } from './left.ts';
import { CART, CHECKOUT, HOME, says, type Scene } from './scene.ts';

/** One page after the other, each loaded. */
export function pageLoadRows(scene: Scene): void {
  it('goes on over links and reloads without asking again', async () => {
    await scene.share('/shop/', HOME);
    for (const [go, words] of [
      [() => scene.follow('/shop/cart.html'), CART],
      [() => scene.customer.reload(), CART],
      [() => scene.follow('/shop/checkout.html'), CHECKOUT],
    ] as const) {
      const from = await scene.mark();
      await go();
      await scene.wentOn(from, words);
    }
  });

  it('goes on over back and forward between pages that ask not to be kept', async () => {
    await scene.share('/shop/', HOME);
    const stayOut = (): Promise<void> =>
      scene.customer.evaluate(() => addEventListener('unload', () => {}));
    const isLoadedAnew = (): Promise<boolean> =>
      scene.customer.evaluate(() => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).type === 'back_forward');
    await stayOut();
    await scene.follow('/shop/cart.html');
    await scene.agent.waitForReplay(says, CART);
    for (const [by, page, words] of [
      [-1, '/shop/', HOME],
      [1, '/shop/cart.html', CART],
    ] as const) {
      await stayOut();
      const from = await scene.mark();
      await scene.traverse(by, page);
      await scene.wentOn(from, words);
      // WebKit keeps them all the same.
      assert.equal(await isLoadedAnew(), scene.engine !== 'webkit');
    }
  });

  it('keeps the customer’s pause over a page load, and sends nothing of the new page before it is lifted', async () => {
    const { agent, stage } = scene;
    await scene.share('/shop/', HOME);
    await scene.customer.press('pause');
    await agent.waitForState('paused');
    const from = await scene.mark();
    await scene.follow('/shop/checkout.html');
    await poll('the bar of a pause', async () => (await scene.customer.status())?.startsWith('Paused'));
    await agent.waitForState('paused');
    assert.equal(await agent.look(says, CHECKOUT), false);
    assertNothingLeft(stage.wire, from, CHECKOUT);
    await scene.customer.press('unpause');
    await agent.waitForReplay(says, CHECKOUT);
    await agent.waitForState('live');
    assertLeftTo(stage.wire, from, lastAddressee(stage.wire), CHECKOUT);
  });

  it('goes on with the agent who was admitted, and asks again about the one who was not', async () => {
    const { agent, stage } = scene;
    await scene.share('/shop/', HOME);
    const other = await stage.openAgent();
    await other.join();
    await other.waitForState('asked');
    const from = await scene.mark();
    await scene.follow('/shop/cart.html');
    await agent.waitForReplay(says, CART);
    await agent.waitForState('live');
    await poll('the question', async () => (await scene.customer.tab.text('cobrowse-allow')) !== null);
    assert.equal(await other.state(), 'asked');
    assert.notEqual(await other.look(says, CART), true);
    assertLeftTo(stage.wire, from, stage.wire.frames().find(({ kind }) => kind === 'events')!.to[0]!, CART);
    await other.close();
  });

  it('is over on every later page once it was stopped', async () => {
    const { agent, stage } = scene;
    await scene.share('/shop/', HOME);
    await scene.customer.press('stop');
    await agent.waitForState('ended');
    const from = stage.wire.sockets();
    await scene.follow('/shop/cart.html');
    await scene.nothingRuns(CART);
    await scene.customer.reload();
    await scene.nothingRuns(CART);
    await scene.traverse(-1, '/shop/');
    await scene.nothingRuns(HOME);
    assert.equal(await agent.state(), 'ended');
    assertSilent(stage.wire, from);
  });
}
