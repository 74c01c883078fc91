import { reportToPage } from '../core/emitter.ts';

/** What the customer is asked about: may this agent see the page? */
export interface ConsentRequest {
  readonly agent: {
    /** Name as the signature states it; empty where the relay vouches for none. Text from elsewhere: never HTML. */
    readonly name: string;
    /** True where the relay checked the name. */
    readonly verified: boolean;
  };
  /** Aborted when the question is no longer to be answered: the agent left, or the session ended. */
  readonly signal: AbortSignal;
}

/** Asks the customer; true admits. */
export type ConsentView = (request: ConsentRequest) => Promise<boolean> | boolean;

/** Asks about one agent after the other, never two at a time. */
export interface Admissions {
  /** Queues the question; `onAnswer` is called once unless it is withdrawn. */
  ask(identityId: string, agent: ConsentRequest['agent'], onAnswer: (answer: 'admitted' | 'denied') => void): void;
  withdraw(identityId: string): void;
  stop(): void;
}

interface Question {
  readonly identityId: string;
  readonly agent: ConsentRequest['agent'];
  readonly onAnswer: (answer: 'admitted' | 'denied') => void;
  readonly aborter: AbortController;
}

/** `report` is handed what a view of the page's own throws. */
export function createAdmissions(view: ConsentView, report: (error: unknown) => void = reportToPage): Admissions {
  let questions: Question[] = [];
  let loop: 'idle' | 'running' = 'idle';

  async function run(): Promise<void> {
    if (loop === 'running') return;
    loop = 'running';
    for (let question = questions[0]; question; question = questions[0]) {
      const answer = await put(view, question, report);
      if (question.aborter.signal.aborted) continue;
      questions = questions.filter((other) => other !== question);
      question.onAnswer(answer);
    }
    loop = 'idle';
  }

  return {
    ask(identityId, agent, onAnswer) {
      if (questions.some((question) => question.identityId === identityId)) return;
      questions.push({ identityId, agent, onAnswer, aborter: new AbortController() });
      void run();
    },
    withdraw(identityId) {
      const question = questions.find((other) => other.identityId === identityId);
      if (!question) return;
      questions = questions.filter((other) => other !== question);
      question.aborter.abort();
    },
    stop() {
      const pending = questions;
      questions = [];
      for (const question of pending) question.aborter.abort();
    },
  };
}

/** One answer. A view that fails, or is still open when the question is withdrawn, has not said yes. */
async function put(
  view: ConsentView,
  { agent, aborter: { signal } }: Question,
  report: (error: unknown) => void,
): Promise<'admitted' | 'denied'> {
  let handleAbort = (): void => {};
  const withdrawn = new Promise<false>((resolve) => {
    handleAbort = () => resolve(false);
    signal.addEventListener('abort', handleAbort);
  });
  try {
    // Exactly true: a view that returns something truthy by accident has not said yes.
    return (await Promise.race([view({ agent, signal }), withdrawn])) === true ? 'admitted' : 'denied';
  } catch (error) {
    if (!signal.aborted) report(error);
    return 'denied';
  } finally {
    signal.removeEventListener('abort', handleAbort);
  }
}
