import { createEmitter, type Undo } from '../core/emitter.ts';
import { outsideZone } from '../core/zone.ts';
import type { PrivacyRule } from '../wire/privacy-rules.ts';
import { addressNow } from './natives.ts';
import { type HiddenPlace, hiddenPlaces, hidingOf } from './places.ts';
import { type Policy, type PrivacyOptions, resolvePolicy } from './policy.ts';
import { isPageSound } from './soundness.ts';
import { createVerdicts } from './verdicts.ts';

/** What of the page may leave, as options, rules and the customer have it, at the address that the page has now. */
export interface Privacy {
  /** What holds now. The address is looked at each time, as a page of one script changes it without a load. */
  policy(): Policy;
  /** The rules that came with connection info; null where they could not be read. */
  setRules(rules: readonly PrivacyRule[] | null): void;
  /** Blocks what these selectors name: what the customer has hidden. */
  setHidden(selectors: readonly string[]): void;
  /** Masks everything from now on: what has to be known for less is not. */
  close(reason: NonNullable<Policy['closed']>): void;
  /** Whether the agent sees that element, its texts and values included. What the agent cannot see, it cannot touch. */
  maySee(element: Element): boolean;
  /** What agents do not see of this page. */
  places(): HiddenPlace[];
  /** Called when another policy holds than before; the same one is always the same object. */
  onChange(listener: (policy: Policy) => void): Undo;
  /** Looks at nothing any more. */
  stop(): void;
}

/** How often a page that a rule pauses is looked at: it may become another one without a load, and tells nobody. */
const PAGE_LOOK_MS = 500;

export function createPrivacy(options: PrivacyOptions): Privacy {
  const emitter = createEmitter<{ change: Policy }>();
  let hidden: readonly string[] = [];
  let rules: readonly PrivacyRule[] | null = [];
  let closed: Policy['closed'] = isPageSound() ? null : 'page';
  let address: string | undefined;
  let policy: Policy | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function resolve(): void {
    address = addressNow();
    const resolved = resolvePolicy(options, rules, hidden, location);
    const next = closed && !resolved.closed ? { ...resolved, closed, key: `${closed}${resolved.key}` } : resolved;
    if (next.key === policy?.key) return;
    const isFirst = policy === undefined;
    policy = next;
    if (policy.pause) watch();
    if (!isFirst) emitter.emit('change', policy);
  }
  /** While something is recorded, each event comes with a look at the address; a paused page has none. */
  function watch(): void {
    clearTimeout(timer);
    timer = outsideZone(() =>
      setTimeout(() => {
        if (addressNow() !== address) resolve();
        if (policy!.pause) watch();
      }, PAGE_LOOK_MS),
    );
  }
  resolve();

  return {
    policy() {
      if (addressNow() !== address) resolve();
      return policy!;
    },
    setRules(next) {
      rules = next;
      resolve();
    },
    setHidden(selectors) {
      hidden = selectors;
      resolve();
    },
    close(reason) {
      if (closed) return;
      closed = reason;
      resolve();
    },
    maySee(element) {
      return !policy!.pause && hidingOf(element, policy!, createVerdicts(policy!, () => {})) === undefined;
    },
    places: () => hiddenPlaces(policy!, createVerdicts(policy!, () => {})),
    onChange: (listener) => emitter.on('change', listener),
    stop() {
      clearTimeout(timer);
      emitter.clear();
    },
  };
}
