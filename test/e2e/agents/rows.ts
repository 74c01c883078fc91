import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Customer } from '../../support/e2e.ts';
import { poll } from '../../support/engine/tab.ts';
import { ownPage } from '../continuity/own-pages.ts';
import { GUEST, HOME, says, type Scene } from '../continuity/scene.ts';
import { shownTo, waitForStatus, write } from '../tabs/tabs.ts';
import { assertNothingFor, joinAsAnother, type Joiner, joinRoom, snapshots } from './joiners.ts';

/** Several agents, and what the customer says to each. */
export function agentRows(scene: Scene): void {
  const dialog = (): Promise<string | null> => scene.customer.tab.text('cobrowse-dialog');
  const waitForQuestion = (name: string): Promise<unknown> =>
    poll(`the question about ${name}`, async () => (await dialog())?.includes(name));
  const waitForNoQuestion = (): Promise<unknown> => poll('no question', async () => (await dialog()) === null);
  async function share(page = '/shop/', words = HOME): Promise<Customer> {
    await scene.share(page, words);
    await scene.mark();
    return scene.customer;
  }
  /** Something happens on the page, and the agent in the console sees it. */
  async function happens(words: string): Promise<void> {
    await scene.agent.waitForReplay(says, await write(scene.customer, words));
  }
  const assertUndisturbed = async (): Promise<void> => {
    assert.deepEqual((await shownTo(scene)).filter((text) => /^(asked|paused|ended|reconnecting)$/.test(text)), []);
    assert.equal(await scene.agent.state(), 'live');
  };

  it('sends nothing to one who is refused, and does not disturb the other', async () => {
    const { stage } = scene;
    const customer = await share();
    const other = await joinAsAnother(stage);
    await waitForQuestion(other.name);
    await other.waitForAdmission('asked');
    await happens('before the no');
    await customer.press('deny');
    await other.waitForAdmission('denied');
    await waitForNoQuestion();
    await happens('after the no');
    await assertUndisturbed();
    assert.equal(snapshots(stage.wire), 1);
    assertNothingFor(stage.wire, other);
    const status = (await customer.status())!;
    assert.ok(status.includes('sees this page') && !status.includes(other.name), status);
    await other.leave();
    await happens('after they left');
    await assertUndisturbed();
  });

  it('sends nothing to one who joins later before their own yes, and names both to the customer after it', async () => {
    const { stage } = scene;
    const customer = await share();
    const [first] = stage.demo.relay.rooms()[0]!.replayers;
    const other = await joinAsAnother(stage);
    await waitForQuestion(other.name);
    await happens('before the yes');
    assertNothingFor(stage.wire, other);
    await scene.agent.look((replay) => void Object.assign(replay, { isFirst: true }));
    await customer.allow();
    await other.waitForAdmission('admitted');
    await other.waitForText('before the yes');
    await waitForStatus(customer, `${first!.identity.name}, ${other.name} sees this page`);
    await happens('for both');
    await other.waitForText('for both');
    assert.ok(await scene.agent.look((replay) => 'isFirst' in replay), 'the snapshot for the other did not build the page anew');
    await other.leave();
    await waitForStatus(customer, `${first!.identity.name} sees this page`);
  });

  it('asks about ten who join at once one after the other, never two at a time', async () => {
    const { stage } = scene;
    const customer = await share();
    await customer.evaluate(() => {
      const view = window as unknown as { mostDialogs: number };
      const { shadowRoot } = document.querySelector('cobrowse-ui')!;
      view.mostDialogs = 0;
      new MutationObserver(() => {
        view.mostDialogs = Math.max(view.mostDialogs, shadowRoot!.querySelectorAll('dialog').length);
      }).observe(shadowRoot!, { childList: true });
    });
    const joiners = await Promise.all(Array.from({ length: 10 }, (_, number) => joinRoom(stage, number)));
    await Promise.all(joiners.map((joiner) => joiner.waitForAdmission('asked')));
    const open = new Set(joiners);
    for (const [answer, status] of [['allow', 'admitted'], ['deny', 'denied'], ['allow', 'admitted']] as const) {
      await customer.press(answer);
      const answered = await poll('an answer', async () => [...open].find(({ admission }) => admission !== 'asked'));
      assert.equal(answered.admission, status);
      open.delete(answered);
    }
    await happens('for three of them');
    const admitted = joiners.filter(({ admission }) => admission === 'admitted');
    for (const joiner of admitted) await joiner.waitForText('for three of them');
    await Promise.all([...open].map((joiner) => joiner.leave()));
    await waitForNoQuestion();
    assert.equal(await customer.evaluate(() => (window as unknown as { mostDialogs: number }).mostDialogs), 1);
    for (const joiner of joiners) if (!admitted.includes(joiner)) assertNothingFor(stage.wire, joiner);
    await assertUndisturbed();
    await leaveAll(joiners.filter((joiner) => !open.has(joiner)));
  });

  it('makes one snapshot for ten who are admitted at once', async () => {
    const { site, stage } = scene;
    // A page may answer for its customer. Here it does once all have asked.
    const view = `
      const { createCobrowse } = await import('/dist/index.js');
      const opened = new Promise((resolve) => (window.admitAll = () => resolve(true)));
      window.Cobrowse = createCobrowse({
        connectionInfo: '/cobrowse/connection-info', consent: { view: () => opened }, ui: { shadowRoot: 'open' },
      });`;
    site.put('/ten.html', `<!doctype html><html lang="en"><head><title>Ten</title></head><body><h1>${GUEST}</h1>
      <button data-testid="cobrowse-start" onclick="Cobrowse.start()">Help</button><script type="module">${view}</script></body></html>`);
    await scene.open('/ten.html');
    await customerHas('Cobrowse');
    await scene.customer.start();
    await waitForStatus(scene.customer, 'Waiting for an agent');
    const joiners = await Promise.all(Array.from({ length: 10 }, (_, number) => joinRoom(stage, number)));
    await Promise.all(joiners.map((joiner) => joiner.waitForAdmission('asked')));
    for (const joiner of joiners) assertNothingFor(stage.wire, joiner);
    await scene.customer.evaluate(() => (window as unknown as { admitAll(): void }).admitAll());
    await Promise.all(joiners.map((joiner) => joiner.waitForText(GUEST)));
    const words = await write(scene.customer, 'for all ten');
    await Promise.all(joiners.map((joiner) => joiner.waitForText(words)));
    assert.equal(snapshots(stage.wire), 1);
    for (const { events } of joiners) assert.equal(events.filter(({ type }) => type === 2).length, 1);
    await leaveAll(joiners);
  });

  it('asks nobody about an agent whose network breaks and comes back', async () => {
    const { agent, stage } = scene;
    const customer = await share();
    const { roomId } = stage.demo.relay.rooms()[0]!;
    stage.demo.relay.disconnect(roomId, { role: 'replayer' });
    await write(customer, 'meanwhile');
    await agent.waitForReplay(says, 'meanwhile');
    await agent.waitForState('live');
    await happens('and later');
    const seen = await shownTo(scene);
    assert.ok(seen.includes('reconnecting') && !seen.includes('asked'), seen.join());
    assert.equal(await dialog(), null);
    // Nobody else was there, so nothing was recorded meanwhile.
    assert.equal(snapshots(stage.wire), 2);
  });

  it('sends an agent what they missed while another was there, and rebuilds the picture of neither', async () => {
    const { agent, stage } = scene;
    const socket = stage.wire.sockets() + 1;
    const customer = await share();
    const other = await joinAsAnother(stage);
    await waitForQuestion(other.name);
    await customer.allow();
    await other.waitForText(HOME);
    await scene.mark();
    const before = snapshots(stage.wire);
    stage.wire.cut(socket);
    await write(customer, 'meanwhile');
    await Promise.all([other.waitForText('meanwhile'), agent.waitForReplay(says, 'meanwhile')]);
    await agent.waitForState('live');
    await happens('and later');
    const seen = await shownTo(scene);
    assert.ok(seen.includes('reconnecting') && !seen.includes('asked'), seen.join());
    assert.equal(snapshots(stage.wire), before);
    await other.leave();
  });

  it('asks about an agent again who comes back after the grace time', async () => {
    const { agent, site, stage } = scene;
    await scene.share(site.put('/short.html', ownPage({ attributes: 'data-agent-grace-ms="1"' })), GUEST);
    await agent.goto('/agent/');
    await waitForStatus(scene.customer, 'Waiting for an agent');
    const words = await write(scene.customer, 'while they were away');
    const from = stage.wire.frames().length;
    await scene.join();
    await agent.waitForState('asked');
    await poll('the question', async () => (await dialog()) !== null);
    assert.ok(!stage.wire.frames().slice(from).some(({ kind }) => kind === 'events'));
    await scene.customer.allow();
    await agent.waitForReplay(says, words);
  });

  it('shows a cover while the customer pauses, and nothing of what happens meanwhile, to all', async () => {
    const { agent, stage } = scene;
    const customer = await share();
    const other = await joinAsAnother(stage);
    await waitForQuestion(other.name);
    await customer.allow();
    await other.waitForText(HOME);
    await customer.press('pause');
    await agent.waitForState('paused');
    await other.waitForState('paused');
    const isCovered = (): boolean => {
      const cover = document.querySelector<HTMLElement>('[data-testid="cover"]')!;
      const box = document.querySelector('[data-testid="replay"]')!.getBoundingClientRect();
      return !cover.hidden && cover.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
    };
    assert.match((await agent.tab.text('cover')) ?? '', /paused/);
    assert.equal(await agent.evaluate(isCovered), true);
    await waitForStatus(customer, 'Nobody sees this page');
    await customer.evaluate((words) => {
      const note = document.createElement('p');
      document.body.append(note);
      note.textContent = words;
      note.remove();
    }, 'said in a pause');
    await customer.press('unpause');
    await agent.waitForState('live');
    assert.equal(await agent.evaluate(isCovered), false);
    await happens('after the pause');
    await other.waitForText('after the pause');
    assert.ok(!stage.wire.text().includes('said in a pause'));
    await other.leave();
  });

  it('says that a name is not verified where nothing proves it, and keeps the page from a room with one who was not admitted', async () => {
    const { agent, site, stage } = scene;
    // As on a page that is no secure context; a relay that shows no proof of its own is met in the same way.
    const first = `Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });`;
    await scene.open(site.put('/unproved.html', ownPage({ first })));
    await scene.customer.start();
    await scene.join();
    await waitForQuestion('could not be verified');
    const { replayers } = stage.demo.relay.rooms()[0]!;
    assert.ok(!(await dialog())!.includes(replayers[0]!.identity.name));
    await scene.customer.allow();
    await agent.waitForReplay(says, GUEST);
    await waitForStatus(scene.customer, 'An agent sees this page');

    const other = await joinAsAnother(stage);
    await waitForQuestion('could not be verified');
    const words = await write(scene.customer, 'with a stranger there');
    await scene.customer.allow();
    await Promise.all([agent.waitForReplay(says, words), other.waitForText(words)]);
    const frames = stage.wire.frames();
    const told = frames.findIndex(({ kind, to, text }) => kind === 'admission' && to.includes(other.memberId) && text.includes('admitted'));
    assert.ok(told >= 0 && told < frames.findIndex(({ text }) => text.includes(words)));
    await other.leave();
  });

  const customerHas = (name: string): Promise<void> => scene.customer.waitFor((key) => key in window, name);
  const leaveAll = (joiners: readonly Joiner[]): Promise<unknown> => Promise.all(joiners.map((joiner) => joiner.leave()));
}
