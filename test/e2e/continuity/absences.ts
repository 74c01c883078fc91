import assert from 'node:assert/strict';
import { it } from 'node:test';
import { plainPage } from '../../support/guest-page.ts';
import { assertSilent } from './left.ts';
import { clockPage } from './own-pages.ts';
import { editRecord } from './record.ts';
import { CART, CHECKOUT, GUEST, HOME, says, type Scene } from './scene.ts';

/** The customer is away for a while, or for good. */
export function absenceRows(scene: Scene): void {
  it('asks again on a page that comes after a gap, in the same room', async () => {
    await scene.share('/shop/', HOME);
    await editRecord(scene.customer, { writtenMs: -40_000 });
    const from = await scene.mark();
    await scene.follow('/shop/cart.html');
    await scene.askedAgain(from, CART);
  });

  it('is over where the customer comes back long after', async () => {
    await scene.share('/shop/', HOME);
    await editRecord(scene.customer, { writtenMs: -960_000, lastInputMs: -960_000 });
    const from = await scene.mark();
    await scene.follow('/shop/cart.html');
    await scene.nothingRuns(CART);
    await scene.agent.waitForState('reconnecting');
    assertSilent(scene.stage.wire, from);
  });

  /** Off to the bank, and back when so much time has gone by. */
  async function payElsewhere(awayMs: number): Promise<number> {
    const { agent, site } = scene;
    await scene.share('/shop/checkout.html', CHECKOUT);
    await scene.customer.evaluate(() => {
      const { Cobrowse } = window as unknown as { Cobrowse: { expectAbsence(absence: object): void } };
      Cobrowse.expectAbsence({ returnWithinMs: 300_000, message: 'Paying at the bank' });
    });
    await editRecord(scene.customer, { writtenMs: -awayMs, returnByMs: -awayMs });
    const from = await scene.mark();
    await scene.follow(site.put('/bank.html', plainPage()));
    await agent.waitForState('reconnecting');
    await agent.waitFor(() => document.querySelector('[data-testid="cover"]')!.textContent.includes('Paying at the bank'));
    await scene.follow('/shop/cart.html');
    return from;
  }

  it('tells the agent of a planned absence, and asks nobody when the customer is back in time', async () => {
    await scene.wentOn(await payElsewhere(120_000), CART, 'elsewhere for a while');
  });

  it('asks again when the customer is back from a planned absence later than planned', async () => {
    await scene.askedAgain(await payElsewhere(360_000), CART);
  });

  // Which process is a page's is known to Chromium, and for the others found as Linux tells it.
  const canCrash = scene.engine === 'chromium' || process.platform === 'linux';
  if (canCrash) it('goes on after the page crashed', async () => {
    await scene.share('/shop/', HOME);
    const from = await scene.mark();
    const { customer, agent, stage } = scene;
    await customer.tab.crash();
    await agent.waitForState('reconnecting');
    assertSilent(stage.wire, from);
    // Its driver gives the window up; the next row is about what the page after it finds.
    if (scene.engine === 'webkit') return;
    await (scene.engine === 'firefox' ? customer.tab.goto(`${scene.site.url}/shop/`) : customer.reload());
    await scene.wentOn(from, HOME, 'cannot be reached');
  });

  it('goes on after a page that could not say goodbye', async () => {
    await scene.open('/shop/');
    // Before the widget's own: nothing of it runs when the page goes.
    await scene.customer.evaluate(() => {
      for (const type of ['beforeunload', 'pagehide']) addEventListener(type, (event) => event.stopImmediatePropagation(), true);
    });
    let from = scene.stage.wire.sockets();
    await scene.customer.start();
    await scene.join();
    await scene.agree(from, HOME);
    from = await scene.mark();
    await scene.customer.reload();
    await scene.wentOn(from, HOME, 'cannot be reached');
  });

  it('shows the agent that the customer is away when the window was closed', async () => {
    await scene.share('/shop/', HOME);
    const from = await scene.mark();
    await scene.close();
    await scene.agent.waitForState('reconnecting');
    assert.equal(await scene.agent.look(says, HOME), true);
    assertSilent(scene.stage.wire, from);
  });

  /** The customer goes to a page where the clock has been moved. */
  async function moveClock(byMs: number): Promise<number> {
    await scene.share('/shop/', HOME);
    const from = await scene.mark();
    await scene.follow(scene.site.put('/later.html', clockPage(byMs)));
    return from;
  }

  for (const [how, byMs] of [['back', -3_600_000], ['far ahead', 3_600_000]] as const)
    it(`goes on with nothing when the clock was set ${how}`, async () => {
      const from = await moveClock(byMs);
      await scene.nothingRuns(GUEST);
      await scene.agent.waitForState('reconnecting');
      assertSilent(scene.stage.wire, from);
    });

  it('asks again when the clock was set ahead a little', async () => {
    await scene.askedAgain(await moveClock(60_000), GUEST);
  });
}
