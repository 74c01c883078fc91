import type { Clock } from '../core/clock.ts';
import { CobrowseError } from '../core/errors.ts';

/** Listens whether the page's Content-Security-Policy refuses one request or socket, while that is being opened. */
export interface PolicyWatch {
  /** Stops listening; a wait for `refusal()` is over. */
  stop(): void;
  /** To be asked once the request has failed: resolves to the error that names what is missing, or to nothing. */
  refusal(): Promise<CobrowseError | undefined>;
}

/**
 * A refused request fails like any other; that the policy did it is said by an event only, which Chromium and Firefox
 * fire just after the failure. It has been queued by then, so any wait is long enough; this one is too short to notice.
 */
const EVENT_WAIT_MS = 50;

/**
 * Watches for a refusal of `url`. That the page's violation reports show it cannot be helped: asking is the only way
 * to find out. `url` may be relative to the page.
 */
export function watchPolicy(url: string, clock: Clock): PolicyWatch {
  let address: URL;
  try {
    address = new URL(url, document.baseURI);
  } catch {
    // No page, as on a server, or no address: no policy refuses it.
    return { stop() {}, refusal: async () => undefined };
  }
  const { origin, protocol } = address;
  let blocked = false;
  let endWait = (): void => {};
  const handleViolation = ({ effectiveDirective, blockedURI, disposition }: SecurityPolicyViolationEvent): void => {
    if (effectiveDirective !== 'connect-src' || disposition !== 'enforce') return;
    // The specification leaves only the scheme of addresses that are not HTTP; the browsers give them whole.
    if (blockedURI.startsWith(origin) || `${blockedURI}:` === protocol) blocked = true;
  };
  document.addEventListener('securitypolicyviolation', handleViolation);
  const stop = (): void => {
    document.removeEventListener('securitypolicyviolation', handleViolation);
    endWait();
  };
  return {
    stop,
    async refusal() {
      await new Promise<void>((resolve) => {
        const cancel = clock.after(EVENT_WAIT_MS, resolve);
        endWait = () => {
          cancel();
          resolve();
        };
      });
      stop();
      if (!blocked) return undefined;
      return new CobrowseError(
        'connection/blocked-by-csp',
        `The page's Content-Security-Policy blocks ${origin}; add it to the directive: connect-src ${origin}`,
      );
    },
  };
}
