import type { PickerActions } from '../ui/picker.ts';
import type { Capture } from './capture-door.ts';
import type { FactEvent, Facts } from './facts.ts';

/** What the customer hides from agents: kept as facts, so that it holds on every page of the session. */
export function createHiding(capture: Capture, facts: () => Facts, apply: (event: FactEvent) => void): PickerActions {
  return {
    places: () => capture.places(),
    hide(target) {
      const selector = capture.selectorOf(target);
      if (selector !== undefined) apply({ type: 'hidden', selector });
    },
    unhide(target) {
      const selectors = facts().hidden.filter((selector) => target.closest(selector));
      for (const selector of selectors) apply({ type: 'unhidden', selector });
      return selectors.length > 0;
    },
  };
}
