import assert from 'node:assert/strict';
import { it } from 'node:test';
import { plainPage } from '../../support/guest-page.ts';
import { editRecord } from './record.ts';
import { assertSilent } from './left.ts';
import { ownPage } from './own-pages.ts';
import { GUEST, NEXT, type Scene } from './scene.ts';

interface Page {
  restored?: boolean;
}

/** The back/forward cache: a page that comes back as it was, script and all. */
export function restoredPageRows(scene: Scene): void {
  /** Has the present page note that it was restored. */
  const noteRestored = (): Promise<void> =>
    scene.customer.evaluate(() => addEventListener('pageshow', ({ persisted }) => ((window as Page).restored = persisted)));
  const waitUntilRestored = (): Promise<void> => scene.customer.waitFor(() => (window as Page).restored === true);
  // The demo's pages say `no-store`, and Chromium keeps those out of the cache.
  const one = (): string => scene.site.put('/one.html', ownPage());
  const other = (): string => scene.site.put('/other.html', ownPage({ words: NEXT }));
  const elsewhere = (): string => scene.site.put('/elsewhere.html', plainPage());

  it('leaves a page without a session in the back/forward cache', async () => {
    await scene.open(one());
    const from = scene.stage.wire.sockets();
    await noteRestored();
    await scene.follow(elsewhere());
    await scene.customer.back();
    await waitUntilRestored();
    await scene.nothingRuns(GUEST);
    assertSilent(scene.stage.wire, from);
  });

  it('goes on with a page that is restored, without asking again', async () => {
    await scene.share(one(), GUEST);
    const from = await scene.mark();
    await noteRestored();
    await scene.follow(elsewhere());
    await scene.agent.waitForState('reconnecting');
    await scene.customer.back();
    await waitUntilRestored();
    await scene.wentOn(from, GUEST);
  });

  it('goes back and forward between restored pages', async () => {
    await scene.share(one(), GUEST);
    await noteRestored();
    let from = await scene.mark();
    await scene.follow(other());
    await scene.wentOn(from, NEXT);
    await noteRestored();
    for (const [go, words] of [
      [scene.customer.back, GUEST],
      [scene.customer.forward, NEXT],
    ] as const) {
      from = await scene.mark();
      await go();
      await waitUntilRestored();
      await scene.wentOn(from, words);
    }
  });

  it('is over on a restored page, too, once it was stopped on a later one', async () => {
    const { agent, stage } = scene;
    await scene.share(one(), GUEST);
    await noteRestored();
    let from = await scene.mark();
    await scene.follow(other());
    await scene.wentOn(from, NEXT);
    await scene.customer.press('stop');
    await agent.waitForState('ended');
    from = stage.wire.sockets();
    await scene.customer.back();
    await waitUntilRestored();
    await scene.nothingRuns(GUEST);
    assert.equal(await agent.state(), 'ended');
    assertSilent(stage.wire, from);
  });

  it('asks again on a page that is restored after a gap', async () => {
    await scene.share(one(), GUEST);
    const from = await scene.mark();
    await noteRestored();
    await editRecord(scene.customer, { writtenMs: -40_000 });
    await scene.follow(elsewhere());
    await scene.customer.back();
    await waitUntilRestored();
    await scene.askedAgain(from, GUEST);
  });
}
