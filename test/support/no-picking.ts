import type { PickerActions } from '../../src/ui/picker.ts';

/** For a test in which nobody chooses what to hide. */
export const NO_PICKING: PickerActions = { places: () => [], hide() {}, unhide: () => false };
