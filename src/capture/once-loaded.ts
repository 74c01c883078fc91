import { type Clock, systemClock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';

/** An element whose content comes later: a frame, or a link to a style sheet. */
type LoadingElement = HTMLIFrameElement | HTMLLinkElement;

/** Waits, in rrweb's place, for frames and style sheets to load. */
export interface LoadWaiter {
  /** Calls `listener` once the content is there, or after `timeoutMs`; for a frame also whenever it loads again. */
  onceLoaded(element: LoadingElement, listener: () => void, timeoutMs: number): void;
  /** Takes back every listener and timer. */
  stop: Undo;
}

/**
 * rrweb asks anew with every snapshot. One listener per element is enough, the latest one: a second would record the
 * same frame twice when it loads again.
 *
 * `run` surrounds each call of a listener, which makes rrweb wrap the functions of the frame's window.
 */
export function createLoadWaiter(
  run: (element: LoadingElement, listener: () => void) => void,
  clock: Clock = systemClock,
): LoadWaiter {
  const waiting = new Map<LoadingElement, Undo>();

  const forget = (element: LoadingElement): void => {
    waiting.get(element)?.();
    waiting.delete(element);
  };

  const forgetDetached = (): void => {
    for (const element of waiting.keys()) if (!element.isConnected) forget(element);
  };

  return {
    onceLoaded(element, listener, timeoutMs) {
      const isFrame = 'contentWindow' in element;
      const delayMs = isFrame ? frameDelay(element, timeoutMs) : linkDelay(element, timeoutMs);
      if (delayMs === 'never') return;
      // A frame that was taken out of the page is asked about again if it comes back.
      forgetDetached();
      forget(element);
      const call = (): void => {
        cancel();
        run(element, listener);
      };
      const cancel = delayMs === 'on load' ? (): void => {} : clock.after(delayMs, call);
      element.addEventListener('load', call);
      waiting.set(element, () => {
        cancel();
        element.removeEventListener('load', call);
      });
    },
    stop() {
      for (const element of waiting.keys()) forget(element);
    },
  };
}

/** How long to wait for the first load; `on load` where the page's own address has not been opened yet. */
type Delay = number | 'on load' | 'never';

function frameDelay(frame: HTMLIFrameElement, timeoutMs: number): Delay {
  const { contentWindow } = frame;
  if (!contentWindow) return 'never';
  try {
    if (contentWindow.document.readyState !== 'complete') return timeoutMs;
    // Every frame starts as a complete `about:blank`; that of a frame with an address is about to go.
    const isBlank = contentWindow.location.href === 'about:blank';
    const staysBlank = frame.src === '' || frame.src === 'about:blank';
    return isBlank && !staysBlank ? 'on load' : 0;
  } catch {
    // Another origin's: the browser shows its content to nobody here.
    return 'never';
  }
}

function linkDelay(link: HTMLLinkElement, timeoutMs: number): Delay {
  return link.sheet ? 'never' : timeoutMs;
}
