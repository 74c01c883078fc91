import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Customer } from '../../support/e2e.ts';
import { poll } from '../../support/engine/tab.ts';
import { LOCKLESS, ownPage } from '../continuity/own-pages.ts';
import { GUEST, NEXT, says, type Scene } from '../continuity/scene.ts';
import { assertShares, SHARED, shownTo, waitForNoBar, waitForStatus, write } from './tabs.ts';

const LOCKS_REFUSED = `for (const name of ['request', 'query'])
  LockManager.prototype[name] = () => Promise.reject(new DOMException('Refused.', 'SecurityError'));`;
const NO_CHANNEL = `delete window.BroadcastChannel;`;
const CHANNEL_REFUSED = `window.BroadcastChannel = class { constructor() { throw new DOMException('Refused.', 'SecurityError'); } };`;

/** Notes from the beginning how the page's sessions end. */
const NOTE_ENDS = `<script>window.ends = []; Cobrowse.on('ended', ({ reason }) => ends.push(reason));</script>`;

/** Browsers in which tabs cannot take turns: the tab that started shares, and no other does. */
export function aloneRows(scene: Scene): void {
  async function share(first: string, how: string): Promise<void> {
    const { site } = scene;
    const opens = `<button data-testid="opens" onclick="window.open('/second.html', '_blank', '${how}')">Second</button>`;
    site.put('/second.html', ownPage({ words: NEXT, first, after: NOTE_ENDS }));
    await scene.share(site.put('/first.html', ownPage({ first, after: opens })), GUEST);
    await scene.mark();
  }
  const openSecond = (): Promise<Customer> => scene.customer.openedBy(() => scene.customer.click('opens'));

  /** The second tab, in front, has nothing of a session; the first shares what happens in it. */
  async function assertAlone(second: Customer, from: number): Promise<void> {
    const { customer, stage } = scene;
    await waitForNoBar(second);
    await scene.agent.waitForReplay(says, await write(customer, 'written behind'));
    await waitForStatus(customer, SHARED);
    assert.equal(await second.status(), null);
    assert.deepEqual((await shownTo(scene)).filter((text) => /^(asked|ended|reconnecting)$/.test(text)), []);
    assert.ok(!stage.wire.text().includes(NEXT));
    assert.equal(stage.wire.sockets(), from);
    await customer.tab.bringToFront();
    await assertShares(scene, customer, 'written behind', [], 1);
  }

  it('where the browser has no locks, another tab has no part in it', async () => {
    await share(LOCKLESS, 'noopener');
    const from = scene.stage.wire.sockets();
    const second = await openSecond();
    const { went } = await poll('an answer', () =>
      second.evaluate(() => {
        const { Cobrowse } = window as unknown as { Cobrowse: { resume(): Promise<boolean> } };
        return Cobrowse.resume().then((resumed) => ({ went: resumed }));
      }),
    );
    assert.equal(went, false);
    await assertAlone(second, from);
  });

  const lacking: readonly [string, string, string, string][] = [
    ['has no locks', LOCKLESS, 'a copy of the tab', ''],
    ['refuses locks', LOCKS_REFUSED, 'a copy of the tab', ''],
    ['has no BroadcastChannel', NO_CHANNEL, 'another tab', 'noopener'],
    ['refuses BroadcastChannel', CHANNEL_REFUSED, 'a copy of the tab', ''],
  ];
  for (const [what, first, which, how] of lacking)
    it(`where the browser ${what}, ${which} leaves it to the first`, async () => {
      await share(first, how);
      const from = scene.stage.wire.sockets();
      const second = await openSecond();
      await poll('its end there', () => second.evaluate(() => (window as unknown as { ends: string[] }).ends.length > 0));
      await assertAlone(second, from);
    });
}
