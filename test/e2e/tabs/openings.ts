import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ownPage } from '../continuity/own-pages.ts';
import { GUEST, NEXT, type Scene } from '../continuity/scene.ts';
import { assertLeftSince, assertShares, shownTo } from './tabs.ts';

/** What a browser copies into a tab that is opened with an opener, or duplicated: the storage, and the record in it. */
const KEY = 'cobrowse-widget.session';
const NOTE_COPY = `window.hadRecord = sessionStorage.getItem('${KEY}') !== null;`;

/** Ways to open a tab, as pages have them; and whether the new one has a copy of the session's record. */
const WAYS: readonly [string, string, 'copied' | 'without'][] = [
  ['a link with target=_blank', `<a data-testid="opens" target="_blank" href="/second.html">Second</a>`, 'without'],
  ['window.open without an opener', opens(`'/second.html', '_blank', 'noopener'`), 'without'],
  ['window.open with an opener', opens(`'/second.html'`), 'copied'],
  // No driver has the command of a tab's menu; this copies the storage and shows the same address, as that does.
  ['a duplicate of the tab', opens('location.href'), 'copied'],
];

function opens(args: string): string {
  return `<button data-testid="opens" onclick="window.open(${args})">Second</button>`;
}

/** The page says other words where it is a duplicate. */
const DUPLICATE = `if (opener) addEventListener('DOMContentLoaded', () => (document.querySelector('h1').textContent = '${NEXT}'));`;

export function openingRows(scene: Scene): void {
  for (const [name, control, record] of WAYS)
    it(`goes on in the tab that comes of ${name}, and there alone`, async () => {
      const { stage, site } = scene;
      site.put('/second.html', ownPage({ words: NEXT, first: NOTE_COPY }));
      await scene.share(site.put('/first.html', ownPage({ first: NOTE_COPY + DUPLICATE, after: control })), GUEST);
      const { customer } = scene;
      await scene.mark();
      const from = stage.wire.sockets();
      const second = await customer.openedBy(() => customer.click('opens'));
      await assertShares(scene, second, NEXT, [customer], 2);
      assertLeftSince(stage.wire, from, NEXT);
      assert.equal(await second.evaluate(() => (window as unknown as { hadRecord: boolean }).hadRecord), record === 'copied');
      assert.ok(!(await shownTo(scene)).includes('asked'));
      // A tab that could go on with it when it is opened again would be a second one that shares.
      const records = (): boolean => sessionStorage.getItem('cobrowse-widget.session') !== null;
      assert.deepEqual([await customer.evaluate(records), await second.evaluate(records)], [false, true]);
    });
}
