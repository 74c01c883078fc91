import { button, element } from './root.ts';
import type { Texts } from './texts.ts';

export interface ConsentQuestion {
  readonly name: string;
  readonly verified: boolean;
  readonly signal: AbortSignal;
}

/**
 * Asks in a modal dialog in the top layer; resolves to true only by the button that says so. Escape and a withdrawn
 * question are a no. The browser keeps the focus inside and gives it back afterwards.
 */
export function askConsent(shadow: ShadowRoot, texts: Texts, question: ConsentQuestion): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (admitted: boolean): void => {
      question.signal.removeEventListener('abort', deny);
      dialog.close();
      dialog.remove();
      resolve(admitted);
    };
    const deny = (): void => answer(false);
    const denyButton = button(texts.deny, 'cobrowse-deny', '', deny);
    const dialog = element(
      'dialog',
      { 'aria-labelledby': 'title', 'aria-describedby': 'body', 'data-testid': 'cobrowse-dialog' },
      element('h2', { id: 'title' }, texts.dialogTitle),
      element('p', { id: 'body' }, texts.dialogBody(question.name)),
      ...(question.verified ? [] : [element('p', { class: 'warning' }, texts.notVerified)]),
      element('p', { class: 'hint' }, texts.dialogHidden),
      element(
        'div',
        { class: 'actions' },
        denyButton,
        button(texts.allow, 'cobrowse-allow', 'primary', () => answer(true)),
      ),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      deny();
    });
    question.signal.addEventListener('abort', deny);
    shadow.append(dialog);
    dialog.showModal();
    // A customer who is typing when the question appears must not say yes with the next Enter.
    denyButton.focus();
  });
}
