import type { Undo } from '../core/emitter.ts';
import { attributeOf, matchesOf } from './natives.ts';

/**
 * That a popover is open is told by no attribute, and rrweb does not tell of it (rrweb issue 1701). It travels as an attribute
 * of ours, as rrweb's `rr_open_mode` does for dialogs: `open`, or gone.
 */
export const POPOVER_STATE = 'rr_popover';

/** Whether that is a popover that is shown. Browsers from before popovers have none, and refuse the question. */
export function isOpenPopover(element: Element): boolean {
  try {
    return matchesOf(element, ':popover-open');
  } catch {
    return false;
  }
}

/** Tells of each popover of the page that is opened or closed, shadow roots and frames left out: their events end there. */
export function watchPopovers(tell: (popover: Element, isOpen: boolean) => void): Undo {
  const hear = ({ target }: Event): void => {
    // A `details` has the same event.
    if (target instanceof Element && attributeOf(target, 'popover') !== null) tell(target, isOpenPopover(target));
  };
  document.addEventListener('toggle', hear, true);
  return () => document.removeEventListener('toggle', hear, true);
}
