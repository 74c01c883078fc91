import { assert } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { createUi, type Ui } from '../../../src/ui/ui.ts';

const pressed: string[] = [];
let ui: Ui;

function mount(locale: string | null = 'en'): ShadowRoot {
  ui = createUi({
    locale,
    shadowRoot: 'open',
    actions: {
      onPause: () => pressed.push('pause'),
      onUnpause: () => pressed.push('unpause'),
      onStop: () => pressed.push('stop'),
      onClose: () => pressed.push('close'),
    },
  });
  return document.querySelector('cobrowse-ui')!.shadowRoot!;
}
const find = (shadow: ShadowRoot, id: string): HTMLElement => shadow.querySelector(`[data-testid="cobrowse-${id}"]`)!;
const isShown = (shadow: ShadowRoot, id: string): boolean => find(shadow, id).getClientRects().length > 0;

describe('what the customer sees', () => {
  beforeEach(() => void (pressed.length = 0));
  afterEach(() => ui.remove());

  it('leaves one element on the page, and none once it is removed', () => {
    const before = document.documentElement.childElementCount;
    mount();
    assert.equal(document.documentElement.childElementCount, before + 1);
    ui.remove();
    assert.equal(document.documentElement.childElementCount, before);
  });

  it('stays visible on a page whose styles hide it', () => {
    const style = document.createElement('style');
    style.textContent = 'cobrowse-ui, html > * { display: none !important; opacity: 0 !important }';
    document.head.append(style);
    const shadow = mount();
    ui.show({ state: 'active', watchers: 'Anna' });
    const { opacity } = getComputedStyle(document.querySelector('cobrowse-ui')!);
    const shown = isShown(shadow, 'bar');
    style.remove();
    assert.isTrue(shown);
    assert.equal(opacity, '1');
  });

  it('is closed to the page by default', () => {
    mount();
    ui.remove();
    const closed = createUi({
      locale: 'en',
      shadowRoot: 'closed',
      actions: { onPause() {}, onUnpause() {}, onStop() {}, onClose() {} },
    });
    assert.isNull(document.querySelector('cobrowse-ui')!.shadowRoot);
    closed.remove();
  });

  describe('the bar', () => {
    const rows = [
      ['connecting', 'Connecting…', ['stop']],
      ['pending', 'Waiting for an agent. Nobody sees this page.', ['stop']],
      ['authorizing', 'An agent asks to see this page.', ['stop']],
      ['active', 'Anna sees this page.', ['pause', 'stop']],
      ['paused', 'Paused. Nobody sees this page.', ['unpause', 'stop']],
      ['reconnecting', 'Connection lost. Trying again…', ['stop']],
      ['ended', 'Sharing has ended.', ['close']],
      ['ended-unexpectedly', 'Sharing has ended because the connection was lost.', ['close']],
    ] as const;
    for (const [state, text, buttons] of rows)
      it(`${state}: says so, and offers ${buttons.join(' and ')}`, () => {
        const shadow = mount();
        ui.show({ state, watchers: 'Anna' });
        assert.equal(find(shadow, 'status').textContent, text);
        const shown = ['pause', 'unpause', 'stop', 'close'].filter((id) => isShown(shadow, id));
        assert.deepEqual(shown, [...buttons]);
        for (const id of buttons) find(shadow, id).click();
        assert.deepEqual(pressed, [...buttons]);
      });

    it('is reached and pressed by keyboard, and keeps the place when pause turns into continue', async () => {
      const shadow = mount();
      ui.show({ state: 'active', watchers: 'Anna' });
      find(shadow, 'pause').focus();
      await sendKeys({ press: 'Enter' });
      assert.deepEqual(pressed, ['pause']);
      ui.show({ state: 'paused', watchers: 'Anna' });
      assert.equal(shadow.activeElement, find(shadow, 'unpause'));
      await sendKeys({ press: 'Tab' });
      await sendKeys({ press: ' ' });
      assert.deepEqual(pressed, ['pause', 'stop']);
    });

    it('shows an agent’s name as text, never as HTML', () => {
      const shadow = mount();
      ui.show({ state: 'active', watchers: '<img src=x onerror=alert(1)>' });
      assert.isNull(shadow.querySelector('img'));
      assert.include(find(shadow, 'status').textContent, '<img');
    });

    it('speaks the page’s language where there are texts for it, else English', () => {
      assert.equal(find(mount('zh-CN'), 'stop').textContent, '停止共享');
      ui.remove();
      assert.equal(find(mount('pt-BR'), 'stop').textContent, 'Stop sharing');
      ui.remove();
      document.documentElement.lang = 'zh';
      assert.equal(find(mount(null), 'stop').textContent, '停止共享');
      document.documentElement.lang = 'en';
    });
  });

  describe('the consent dialog', () => {
    const ask = (name = 'Anna', verified = true) => {
      const aborter = new AbortController();
      return { aborter, answer: ui.ask({ name, verified, signal: aborter.signal }) };
    };

    it('is modal, names the agent, and admits by its button alone', async () => {
      const shadow = mount();
      const { answer } = ask();
      const dialog = find(shadow, 'dialog') as HTMLDialogElement;
      assert.isTrue(dialog.matches(':modal'));
      assert.include(dialog.textContent, 'Anna would like to see this page');
      find(shadow, 'allow').click();
      assert.isTrue(await answer);
      assert.isNull(find(shadow, 'dialog'));
    });

    it('takes the other button for a no', async () => {
      const shadow = mount();
      const { answer } = ask();
      find(shadow, 'deny').click();
      assert.isFalse(await answer);
    });

    it('takes Escape for a no', async () => {
      mount();
      const { answer } = ask();
      await sendKeys({ press: 'Escape' });
      assert.isFalse(await answer);
    });

    it('closes with a no when the question is withdrawn', async () => {
      const shadow = mount();
      const { aborter, answer } = ask();
      aborter.abort();
      assert.isFalse(await answer);
      assert.isNull(find(shadow, 'dialog'));
    });

    it('does not say yes to a customer who goes on typing, and gives the focus back', async () => {
      mount();
      const input = document.createElement('input');
      document.body.append(input);
      input.focus();
      const { answer } = ask();
      await sendKeys({ press: 'Enter' });
      assert.isFalse(await answer);
      assert.equal(document.activeElement, input);
      input.remove();
    });

    it('keeps the keyboard inside', async () => {
      const shadow = mount();
      const link = document.createElement('a');
      link.href = '#';
      link.textContent = 'behind';
      document.body.append(link);
      const { answer } = ask();
      const dialog = find(shadow, 'dialog');
      for (let press = 0; press < 4; press++) {
        await sendKeys({ press: 'Tab' });
        assert.notEqual(document.activeElement, link);
        if (shadow.activeElement) assert.isTrue(dialog.contains(shadow.activeElement));
      }
      find(shadow, 'deny').click();
      await answer;
      link.remove();
    });

    it('warns where nobody vouches for the name, and then shows none', () => {
      const shadow = mount();
      void ask('', false);
      assert.include(find(shadow, 'dialog').textContent, 'An agent would like to see this page');
      assert.include(find(shadow, 'dialog').textContent, 'could not be verified');
    });
  });
});
