import type { Clock } from '../core/clock.ts';
import { createDisposer } from '../core/disposer.ts';
import type { Undo } from '../core/emitter.ts';

/** Whether a yes is taken. */
export type Readiness = 'unarmed' | 'armed';

/**
 * How long a question must have been seen before a yes counts: the longest double click that systems allow by default,
 * so that no press that was meant for what was there before answers it; nobody has read it any sooner.
 */
export const ARM_AFTER_MS = 500;

/** The shortest interval that browsers allow for `trackVisibility`. */
const VISIBILITY_DELAY_MS = 100;

export interface Arming {
  /** Begins the wait anew: something has just lain over the element. */
  readonly restart: () => void;
  readonly stop: Undo;
}

export interface ArmingHandlers {
  onChange(readiness: Readiness): void;
  /** Something lies over the element, also what lets the mouse through. Chromium alone tells. */
  onCovered(): void;
}

/**
 * Says when `element`, which is on the page now, may take a yes: after {@link ARM_AFTER_MS} without the page having been
 * hidden, come to the front, or the element covered. Says `unarmed` at once, and whenever one of them happens.
 */
export function armWhenSeen(element: Element, clock: Clock, handlers: ArmingHandlers): Arming {
  const disposer = createDisposer();
  const tellsCover = 'isVisible' in IntersectionObserverEntry.prototype;
  let sight: 'seen' | 'covered' = tellsCover ? 'covered' : 'seen';
  let cancel: Undo = () => {};

  const restart = (): void => {
    cancel();
    handlers.onChange('unarmed');
    if (sight === 'seen' && document.visibilityState === 'visible')
      cancel = clock.after(ARM_AFTER_MS, () => handlers.onChange('armed'));
  };
  const listen = (target: EventTarget, type: string): void => {
    target.addEventListener(type, restart);
    disposer.add(() => target.removeEventListener(type, restart));
  };
  listen(document, 'visibilitychange');
  // A window that lay over this one and closed under the first of two presses.
  listen(window, 'focus');

  if (tellsCover) {
    const options = { trackVisibility: true, delay: VISIBILITY_DELAY_MS } as IntersectionObserverInit;
    const observer = new IntersectionObserver((entries) => {
      sight = (entries.at(-1) as { isVisible?: boolean } | undefined)?.isVisible ? 'seen' : 'covered';
      if (sight === 'covered') handlers.onCovered();
      restart();
    }, options);
    observer.observe(element);
    disposer.add(() => observer.disconnect());
  }
  disposer.add(() => cancel());
  restart();
  return { restart, stop: () => disposer.dispose() };
}
