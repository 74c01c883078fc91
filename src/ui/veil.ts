import type { HiddenPlace } from '../capture/places.ts';
import { systemClock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';
import { element } from './root.ts';
import type { Texts } from './texts.ts';

/** Boxes over what agents do not see, on the customer's own page. They take no input. */
export interface Veil {
  /** Draws the places that `look` names until it is undone; several at once are one. */
  show(look: () => readonly HiddenPlace[]): Undo;
}

/** Boxes follow the page this often: seldom enough to cost nothing, often enough not to lag behind a scroll for long. */
const FOLLOW_MS = 100;

export function createVeil(shadow: ShadowRoot, texts: Texts): Veil {
  const layer = element('div', { class: 'veil', 'aria-hidden': 'true' });
  const wishes = new Set<() => readonly HiddenPlace[]>();
  let cancel: Undo = () => {};

  function draw(): void {
    const look = [...wishes].at(-1);
    if (!look) return layer.remove();
    if (!layer.isConnected) shadow.prepend(layer);
    const boxes = look().flatMap(({ element: hidden, kind }) => {
      const { x, y, width, height } = boxOf(hidden);
      if (width < 1 || height < 1) return [];
      const box = element('div', { class: `box ${kind}`, 'data-testid': 'cobrowse-hidden' }, element('span', {}, texts.hidden));
      Object.assign(box.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
      return [box];
    });
    layer.replaceChildren(...boxes);
    cancel = systemClock.after(FOLLOW_MS, draw);
  }

  return {
    show(look) {
      wishes.add(look);
      cancel();
      draw();
      return () => {
        wishes.delete(look);
        cancel();
        draw();
      };
    },
  };
}

/** The place of an element in the window, also of one within frames. */
export function boxOf(target: Element): DOMRect {
  const box = target.getBoundingClientRect();
  let frame = target.ownerDocument.defaultView?.frameElement;
  for (; frame && target.ownerDocument !== document; frame = frame.ownerDocument === document ? null : frame.ownerDocument.defaultView?.frameElement) {
    const outer = frame.getBoundingClientRect();
    box.x += outer.x + frame.clientLeft;
    box.y += outer.y + frame.clientTop;
  }
  return box;
}
