import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { assert } from 'chai';
import type { HiddenPlace } from '../../../src/capture/places.ts';
import { createUi, type Ui } from '../../../src/ui/ui.ts';
import { NO_PICKING } from '../../support/no-picking.ts';
import { until } from '../../support/page.ts';
import { middleOf, pressElement } from '../../support/press.ts';

let ui: Ui;
let shadow: ShadowRoot;
let page: HTMLElement;
let places: HiddenPlace[];
const pressed: string[] = [];
const hidden = new Set<Element>();

const find = (id: string): HTMLElement | null => shadow.querySelector(`[data-testid="cobrowse-${id}"]`);
const part = (id: string): HTMLElement => page.querySelector(`#${id}`)!;
const boxes = (): DOMRect[] =>
  Array.from(shadow.querySelectorAll('[data-testid="cobrowse-hidden"]'), (box) => box.getBoundingClientRect());

function mount(showHidden = false): void {
  ui = createUi({
    locale: 'en',
    shadowRoot: 'open',
    showHidden,
    actions: {
      onPause() {},
      onUnpause() {},
      onStop() {},
      onShareHere() {},
      onClose() {},
      ...NO_PICKING,
      places: () => places,
      hide: (target) => void hidden.add(target),
      unhide: (target) => hidden.delete(target),
    },
    onLost() {},
  });
  shadow = document.querySelector('cobrowse-ui')!.shadowRoot!;
  ui.show({ state: 'active', watchers: 'Anna' });
}

describe('choosing what to hide', () => {
  beforeEach(() => {
    hidden.clear();
    pressed.length = 0;
    places = [];
    page = document.createElement('main');
    page.style.cssText = 'position: absolute; left: 0; top: 150px; width: 400px';
    page.innerHTML = '<p id="a" style="height: 60px">Balance</p><p id="b" style="height: 60px">Orders</p><button id="c">Pay</button>';
    page.addEventListener('click', () => pressed.push('click'));
    document.body.append(page);
    mount();
  });
  afterEach(() => {
    ui.remove();
    page.remove();
  });

  it('hides what is pressed, and presses nothing of the page', async () => {
    await pressElement(() => find('hide'));
    assert.isNotNull(find('picker'));
    await sendMouse({ type: 'click', position: middleOf(part('c')) });
    await until(() => hidden.size > 0);
    assert.deepEqual([...hidden], [part('c')]);
    assert.deepEqual(pressed, []);
    assert.match(find('picker')!.textContent, /Hidden/);
  });

  it('shows again what is pressed a second time', async () => {
    await pressElement(() => find('hide'));
    await sendMouse({ type: 'click', position: middleOf(part('a')) });
    await until(() => hidden.has(part('a')));
    await sendMouse({ type: 'click', position: middleOf(part('a')) });
    await until(() => hidden.size === 0);
    assert.match(find('picker')!.textContent, /can be seen again/);
  });

  it('is never shown again by a script', async () => {
    await pressElement(() => find('hide'));
    const shield = find('shield')!;
    const [clientX, clientY] = middleOf(part('a'));
    for (let turn = 0; turn < 2; turn += 1) shield.dispatchEvent(new MouseEvent('click', { clientX, clientY, bubbles: true }));
    assert.deepEqual([...hidden], [part('a')]);
  });

  it('goes with the keyboard: arrow keys choose, Enter hides, Escape ends', async () => {
    const opener = find('hide')!;
    opener.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => find('picker') !== null);
    // From the body to its last part, and there from the first to the second.
    await sendKeys({ press: 'ArrowDown' });
    const first = document.body.firstElementChild!;
    await sendKeys({ press: 'Enter' });
    await until(() => hidden.size > 0);
    assert.deepEqual([...hidden], [first]);
    await sendKeys({ press: 'Escape' });
    await until(() => find('picker') === null);
    assert.strictEqual(shadow.activeElement, opener);
    await sendKeys({ press: 'ArrowDown' });
    assert.isNull(find('shield'));
  });

  it('ends when nobody sees the page any more, and with the session', async () => {
    await pressElement(() => find('hide'));
    ui.show({ state: 'pending', watchers: '' });
    assert.isNull(find('picker'));
    assert.isNull(find('shield'));
  });

  it('draws boxes over what agents do not see meanwhile, where it is', async () => {
    places = [{ element: part('a'), kind: 'masked' }];
    assert.lengthOf(boxes(), 0);
    await pressElement(() => find('hide'));
    await until(() => boxes().length === 1);
    const { top, left, width } = part('a').getBoundingClientRect();
    assert.closeTo(boxes()[0]!.top, top, 1);
    assert.closeTo(boxes()[0]!.left, left, 1);
    assert.closeTo(boxes()[0]!.width, width, 1);
    page.style.top = '220px';
    await until(() => Math.abs(boxes()[0]!.top - part('a').getBoundingClientRect().top) < 1);
    find('hide-done')!.click();
    assert.lengthOf(boxes(), 0);
  });

  it('draws them while a question is open, and all the time where the merchant wants it', async () => {
    places = [{ element: part('b'), kind: 'blocked' }];
    const aborter = new AbortController();
    const answer = ui.ask({ name: 'Anna', verified: true, signal: aborter.signal });
    assert.lengthOf(boxes(), 1);
    aborter.abort();
    await answer;
    await until(() => boxes().length === 0);
    ui.remove();
    mount(true);
    assert.lengthOf(boxes(), 1);
  });
});
