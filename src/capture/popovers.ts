import type { Undo } from '../core/emitter.ts';
import { attributeOf, matchesOf, nodeTypeOf } from './natives.ts';
import { createWeakList } from './weak-list.ts';

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

/** Where popovers are watched: their events leave neither shadow roots nor frames. */
export interface PopoverWatch {
  /** Watches there too; again is the same as once. */
  in(root: Document | ShadowRoot): void;
  stop: Undo;
}

const ELEMENT = 1;

/** Tells of each popover that is opened or closed. Nothing is kept that the page drops. */
export function watchPopovers(tell: (popover: Element, isOpen: boolean) => void): PopoverWatch {
  const roots = createWeakList<Document | ShadowRoot>();
  const hear = ({ target }: Event): void => {
    const popover = target as Element;
    // A `details` has the same event.
    if (nodeTypeOf(popover) === ELEMENT && attributeOf(popover, 'popover') !== null) tell(popover, isOpenPopover(popover));
  };

  return {
    in(root) {
      root.addEventListener('toggle', hear, true);
      roots.add(root);
    },
    stop() {
      for (const root of roots.takeAll()) root.removeEventListener('toggle', hear, true);
    },
  };
}
