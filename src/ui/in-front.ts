import { createDisposer } from '../core/disposer.ts';
import type { Undo } from '../core/emitter.ts';

/** A modal dialog that stays before whatever else the page shows. */
export interface InFront {
  /** Puts the dialog on top again, keeping the focus where it was; a few times, then no more. */
  raise(): void;
  readonly stop: Undo;
}

export interface InFrontHandlers {
  /**
   * The dialog is no longer shown in front: the page replaced `showModal`, or took our element away, moved it, or closed
   * the dialog. That may be before `showInFront` returns.
   */
  onLost(): void;
  /** The dialog is on top again, after something else was. */
  onRaised(): void;
}

/** A page that opens something over the question once has its reasons; one that goes on is not outdone in a race. */
const MAX_RAISES = 3;

/** Shows `dialog`, which is in its shadow root, in the top layer. */
export function showInFront(dialog: HTMLDialogElement, { onLost, onRaised }: InFrontHandlers): InFront {
  const shadow = dialog.getRootNode() as ShadowRoot;
  const disposer = createDisposer();
  let raises = 0;

  const check = (): void => {
    if (!dialog.matches(':modal')) onLost();
  };
  const show = (): void => {
    try {
      dialog.showModal();
    } catch {
      // The check says what follows from it.
    }
    check();
  };
  const raise = (): void => {
    if (++raises > MAX_RAISES) return;
    const focused = shadow.activeElement as HTMLElement | null;
    dialog.close();
    show();
    focused?.focus();
    onRaised();
  };
  const listen = (target: EventTarget, type: string, listener: (event: Event) => void): void => {
    target.addEventListener(type, listener, true);
    disposer.add(() => target.removeEventListener(type, listener, true));
  };
  // What opens later lies above, in all engines; Chromium also tells through `armWhenSeen` of what no event tells.
  listen(document, 'toggle', ({ target }) => {
    // In `:is()` a browser passes over a pseudo-class that it does not know.
    if (target instanceof Element && target.matches(':is(:modal, :popover-open)')) raise();
  });
  listen(document, 'fullscreenchange', raise);
  listen(dialog, 'close', check);
  try {
    const observer = new MutationObserver(check);
    for (const node of [document, document.documentElement, shadow]) observer.observe(node, { childList: true });
    disposer.add(() => observer.disconnect());
  } catch {
    // Pages replace it by one that throws. What was taken away cannot be pressed; it is only not noticed at once.
  }
  show();
  return { raise, stop: () => disposer.dispose() };
}
