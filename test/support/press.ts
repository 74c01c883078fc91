import { sendMouse } from '@web/test-runner-commands';
import { until } from './page.ts';

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

/** Presses an element with the real mouse, once it is there and enabled. */
export async function pressElement(find: () => HTMLElement | null): Promise<void> {
  await until(() => find()?.matches(':enabled') === true);
  const element = find()!;
  element.ownerDocument.defaultView!.frameElement?.scrollIntoView({ block: 'start', behavior: 'instant' });
  await sendMouse({ type: 'click', position: middleOf(element) });
}
