import assert from 'node:assert/strict';
import { it } from 'node:test';
import { poll } from '../../support/engine/tab.ts';
import { assertLeftTo, assertNothingLeft, assertSilent, lastAddressee } from './left.ts';
import { BLOCKED, embedder, type Framed, framedPage, LOCKLESS, type OwnPage, ownPage } from './own-pages.ts';
import { CART, GUEST, HOME, NEXT, says, type Scene } from './scene.ts';

/** Windows, frames and browsers where less is possible, or nothing. */
export function placeRows(scene: Scene): void {
  it('is not known in another window of the same browser', async () => {
    const { agent, stage, site } = scene;
    await scene.share('/shop/', HOME);
    const from = stage.wire.sockets();
    const stranger = await stage.openCustomer(`${site.url}/shop/cart.html`);
    const resumed = await stranger.evaluate(() => {
      const { Cobrowse } = window as unknown as { Cobrowse: { resume(): Promise<boolean>; state: string | null } };
      return Cobrowse.resume().then((went) => ({ went, state: Cobrowse.state, storage: sessionStorage.length }));
    });
    assert.deepEqual(resumed, { went: false, state: null, storage: 0 });
    assert.equal(await stranger.status(), null);
    assert.equal(await agent.state(), 'live');
    assert.equal(await agent.look(says, CART), false);
    assertSilent(stage.wire, from);
    await stranger.close();
  });

  it('ends with the page where storage is blocked, and says so', async () => {
    const { agent, stage, site } = scene;
    await scene.share(site.put('/blocked.html', ownPage({ first: BLOCKED })), GUEST);
    assert.deepEqual(await codes(), ['session/storage-blocked']);
    const from = stage.wire.sockets();
    await scene.follow(site.put('/blocked-too.html', ownPage({ words: NEXT, first: BLOCKED })));
    await agent.waitForState('ended');
    await scene.nothingRuns(NEXT);
    assertSilent(stage.wire, from);
  });

  it('asks on every page where the browser has no locks', async () => {
    const { site } = scene;
    await scene.share(site.put('/lockless.html', ownPage({ first: LOCKLESS })), GUEST);
    const from = await scene.mark();
    await scene.follow(site.put('/lockless-too.html', ownPage({ words: NEXT, first: LOCKLESS })));
    await scene.askedAgain(from, NEXT);
  });

  const codes = (): Promise<string[]> => scene.customer.evaluate(() => (window as unknown as OwnPage).codes);
  const framed = (): Promise<Framed> => scene.customer.evaluate(() => (window as unknown as { framed: Framed }).framed);
  const press = async (id: string): Promise<void> => {
    const { x, y } = await poll(`${id} in the frame`, async () => (await framed()).places[id]);
    await scene.customer.tab.clickAt(x, y);
  };
  const waitForStatus = (text: string): Promise<unknown> =>
    poll(`the frame’s bar says ${text}`, async () => (await framed()).status?.includes(text));

  /** Another site's page, which shows the shop's in a frame. */
  async function openEmbedded(embedders: string, first = ''): Promise<void> {
    const { site } = scene;
    const page = site.put('/framed.html', framedPage(embedders, GUEST, first));
    site.put('/framed-too.html', framedPage(embedders, NEXT, first));
    await scene.open(site.put('/portal.html', embedder(page)).replace('127.0.0.1', 'localhost'));
    await scene.customer.waitFor(() => 'framed' in window);
  }
  const portal = (): string => new URL(scene.site.url.replace('127.0.0.1', 'localhost')).origin;

  async function assertShared(): Promise<void> {
    const { stage } = scene;
    const from = stage.wire.sockets();
    await press('start');
    await scene.join();
    await agreeInFrame(from, GUEST);
  }

  async function agreeInFrame(from: number, words: string): Promise<void> {
    const { agent, stage } = scene;
    await agent.waitForState('asked');
    await poll('the question', async () => (await framed()).places['allow']);
    assertNothingLeft(stage.wire, from, words);
    await press('allow');
    await agent.waitForState('live');
    await agent.waitForReplay(says, words);
    await waitForStatus('sees this page');
    assertLeftTo(stage.wire, from, lastAddressee(stage.wire), words);
  }
  const goOnInFrame = (): Promise<void> =>
    scene.customer.evaluate(() => {
      const frame = document.querySelector('iframe')!;
      frame.src = frame.src.replace('framed', 'framed-too');
    });

  it('does nothing in a frame of another site that is not listed', async () => {
    await openEmbedded('https://listed.example');
    const { agent, stage } = scene;
    const from = stage.wire.sockets();
    await press('start');
    await poll('the frame’s error', async () => (await framed()).codes.length > 0);
    const { codes: heard, status } = await framed();
    assert.deepEqual({ heard, status }, { heard: ['session/framed'], status: null });
    assert.deepEqual(stage.demo.relay.rooms(), []);
    await agent.goto('/agent/');
    assert.equal(await agent.tab.text('room'), null);
    assertSilent(stage.wire, from);
  });

  it('works in a frame of a site that is listed, and asks on every page of it', async () => {
    await openEmbedded(portal());
    await assertShared();
    const from = await scene.mark();
    await goOnInFrame();
    await agreeInFrame(from, NEXT);
  });

  it('ends with the page in a frame whose storage is blocked, and says so', async () => {
    await openEmbedded(portal(), BLOCKED);
    await assertShared();
    assert.deepEqual((await framed()).codes, ['session/storage-blocked']);
    const from = scene.stage.wire.sockets();
    await goOnInFrame();
    await scene.agent.waitForState('ended');
    await poll('the frame’s next page', async () => (await framed()).path === '/framed-too.html');
    assert.equal((await framed()).status, null);
    assertSilent(scene.stage.wire, from);
  });
}
