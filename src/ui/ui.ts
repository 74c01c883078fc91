import { askConsent, type ConsentQuestion } from './consent-dialog.ts';
import { openPicker, type PickerActions } from './picker.ts';
import { mountRoot } from './root.ts';
import { type BarActions, type BarModel, type BarState, createSessionBar } from './session-bar.ts';
import { textsFor } from './texts.ts';
import { createVeil } from './veil.ts';

/** What the customer sees of the widget. It is told what to show and reports what was pressed; it decides nothing. */
export interface Ui {
  ask(question: ConsentQuestion): Promise<boolean>;
  show(model: BarModel): void;
  remove(): void;
}

export interface UiOptions {
  /** Null takes the page's own language. */
  readonly locale: string | null;
  readonly shadowRoot: 'closed' | 'open';
  readonly actions: BarActions & PickerActions;
  /** Shows on the page what agents do not see, as long as there is something to show; else while a question is open. */
  readonly showHidden?: boolean;
  /** The page does not let the customer see any of this. */
  onLost(): void;
}

/** While an agent sees the page, or would. */
const MAY_HIDE: ReadonlySet<BarState> = new Set<BarState>(['active', 'paused', 'reconnecting']);

export function createUi({ locale, shadowRoot, actions, showHidden = false, onLost }: UiOptions): Ui {
  const texts = textsFor(locale ?? document.documentElement.lang ?? 'en');
  const root = mountRoot(shadowRoot, onLost);
  const veil = createVeil(root.shadow, texts);
  const bar = createSessionBar(root.shadow, texts, {
    ...actions,
    onHide() {
      closePicker();
      closePicker = openPicker(root.shadow, texts, veil, actions);
    },
  });
  let closePicker = (): void => {};
  const unveil = showHidden ? veil.show(actions.places) : () => {};
  return {
    ask(question) {
      const unveilQuestion = veil.show(actions.places);
      return askConsent(root.shadow, texts, question).finally(unveilQuestion);
    },
    show(model) {
      if (!MAY_HIDE.has(model.state)) closePicker();
      bar.show(model);
    },
    remove() {
      closePicker();
      unveil();
      root.remove();
    },
  };
}
