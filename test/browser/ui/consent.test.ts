import { assert } from 'chai';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { createUi, type Ui } from '../../../src/ui/ui.ts';
import { settle, until } from '../../support/page.ts';
import { NO_PICKING } from '../../support/no-picking.ts';
import { middleOf, pressElement } from '../../support/press.ts';

let ui: Ui;
let shadow: ShadowRoot;
const added: Element[] = [];
function ask(name = 'Anna', verified = true) {
  const aborter = new AbortController();
  const state: { answer: boolean | string | undefined } = { answer: undefined };
  const answer = ui.ask({ name, verified, signal: aborter.signal });
  answer.then((yes) => (state.answer = yes), (error: { code: string }) => (state.answer = error.code));
  return { aborter, answer, state };
}
const find = <Type extends HTMLElement = HTMLElement>(id: string): Type | null =>
  shadow.querySelector(`[data-testid="cobrowse-${id}"]`);
const allow = (): HTMLButtonElement => find<HTMLButtonElement>('allow')!;
const armed = (): Promise<void> => until(() => find('allow')?.matches(':enabled') === true);
/** Whether the button has been disabled since; to be asked after what should disable it. */
function watchDisabled(): () => boolean {
  let seen = false;
  const observer = new MutationObserver(() => (seen = true));
  observer.observe(allow(), { attributeFilter: ['disabled'] });
  return () => seen;
}
const press = (id: string): Promise<void> => pressElement(() => find(id));

function add<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, text = ''): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.textContent = text;
  document.body.append(element);
  added.push(element);
  return element;
}

/** Shows the element over the whole window, where it lets the mouse through. */
function popUp(element: HTMLElement): HTMLElement {
  element.popover = 'manual';
  element.style.cssText = 'pointer-events: none; width: 100vw; height: 100vh; background: #fff';
  element.showPopover();
  return element;
}

