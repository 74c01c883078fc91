import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';
import { createDisposer } from '../core/disposer.ts';

export interface PageLifecycleHandlers {
  /** The customer pressed, typed or touched something on the page. */
  onInput(): void;
  /** The network may be back, or the page is looked at again: a waiting reconnect need not wait on. */
  onAwake(): void;
  /** The document goes away, for good or into the back/forward cache. */
  onLeave(): void;
}

/**
 * What happens to the document around a session. `pagehide` alone is listened to for leaving: `unload` would keep the
 * page out of the back/forward cache.
 */
export function watchPage(handlers: PageLifecycleHandlers): Undo {
  const disposer = createDisposer();
  const listen = (target: EventTarget, type: string, listener: () => void): void => {
    target.addEventListener(type, listener, { capture: true, passive: true });
    disposer.add(() => target.removeEventListener(type, listener, { capture: true }));
  };
  listen(window, 'pointerdown', handlers.onInput);
  listen(window, 'keydown', handlers.onInput);
  listen(window, 'online', handlers.onAwake);
  listen(document, 'visibilitychange', () => {
    if (document.visibilityState === 'visible') handlers.onAwake();
  });
  listen(window, 'pagehide', handlers.onLeave);
  return () => disposer.dispose();
}

/** A page that is still there by then was not left: what was asked for was a download, or the customer thought better. */
const STAY_MS = 10_000;

/**
 * Calls `onLeaving` when the page is about to go, while its socket is still open, as in Firefox it is not any more on
 * `pagehide`; and `onStaying` where the page then stays. For a page that shares alone: Firefox does not keep one with an
 * open socket, and `beforeunload` could keep out others.
 */
export function watchLeaving(clock: Clock, onLeaving: () => void, onStaying: () => void): Undo {
  let cancel: Undo = () => {};
  const handleLeaving = (): void => {
    cancel();
    cancel = clock.after(STAY_MS, onStaying);
    onLeaving();
  };
  window.addEventListener('beforeunload', handleLeaving, { capture: true });
  return () => {
    cancel();
    window.removeEventListener('beforeunload', handleLeaving, { capture: true });
  };
}
