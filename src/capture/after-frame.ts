import type { Undo } from '../core/emitter.ts';
import { outsideZone } from '../core/zone.ts';

/** Waits, in rrweb's place, until the browser has rendered: what is looked at then is laid out already. */
export interface FrameWaiter {
  /** A listener that looks once after the next frame, however often it is called until then. */
  afterFrame(look: () => void): () => void;
  /** What has not looked yet never does. */
  stop: Undo;
}

// As they were when this file was loaded: test tools replace them on running pages.
const { requestAnimationFrame, cancelAnimationFrame, setTimeout, clearTimeout } = globalThis;

/**
 * The first task after an animation frame comes when the page is rendered. A hidden page has no frames: what nobody sees
 * there is told once it is shown.
 */
export function createFrameWaiter(): FrameWaiter {
  const looks = new Set<() => void>();
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const lookAll = (): void => {
    frame = undefined;
    const due = [...looks];
    looks.clear();
    for (const look of due) look();
  };
  const request = (): void =>
    outsideZone(() => {
      frame = requestAnimationFrame(() => (timer = setTimeout(lookAll)));
    });

  return {
    afterFrame: (look) => () => {
      looks.add(look);
      if (frame === undefined) request();
    },
    stop() {
      looks.clear();
      if (frame !== undefined) cancelAnimationFrame(frame);
      clearTimeout(timer);
      frame = undefined;
    },
  };
}
