import assert from 'node:assert/strict';
import type { Customer } from '../../support/e2e.ts';
import { poll } from '../../support/engine/tab.ts';
import { PAGE_KINDS, type WireTap } from '../../support/wire-tap.ts';
import { says, type Scene } from '../continuity/scene.ts';

export const SHARED = 'sees this page';
export const ELSEWHERE = 'Sharing is on in another tab';

export async function waitForStatus(tab: Customer, text: string): Promise<void> {
  let status: string | null = null;
  await poll(`the bar says ${text}`, async () => {
    status = await tab.status();
    return status?.includes(text);
  }).catch((error: unknown) => {
    throw new Error(`The bar said ${status}.`, { cause: error });
  });
}

export async function waitForNoBar(tab: Customer): Promise<void> {
  await poll('no bar', async () => (await tab.status()) === null);
}

/** `here` shares a page of those words, as tab `number`, and all others say that it is shared elsewhere. */
export async function assertShares(scene: Scene, here: Customer, words: string, others: Customer[], number: number): Promise<void> {
  const { agent, stage } = scene;
  await waitForStatus(here, SHARED);
  await agent.waitForReplay(says, words);
  await agent.waitForState('live');
  assert.equal(await agent.tab.text('customer-tab'), number > 1 ? `tab ${number}` : '');
  for (const other of others) await waitForStatus(other, ELSEWHERE);
  assert.equal(stage.demo.relay.rooms().filter(({ recorder }) => recorder).length, 1);
  assertOneAtATime(stage.wire);
}

/** Each tab had said its last word before another said its first: there were never two that shared. */
export function assertOneAtATime(wire: WireTap): void {
  const sockets = wire.frames().map(({ socket }) => socket);
  assert.deepEqual(sockets, [...sockets].sort((one, other) => one - other));
}

/** Sockets over which pages have gone, in order. */
export const sharers = (wire: WireTap): number[] => [
  ...new Set(wire.frames().filter(({ kind }) => PAGE_KINDS.has(kind)).map(({ socket }) => socket)),
];

/** What only the page of those words says has left after there were `from` sockets, and not before. */
export function assertLeftSince(wire: WireTap, from: number, words: string): void {
  const sockets = wire.frames().filter(({ text }) => text.includes(words)).map(({ socket }) => socket);
  assert.ok(sockets.length > 0, `the agent was sent ${words}`);
  assert.ok(sockets.every((socket) => socket >= from), `${words} left earlier`);
}

/** What the agent was shown since `scene.mark()`: names of states, and words over the picture. */
export const shownTo = (scene: Scene): Promise<string[]> =>
  scene.agent.evaluate(() => (window as unknown as { seen: string[] }).seen);

/** Presses a part of the bar by script: a tab behind takes no mouse, and coming to the front would make it share. */
export const pressBehind = (tab: Customer, id: string): Promise<void> =>
  tab.evaluate((testId) => {
    const bar = document.querySelector('cobrowse-ui')!.shadowRoot!;
    bar.querySelector<HTMLElement>(`[data-testid="cobrowse-${testId}"]`)!.click();
  }, id);

/** Writes into the page, as its own script would; says what was written. */
export async function write(tab: Customer, text: string): Promise<string> {
  await tab.evaluate((written) => document.querySelector('h1')!.append(` ${written}`), text);
  return text;
}