describe('the consent dialog', () => {
  beforeEach(() => {
    ui = createUi({
      locale: 'en',
      shadowRoot: 'open',
      ...{ actions: { onPause() {}, onUnpause() {}, onStop() {}, onShareHere() {}, onClose() {}, ...NO_PICKING }, onLost() {} },
    });
    shadow = document.querySelector('cobrowse-ui')!.shadowRoot!;
  });
  afterEach(() => {
    ui.remove();
    for (const element of added.splice(0)) element.remove();
  });

  describe('asks', () => {
    it('in front of the page, names the agent, and admits by its button alone', async () => {
      const { answer } = ask();
      const dialog = find('dialog')!;
      assert.isTrue(dialog.matches(':modal'));
      assert.include(dialog.textContent, 'Anna would like to see this page');
      await press('allow');
      assert.isTrue(await answer);
      assert.isNull(find('dialog'));
    });

    it('with a yes by keyboard, too', async () => {
      const { answer } = ask();
      await armed();
      await sendKeys({ press: 'Tab' });
      assert.isTrue(shadow.activeElement === allow());
      await sendKeys({ press: 'Enter' });
      assert.isTrue(await answer);
    });

    it('takes the other button for a no, at once', async () => {
      const { answer } = ask();
      await press('deny');
      assert.isFalse(await answer);
    });

    it('takes Escape for a no', async () => {
      const { answer } = ask();
      await armed();
      await sendKeys({ press: 'Escape' });
      assert.isFalse(await answer);
    });

    it('closes with a no when the question is withdrawn', async () => {
      const { aborter, answer } = ask();
      aborter.abort();
      assert.isFalse(await answer);
      assert.isNull(find('dialog'));
    });

    it('and gives the focus back', async () => {
      const input = add('input');
      input.focus();
      const { answer } = ask();
      await press('deny');
      await answer;
      assert.isTrue(document.activeElement === input);
    });

    it('and keeps the keyboard inside', async () => {
      const link = add('a', 'behind');
      link.href = '#';
      const { answer } = ask();
      const dialog = find('dialog')!;
      for (let times = 0; times < 4; times++) {
        await sendKeys({ press: 'Tab' });
        assert.isFalse(document.activeElement === link);
        if (shadow.activeElement) assert.isTrue(dialog.contains(shadow.activeElement));
      }
      await press('deny');
      await answer;
    });

    it('with a warning where nobody vouches for the name, and then shows none', () => {
      void ask('', false);
      assert.include(find('dialog')!.textContent, 'An agent would like to see this page');
      assert.include(find('dialog')!.textContent, 'could not be verified');
    });
  });

  describe('is not answered', () => {
    it('by a customer who goes on typing, neither way', async () => {
      const { state } = ask();
      for (const key of ['Enter', ' ', 'Escape', 'a']) await sendKeys({ press: key });
      assert.isTrue(allow().disabled, 'all were typed while it was unarmed');
      await armed();
      assert.isUndefined(state.answer);
      assert.isTrue(find('dialog')!.matches(':modal'));
    });

    it('by two presses at the place where a button was', async () => {
      const { state } = ask();
      const position = middleOf(allow());
      await sendMouse({ type: 'click', position });
      await sendMouse({ type: 'click', position });
      await armed();
      assert.isUndefined(state.answer);
    });

    it('by a press that began before it could be, however long', async () => {
      const { state } = ask();
      await sendMouse({ type: 'move', position: middleOf(allow()) });
      await sendMouse({ type: 'down' });
      await armed();
      await sendMouse({ type: 'up' });
      await settle();
      assert.isUndefined(state.answer);
    });

    it('with a yes by scripts, whichever way they press', async () => {
      const { state } = ask();
      await armed();
      allow().click();
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
        allow().dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true, view: window }));
      allow().focus();
      for (const type of ['keydown', 'keyup'])
        allow().dispatchEvent(new KeyboardEvent(type, { key: 'Enter', bubbles: true, composed: true }));
      await settle();
      assert.isUndefined(state.answer);
    });
  });

  describe('arms anew', () => {
    for (const [name, target, type] of [
      ['when its window comes to the front', window, 'focus'],
      ['when its tab is shown again', document, 'visibilitychange'],
    ] as const)
      it(name, async () => {
        const { answer } = ask();
        await armed();
        allow().focus();
        target.dispatchEvent(new Event(type));
        assert.isTrue(allow().disabled);
        assert.isTrue(shadow.activeElement === find('deny'), 'the keyboard is not left nowhere');
        await press('allow');
        assert.isTrue(await answer);
      });
  });

  describe('comes to the front again', () => {
    const covers: [string, () => HTMLElement][] = [
      ['a dialog', () => {
        const dialog = add('dialog', 'Win a prize');
        dialog.showModal();
        return dialog;
      }],
      ['a popover that lets the mouse through', () => popUp(add('div', 'Press here for 10 % off'))],
    ];
    // A toggle event stays inside a shadow root, and only Chromium tells a page that something lies over an element:
    // elsewhere nothing in the product could know, which docs/support.md names as a limit.
    if ('isVisible' in IntersectionObserverEntry.prototype)
      covers.push(['a popover in a shadow root, of which no event tells', () => {
        const popover = document.createElement('div');
        add('section').attachShadow({ mode: 'closed' }).append(popover);
        return popUp(popover);
      }]);
    for (const [name, cover] of covers)
      it(`after the page opened ${name}, unarmed`, async () => {
        const { answer } = ask();
        await armed();
        const wasDisabled = watchDisabled();
        cover();
        await until(wasDisabled);
        await armed();
        await press('allow');
        assert.isTrue(await answer);
      });

    it('but not for ever: a page that goes on is left with a question that nobody can answer yes', async () => {
      const { state } = ask();
      for (let times = 0; times < 5; times++) {
        const popover = popUp(add('div', 'Again'));
        await new Promise((resolve) => popover.addEventListener('toggle', resolve, { once: true }));
      }
      await until(() => allow().disabled);
      await sendMouse({ type: 'click', position: middleOf(allow()) });
      assert.isUndefined(state.answer);
    });
  });

  describe('is a no, and an error of ours, where the page', () => {
    const { showModal } = HTMLDialogElement.prototype;
    afterEach(() => void (HTMLDialogElement.prototype.showModal = showModal));

    const deeds: [string, () => void][] = [
      ['removes our element', () => document.querySelector('cobrowse-ui')!.remove()],
      ['moves our element', () => add('div').append(document.querySelector('cobrowse-ui')!)],
      ['removes the dialog', () => find('dialog')!.remove()],
      ['closes the dialog', () => find<HTMLDialogElement>('dialog')!.close()],
    ];
    for (const [name, deed] of deeds)
      it(name, async () => {
        const { state } = ask();
        await armed();
        deed();
        await until(() => state.answer !== undefined);
        assert.equal(state.answer, 'session/consent-blocked');
        assert.isNull(find('dialog'));
      });

    for (const [name, replacement] of [
      ['does nothing', () => {}],
      ['throws', () => { throw new Error('the page’s own'); }],
      ['shows it behind others', function (this: HTMLDialogElement) { this.show(); }],
    ] as const)
      it(`has a showModal that ${name}`, async () => {
        HTMLDialogElement.prototype.showModal = replacement;
        const { state } = ask();
        await until(() => state.answer !== undefined);
        assert.equal(state.answer, 'session/consent-blocked');
        assert.isNull(find('dialog'));
      });
  });

  it('looks the same whatever the page’s styles and what scripts set on our element', async () => {
    const look = (): unknown[] => {
      const properties = ['color', 'font-size', 'visibility', 'pointer-events', 'opacity', 'letter-spacing', '-webkit-text-fill-color', 'display'];
      return ['dialog', 'allow', 'deny'].map((id) => properties.map((name) => getComputedStyle(find(id)!).getPropertyValue(name)));
    };
    const first = ask();
    await armed();
    const before = look();
    first.aborter.abort();
    const style = add('style', `
      * { visibility: hidden !important; color: transparent !important; -webkit-text-fill-color: transparent !important }
      cobrowse-ui, dialog, button { opacity: 0 !important; font-size: 0 !important; pointer-events: none !important }`);
    document.head.append(style);
    const host = document.querySelector<HTMLElement>('cobrowse-ui')!;
    for (const [name, value] of [['visibility', 'hidden'], ['color', 'transparent'], ['font-size', '0'], ['letter-spacing', '-1em'], ['pointer-events', 'none'], ['-webkit-text-fill-color', 'transparent']] as const)
      host.style.setProperty(name, value, 'important');
    void ask();
    await armed();
    assert.deepEqual(look(), before);
  });
});
