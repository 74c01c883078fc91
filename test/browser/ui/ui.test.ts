import { assert } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import { createUi, type Ui } from '../../../src/ui/ui.ts';
import { NO_PICKING } from '../../support/no-picking.ts';

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
      onShareHere: () => pressed.push('share-here'),
      onClose: () => pressed.push('close'),
      ...NO_PICKING,
    },
    onLost: () => pressed.push('lost'),
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
      actions: { onPause() {}, onUnpause() {}, onStop() {}, onShareHere() {}, onClose() {}, ...NO_PICKING },
      onLost() {},
    });
    assert.isNull(document.querySelector('cobrowse-ui')!.shadowRoot);
    closed.remove();
  });

  describe('the bar', () => {
    const rows = [
      ['connecting', 'Connecting…', ['stop']],
      ['pending', 'Waiting for an agent. Nobody sees this page.', ['stop']],
      ['authorizing', 'An agent asks to see this page.', ['stop']],
      ['active', 'Anna sees this page.', ['hide', 'pause', 'stop']],
      ['paused', 'Paused. Nobody sees this page.', ['hide', 'unpause', 'stop']],
      ['not-shared', 'This page is not shared. Nobody sees it.', ['stop']],
      ['reconnecting', 'Connection lost. Trying again…', ['stop']],
      ['elsewhere', 'Sharing is on in another tab.', ['share-here', 'stop']],
      ['ended', 'Sharing has ended.', ['close']],
      ['ended-unexpectedly', 'Sharing has ended because the connection was lost.', ['close']],
    ] as const;
    for (const [state, text, buttons] of rows)
      it(`${state}: says so, and offers ${buttons.join(' and ')}`, () => {
        const shadow = mount();
        ui.show({ state, watchers: 'Anna' });
        assert.equal(find(shadow, 'status').textContent, text);
        const shown = ['hide', 'pause', 'unpause', 'share-here', 'stop', 'close'].filter((id) => isShown(shadow, id));
        assert.deepEqual(shown, [...buttons]);
        const tells = buttons.filter((id) => (id as string) !== 'hide');
        for (const id of tells) find(shadow, id).click();
        assert.deepEqual(pressed, tells);
      });

    it('says that the page is seen with a delay, and that all of it is masked, while it is seen', () => {
      const shadow = mount();
      ui.show({ state: 'active', watchers: 'Anna', masked: 'everything', isLate: true });
      const text = find(shadow, 'status').textContent;
      assert.equal(text, 'Anna sees this page. All words on it are hidden. Slow connection: it arrives with a delay.');
      ui.show({ state: 'paused', watchers: 'Anna', isLate: true });
      assert.equal(find(shadow, 'status').textContent, 'Paused. Nobody sees this page.');
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
});
