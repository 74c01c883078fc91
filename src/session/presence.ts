import type { Clock } from '../core/clock.ts';
import { createDisposer } from '../core/disposer.ts';
import type { Undo } from '../core/emitter.ts';

/**
 * How long the customer must have been in a tab before it takes the sharing over: somebody who flips through tabs, or
 * looks at another for a moment, does not make the agent's view jump.
 */
export const SETTLE_MS = 800;

/** Whether the customer is in this tab: it is seen, and has the keyboard. */
export const isCustomerHere = (): boolean => document.visibilityState === 'visible' && document.hasFocus();

/** Calls `onHere` each time that the customer has come to this tab and stayed. */
export function watchPresence(clock: Clock, onHere: () => void): Undo {
  const disposer = createDisposer();
  let cancel: Undo = () => {};
  const look = (): void => {
    cancel();
    if (isCustomerHere()) cancel = clock.after(SETTLE_MS, () => isCustomerHere() && onHere());
  };
  const listen = (target: EventTarget, type: string): void => {
    target.addEventListener(type, look, { capture: true, passive: true });
    disposer.add(() => target.removeEventListener(type, look, { capture: true }));
  };
  listen(document, 'visibilitychange');
  listen(window, 'focus');
  listen(window, 'blur');
  listen(window, 'pointerdown');
  disposer.add(() => cancel());
  look();
  return () => disposer.dispose();
}
