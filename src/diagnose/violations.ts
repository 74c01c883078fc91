import type { Undo } from '../core/emitter.ts';
import { type DiagnosticLine, line } from './diagnostic-codes.ts';

/** Refusals by the page's Content-Security-Policy while the checks run. */
export interface Violations {
  /** What was refused. Addresses show their origin alone. */
  check(): Promise<DiagnosticLine>;
  readonly stop: Undo;
}

export function watchViolations(document: Document): Violations {
  const refused = new Set<string>();
  const handle = ({ effectiveDirective, blockedURI, disposition }: SecurityPolicyViolationEvent): void => {
    // A policy that only reports refuses nothing.
    if (disposition === 'enforce') refused.add(`${effectiveDirective} does not allow ${originOf(blockedURI)}`);
  };
  document.addEventListener('securitypolicyviolation', handle);
  return {
    async check() {
      // Violations are told in a task of their own, after the refusal that they are about.
      await new Promise((resolve) => setTimeout(resolve, 0));
      return refused.size === 0
        ? line('csp', 'ok', 'The page’s Content-Security-Policy refused nothing during these checks.')
        : line('csp', 'error', `The page’s Content-Security-Policy is in the way: ${[...refused].join('; ')}.`);
    },
    stop: () => document.removeEventListener('securitypolicyviolation', handle),
  };
}

/** `inline` and `eval` come as words. A path may name a customer, and a query a signature. */
function originOf(blocked: string): string {
  if (!URL.canParse(blocked)) return blocked;
  const { origin, protocol, host } = new URL(blocked);
  return origin === 'null' ? `${protocol}//${host}` : origin;
}
