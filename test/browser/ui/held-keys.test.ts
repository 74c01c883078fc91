import { assert } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { createUi, type Ui } from '../../../src/ui/ui.ts';
import { type HeldKey, holdKey } from '../../support/held-key.ts';
import { NO_PICKING } from '../../support/no-picking.ts';
import { settle, until } from '../../support/page.ts';

describe('the consent dialog is not answered', () => {
  let ui: Ui;
  let held: HeldKey;
  let answer: Promise<boolean>;
  let answered: boolean | undefined;

  beforeEach(() => {
    answered = undefined;
    ui = createUi({
      locale: 'en',
      shadowRoot: 'open',
      ...{ actions: { onPause() {}, onUnpause() {}, onStop() {}, onShareHere() {}, onClose() {}, ...NO_PICKING }, onLost() {} },
    });
  });
  afterEach(() => ui.remove());

  const allow = (): HTMLButtonElement =>
    document.querySelector('cobrowse-ui')!.shadowRoot!.querySelector('[data-testid="cobrowse-allow"]')!;

  /** Somebody is typing as the question comes, and holds the key until the question takes answers. */
  async function askWhileHeld(key: 'Enter' | 'Escape' | ' '): Promise<void> {
    held = await holdKey(key);
    answer = ui.ask({ name: 'Anna', verified: true, signal: new AbortController().signal });
    void answer.then((yes) => (answered = yes));
    await until(() => allow().matches(':enabled'));
  }
  async function assertUnanswered(): Promise<void> {
    await held.repeated();
    await held.letGo();
    await settle();
    assert.isUndefined(answered);
  }

  for (const [name, key] of [['Enter', 'Enter'], ['Escape', 'Escape'], ['the space bar', ' ']] as const)
    it(`by ${name} held down from before`, async () => {
      await askWhileHeld(key);
      await assertUnanswered();
    });

  for (const [name, key] of [['Enter', 'Enter'], ['the space bar', ' ']] as const)
    it(`with a yes by ${name} that is still down where the yes is, before it is pressed anew`, async () => {
      await askWhileHeld(key);
      allow().focus();
      await assertUnanswered();
      await sendKeys({ press: key });
      assert.isTrue(await answer);
    });
});
