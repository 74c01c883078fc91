import assert from 'node:assert/strict';
import { it } from 'node:test';
import { plainPage } from '../../support/guest-page.ts';
import { editRecord, removeRecord } from './record.ts';
import { assertSilent } from './left.ts';
import { ownPage } from './own-pages.ts';
import { GUEST, NEXT, type Scene } from './scene.ts';

interface Page {
  restored?: boolean;
}

/** The back/forward cache: a page that comes back as it was, script and all. */
export function restoredPageRows(scene: Scene): void {
  // The demo's pages say `no-store`, and Chromium keeps those out of the cache.
  const one = (): string => scene.site.put('/one.html', ownPage());
  const other = (): string => scene.site.put('/other.html', ownPage({ words: NEXT }));
  const elsewhere = (): string => scene.site.put('/elsewhere.html', plainPage());
  /** Firefox keeps no page with an open socket, and closes the socket only when it has decided. */
  const keepsSessions = scene.engine !== 'firefox';

  /** Has the present page note that it was restored. */
  const noteRestored = (): Promise<void> =>
    scene.customer.evaluate(() => addEventListener('pageshow', ({ persisted }) => ((window as Page).restored = persisted)));
  const waitUntilRestored = (): Promise<void> => scene.customer.waitFor(() => (window as Page).restored === true);

  /**
   * Leaves the present page, which is in a session, for others, and restores it. Where it would not be kept it is told
   * what it would be told, which is all that the widget has to go by, and `standIn` is what the others would have done.
   */
  async function comeBack(others: () => Promise<void>, standIn: () => Promise<void> = async () => {}): Promise<void> {
    await noteRestored();
    if (keepsSessions) {
      await others();
      await scene.traverse(-1, '/one.html');
    } else {
      await tell('pagehide');
      await scene.agent.waitForState('reconnecting');
      await standIn();
      await tell('pageshow');
    }
    await waitUntilRestored();
  }
  const tell = (type: 'pagehide' | 'pageshow'): Promise<void> =>
    scene.customer.evaluate((name) => void dispatchEvent(new PageTransitionEvent(name, { persisted: true })), type);
  const goElsewhere = async (): Promise<void> => {
    await scene.follow(elsewhere());
    await scene.agent.waitForState('reconnecting');
  };

  it('leaves a page without a session in the back/forward cache', async () => {
    await scene.open(one());
    const from = scene.stage.wire.sockets();
    await noteRestored();
    await scene.follow(elsewhere());
    await scene.traverse(-1, '/one.html');
    await waitUntilRestored();
    await scene.nothingRuns(GUEST);
    assertSilent(scene.stage.wire, from);
  });

  it('goes on with a page that is restored, without asking again', async () => {
    await scene.share(one(), GUEST);
    const from = await scene.mark();
    await comeBack(goElsewhere);
    await scene.wentOn(from, GUEST);
  });

  it('goes back and forward between pages of one session', async () => {
    await scene.share(one(), GUEST);
    await noteRestored();
    let from = await scene.mark();
    await scene.follow(other());
    await scene.wentOn(from, NEXT);
    await noteRestored();
    for (const [by, page, words] of [
      [-1, '/one.html', GUEST],
      [1, '/other.html', NEXT],
    ] as const) {
      from = await scene.mark();
      await scene.traverse(by, page);
      if (keepsSessions) await waitUntilRestored();
      await scene.wentOn(from, words);
    }
  });

  it('is over on a restored page, too, once it was stopped on a later one', async () => {
    const { agent, stage } = scene;
    await scene.share(one(), GUEST);
    let from = await scene.mark();
    await comeBack(async () => {
      await scene.follow(other());
      await scene.wentOn(from, NEXT);
      await scene.customer.press('stop');
      await agent.waitForState('ended');
      from = stage.wire.sockets();
    }, async () => {
      await removeRecord(scene.customer);
      from = stage.wire.sockets();
    });
    await scene.nothingRuns(GUEST);
    assert.equal(await agent.state(), keepsSessions ? 'ended' : 'reconnecting');
    assertSilent(stage.wire, from);
  });

  it('asks again on a page that is restored after a gap', async () => {
    await scene.share(one(), GUEST);
    const from = await scene.mark();
    await editRecord(scene.customer, { writtenMs: -40_000 });
    await comeBack(goElsewhere);
    await scene.askedAgain(from, GUEST);
  });
}
