/** What the shop uses of the widget, whether it came by script tag or by import. */
export interface Cobrowse {
  start(options?: { roomId?: string }): Promise<unknown>;
  on(type: 'statechange', listener: (change: { to: string; reason?: string }) => void): unknown;
}

const WORDS: Readonly<Record<string, string>> = {
  connecting: 'Connecting …',
  pending: 'Waiting for an agent. Nothing is shared yet.',
  authorizing: 'An agent asks to see this page.',
  active: 'An agent sees this page.',
  paused: 'Paused: the agent sees nothing new.',
};

/** The endings worth a sentence of their own; the widget's reasons are listed in its documentation. */
const ENDINGS: Readonly<Record<string, string>> = {
  customer: 'You have stopped sharing.',
  'room-closed': 'The agent has ended the session.',
  'connection-lost': 'The connection was lost for too long.',
};

/**
 * Wires the button of the page's header to the widget and says beside it, also to screen readers, how things stand.
 */
export function connectHelpButton(cobrowse: Cobrowse): void {
  const button = document.querySelector<HTMLButtonElement>('[data-testid="cobrowse-start"]')!;
  const status = document.querySelector<HTMLElement>('[data-testid="help-status"]')!;

  const say = (text: string, tone: 'good' | 'bad' = 'good'): void => {
    status.textContent = text;
    status.dataset.tone = tone;
  };
  // Not `disabled`, which would take the focus away from whoever has just pressed the button.
  const offer = (possible: 'offered' | 'taken'): void => {
    button.setAttribute('aria-disabled', String(possible === 'taken'));
  };

  cobrowse.on('statechange', ({ to, reason }) => {
    offer(to === 'ended' ? 'offered' : 'taken');
    say(to === 'ended' ? (ENDINGS[reason ?? ''] ?? 'The session is over.') : (WORDS[to] ?? ''));
  });

  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true') return;
    offer('taken');
    say(WORDS.connecting!);
    cobrowse.start().catch((error: unknown) => {
      const { code, message } = error as { code?: string; message?: string };
      if (code === 'session/busy') return;
      offer('offered');
      say(`That did not work (${code ?? message ?? 'unknown reason'}). Please try again.`, 'bad');
    });
  });
}
