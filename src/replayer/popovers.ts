/** The recorder's attribute for a popover that is open: `src/capture/popovers.ts`. */
const POPOVER_STATE = 'rr_popover';

type Popover = Partial<Pick<HTMLElement, 'showPopover' | 'hidePopover'>>;

/** Shows or hides a popover as its attributes say, where they say anything; an agent's browser may know none. */
export function applyPopover(node: Node | null, attributes: Readonly<Record<string, unknown>> | undefined): void {
  if (!node || !attributes || !(POPOVER_STATE in attributes)) return;
  const popover = node as Element & Popover;
  if (!popover.isConnected || !popover.showPopover || !popover.hasAttribute('popover')) return;
  const isOpen = popover.matches(':popover-open');
  const shouldBeOpen = attributes[POPOVER_STATE] === 'open';
  try {
    if (shouldBeOpen && !isOpen) popover.showPopover();
    else if (isOpen && !shouldBeOpen) popover.hidePopover!();
  } catch {
    // Whoever sends events may say so of a dialog that is open, for one; the picture is as good without.
  }
}
