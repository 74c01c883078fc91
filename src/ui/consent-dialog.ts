import { type Clock, systemClock } from '../core/clock.ts';
import { createDisposer } from '../core/disposer.ts';
import { CobrowseError } from '../core/errors.ts';
import { type Arming, armWhenSeen, type Readiness } from './arming.ts';
import { showInFront } from './in-front.ts';
import { button, element } from './root.ts';
import type { Texts } from './texts.ts';

export interface ConsentQuestion {
  readonly name: string;
  readonly verified: boolean;
  readonly signal: AbortSignal;
}

/** The keys that answer a dialog: they press its buttons, or close it. */
const ANSWERING_KEYS: ReadonlySet<string> = new Set(['Enter', ' ', 'Escape']);

/**
 * Asks in a modal dialog in the top layer; resolves to true only by the customer's own press of the button that says so,
 * on a question that was there to be seen. Escape and a withdrawn question are a no. Rejects with
 * `session/consent-blocked` where the page keeps the question from being seen. The browser keeps the focus inside and
 * gives it back afterwards.
 *
 * A yes needs more than a no: scripts can press "no" and stop, which is always safe. Keys answer nothing until a yes
 * could be given, and never by being held down: somebody is typing when the question appears.
 */
export function askConsent(
  shadow: ShadowRoot,
  texts: Texts,
  question: ConsentQuestion,
  clock: Clock = systemClock,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const disposer = createDisposer();
    let readiness: Readiness = 'unarmed';
    /** A press that began on an unarmed question ends as one, however long it takes. Assistive technology has none. */
    let press: Readiness = 'armed';

    const answer = (admitted: boolean): void => {
      disposer.dispose();
      resolve(admitted);
    };
    const deny = (): void => answer(false);
    const handleLost = (): void => {
      disposer.dispose();
      reject(new CobrowseError('session/consent-blocked', 'The page kept the question from being seen: taken as a no.'));
    };
    const handleAllow = (event: Event): void => {
      if (event.isTrusted && readiness === 'armed' && press === 'armed') answer(true);
      press = 'armed';
    };
    const handleReadiness = (next: Readiness): void => {
      readiness = next;
      if (next === 'unarmed' && shadow.activeElement === allowButton) denyButton.focus();
      allowButton.disabled = next === 'unarmed';
    };
    const handlePress = (event: Event): void => {
      const isKey = event instanceof KeyboardEvent;
      if (isKey && !ANSWERING_KEYS.has(event.key)) return;
      press = isKey && event.repeat ? 'unarmed' : readiness;
      if (isKey && press === 'unarmed') event.preventDefault();
    };
    // Firefox presses a button as the space bar comes up, whatever became of its going down.
    const handleKeyUp = (event: Event): void => {
      if (press === 'unarmed') event.preventDefault();
      press = 'armed';
    };

    const denyButton = button(texts.deny, 'cobrowse-deny', '', deny);
    const allowButton = button(texts.allow, 'cobrowse-allow', 'primary', handleAllow);
    const dialog = element(
      'dialog',
      { 'aria-labelledby': 'title', 'aria-describedby': 'body', 'data-testid': 'cobrowse-dialog' },
      element('h2', { id: 'title' }, texts.dialogTitle),
      element('p', { id: 'body' }, texts.dialogBody(question.name)),
      ...(question.verified ? [] : [element('p', { class: 'warning' }, texts.notVerified)]),
      element('p', { class: 'hint' }, texts.dialogHidden),
      element('div', { class: 'actions' }, denyButton, allowButton),
    );
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      if (readiness === 'armed') deny();
    });
    dialog.addEventListener('pointerdown', handlePress, true);
    dialog.addEventListener('keydown', handlePress, true);
    dialog.addEventListener('keyup', handleKeyUp, true);
    disposer.add(() => {
      dialog.close();
      dialog.remove();
    });
    question.signal.addEventListener('abort', deny);
    disposer.add(() => question.signal.removeEventListener('abort', deny));

    shadow.append(dialog);
    let arming: Arming | undefined;
    const front = showInFront(dialog, { onLost: handleLost, onRaised: () => arming?.restart() });
    disposer.add(front.stop);
    // On the safe answer: a disabled button cannot have the focus, and what is typed here should do least.
    denyButton.focus();
    arming = armWhenSeen(dialog, clock, { onChange: handleReadiness, onCovered: front.raise });
    disposer.add(arming.stop);
  });
}
