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
 * What happens to the document around a session. `pagehide` alone is listened to for leaving: `unload` and
 * `beforeunload` would keep the page out of the back/forward cache.
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
