import { button, element } from './root.ts';
import type { Texts } from './texts.ts';

/** What the bar is about: the session's states, and some that concern the customer alone. */
export type BarState =
  | 'connecting'
  | 'pending'
  | 'authorizing'
  | 'active'
  | 'paused'
  | 'not-shared'
  | 'reconnecting'
  | 'elsewhere'
  | 'ended'
  | 'ended-unexpectedly';

export interface BarModel {
  readonly state: BarState;
  /** Names of those who see the page, ready to show. */
  readonly watchers: string;
  /** Whether everything on the page is masked. */
  readonly masked?: 'everything' | undefined;
  /** Whether it is seen with a delay. */
  readonly isLate?: boolean | undefined;
}

export interface BarActions {
  readonly onPause: () => void;
  readonly onUnpause: () => void;
  readonly onStop: () => void;
  /** Share this tab instead of the other one. */
  readonly onShareHere: () => void;
  readonly onClose: () => void;
}

export interface SessionBar {
  show(model: BarModel): void;
}

/** The bar that stands while a session lasts: who sees the page, and one press to pause or stop. */
export function createSessionBar(
  shadow: ShadowRoot,
  texts: Texts,
  actions: BarActions & { readonly onHide: () => void },
): SessionBar {
  const status = element('span', { class: 'status', role: 'status', 'data-testid': 'cobrowse-status' });
  const pause = button(texts.pause, 'cobrowse-pause', '', actions.onPause);
  const unpause = button(texts.unpause, 'cobrowse-unpause', '', actions.onUnpause);
  const hide = button(texts.hide, 'cobrowse-hide', '', actions.onHide);
  const shareHere = button(texts.shareHere, 'cobrowse-share-here', '', actions.onShareHere);
  const stop = button(texts.stop, 'cobrowse-stop', 'stop', actions.onStop);
  const close = button(texts.close, 'cobrowse-close', '', actions.onClose);
  const dot = element('span', { class: 'dot', 'aria-hidden': 'true' });
  const bar = element('div', { class: 'bar', role: 'region', 'aria-label': texts.barLabel }, dot, status);
  bar.setAttribute('data-testid', 'cobrowse-bar');
  bar.append(hide, pause, unpause, shareHere, stop, close);
  // Until there is something to say.
  bar.hidden = true;
  shadow.append(bar);
  return {
    show({ state, watchers, masked, isLate }) {
      const isOver = state === 'ended' || state === 'ended-unexpectedly';
      const focused = shadow.activeElement;
      bar.hidden = false;
      bar.dataset['state'] = state;
      const isSeen = state === 'active' || state === 'paused';
      const words = sentence(texts, state, watchers);
      const text = [words, masked && isSeen && texts.everythingMasked, isLate && state === 'active' && texts.delayed]
        .filter(Boolean)
        .join(' ');
      // Written only when it changes: a live region that is set again is read out again.
      if (status.textContent !== text) status.textContent = text;
      hide.hidden = !isSeen;
      pause.hidden = state !== 'active';
      unpause.hidden = state !== 'paused';
      shareHere.hidden = state !== 'elsewhere';
      stop.hidden = isOver;
      close.hidden = !isOver;
      // The pressed button gives way to its counterpart, and takes the keyboard's place along.
      if (focused === pause && pause.hidden) (unpause.hidden ? stop : unpause).focus();
      if (focused === unpause && unpause.hidden) (pause.hidden ? stop : pause).focus();
    },
  };
}

function sentence(texts: Texts, state: BarState, watchers: string): string {
  if (state === 'active') return texts.active(watchers);
  if (state === 'ended-unexpectedly') return texts.endedUnexpectedly;
  if (state === 'not-shared') return texts.notShared;
  return texts[state];
}
