import { sendKeys, sendMouse } from '@web/test-runner-commands';
import { until } from './page.ts';

/** WebKit: the driver that runs it here gives these tests its keyboard and not its mouse. */
const HAS_KEYBOARD_ONLY = navigator.vendor.startsWith('Apple');

/** Where an element's middle is in the test's own window, also for one inside a frame of it. */
export function middleOf(element: Element): [x: number, y: number] {
  const { left, top, width, height } = element.getBoundingClientRect();
  let [x, y] = [left + width / 2, top + height / 2];
  for (let view = element.ownerDocument.defaultView; view?.frameElement && view !== window; view = view.parent as typeof view) {
    const frame = view.frameElement.getBoundingClientRect();
    x += frame.left;
    y += frame.top;
  }
  return [Math.round(x), Math.round(y)];
}

/** Presses an element with the real mouse, or else with the real keyboard, once it is there and enabled. */
export async function pressElement(find: () => HTMLElement | null): Promise<void> {
  await until(() => find()?.matches(':enabled') === true);
  const element = find()!;
  element.ownerDocument.defaultView!.frameElement?.scrollIntoView({ block: 'start', behavior: 'instant' });
  if (HAS_KEYBOARD_ONLY) return pressByKey(element);
  await sendMouse({ type: 'click', position: middleOf(element) });
}

async function pressByKey(element: HTMLElement): Promise<void> {
  // Keys answer the consent dialog, also with a no, only once a yes could be given.
  await until(() => !element.parentElement?.querySelector('button:disabled'));
  element.ownerDocument.defaultView!.focus();
  element.focus();
  await sendKeys({ press: 'Enter' });
}
