import { askConsent, type ConsentQuestion } from './consent-dialog.ts';
import { mountRoot } from './root.ts';
import { type BarActions, type BarModel, createSessionBar } from './session-bar.ts';
import { textsFor } from './texts.ts';

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
  readonly actions: BarActions;
}

export function createUi({ locale, shadowRoot, actions }: UiOptions): Ui {
  const texts = textsFor(locale ?? document.documentElement.lang ?? 'en');
  const root = mountRoot(shadowRoot);
  const bar = createSessionBar(root.shadow, texts, actions);
  return {
    ask: (question) => askConsent(root.shadow, texts, question),
    show: (model) => bar.show(model),
    remove: root.remove,
  };
}
