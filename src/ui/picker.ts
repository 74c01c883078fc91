import type { HiddenPlace } from '../capture/places.ts';
import { createDisposer } from '../core/disposer.ts';
import type { Undo } from '../core/emitter.ts';
import { button, element, HOST_TAG } from './root.ts';
import type { Texts } from './texts.ts';
import { boxOf, type Veil } from './veil.ts';

/** What choosing needs to know and to tell. */
export interface PickerActions {
  /** What agents do not see now. */
  places(): readonly HiddenPlace[];
  /** Hides the element from agents, at once. */
  hide(target: Element): void;
  /** Shows again what the customer had hidden around the element; false where the customer had not. */
  unhide(target: Element): boolean;
}

/** The keys that move the choice, each with the step it makes. */
const STEPS: Readonly<Record<string, (from: Element) => Element | null>> = {
  ArrowUp: (from) => from.parentElement,
  ArrowDown: (from) => from.firstElementChild,
  ArrowLeft: (from) => from.previousElementSibling,
  ArrowRight: (from) => from.nextElementSibling,
};

/**
 * Lets the customer choose what to hide, with the mouse, by touch or with the keyboard, until they are done. A shield
 * over the page takes all input meanwhile, so that nothing of the page is pressed by it. Returns what closes it.
 */
export function openPicker(shadow: ShadowRoot, texts: Texts, veil: Veil, actions: PickerActions): Undo {
  const disposer = createDisposer();
  const before = shadow.activeElement as HTMLElement | null;
  const frame = element('div', { class: 'choice', 'aria-hidden': 'true' });
  const done = button(texts.done, 'cobrowse-hide-done', 'primary', () => disposer.dispose());
  const hint = element('p', { class: 'hint', role: 'status' }, texts.pickHint);
  const panel = element('div', { class: 'bar panel', role: 'dialog', 'aria-label': texts.hide, 'data-testid': 'cobrowse-picker' }, hint, done);
  const shield = element('div', { class: 'shield', 'data-testid': 'cobrowse-shield' });
  let chosen: Element = document.body;

  function choose(target: Element | null): void {
    if (!target || target === document.documentElement || target.localName === HOST_TAG) return;
    chosen = target;
    const { x, y, width, height } = boxOf(target);
    Object.assign(frame.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
  }

  /** Hides what is chosen, or shows it again; the latter takes a person. */
  function apply({ isTrusted }: Event): void {
    if (isTrusted && actions.unhide(chosen)) hint.textContent = texts.shownAgain;
    else {
      actions.hide(chosen);
      hint.textContent = texts.nowHidden;
    }
  }

  shield.addEventListener('pointermove', ({ clientX, clientY }) => choose(elementAt(clientX, clientY)));
  shield.addEventListener('click', (event) => {
    choose(elementAt(event.clientX, event.clientY));
    apply(event);
  });
  const handleKey = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step) {
      choose(step(chosen));
      chosen.scrollIntoView({ block: 'nearest' });
      choose(chosen);
    } else if (event.key === 'Escape') disposer.dispose();
    else if (event.key !== 'Enter' || shadow.activeElement === done) return;
    else apply(event);
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('keydown', handleKey, true);
  disposer.add(() => window.removeEventListener('keydown', handleKey, true));

  shadow.append(shield, frame, panel);
  disposer.add(() => {
    for (const part of [shield, frame, panel]) part.remove();
    before?.focus();
  });
  disposer.add(veil.show(() => actions.places()));
  // The panel, not the button: Enter is for what is chosen.
  panel.tabIndex = -1;
  panel.focus();

  return () => disposer.dispose();

  /** What of the page is there, through the shield and into open shadow roots. */
  function elementAt(x: number, y: number): Element | null {
    let found = document.elementsFromPoint(x, y).find(({ localName }) => localName !== HOST_TAG) ?? null;
    for (let inner = found; inner?.shadowRoot; found = inner) {
      inner = inner.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === found) break;
    }
    return found;
  }
}
