import type { Clock } from '../core/clock.ts';
import type { Undo } from '../core/emitter.ts';
import type { Facts } from './facts.ts';

/** Lets an admission outlast its agent's absence for a while: a network that blips, a console that reloads. */
export interface Grace {
  /** Follows who is here; calls `onLapsed` for an admitted identity that was away for the whole grace time. */
  follow(facts: Facts): void;
  stop(): void;
}

export function createGrace(clock: Clock, graceMs: number, onLapsed: (identityId: string) => void): Grace {
  const waiting = new Map<string, Undo>();
  const forget = (identityId: string): void => {
    waiting.get(identityId)?.();
    waiting.delete(identityId);
  };
  return {
    follow({ admissions, present, ended }) {
      const here = new Set(present.values());
      for (const identityId of [...waiting.keys()])
        if (ended || here.has(identityId) || admissions.get(identityId) !== 'admitted') forget(identityId);
      if (ended) return;
      for (const [identityId, status] of admissions) {
        if (status !== 'admitted' || here.has(identityId) || waiting.has(identityId)) continue;
        const cancel = clock.after(graceMs, () => {
          waiting.delete(identityId);
          onLapsed(identityId);
        });
        waiting.set(identityId, cancel);
      }
    },
    stop() {
      for (const identityId of [...waiting.keys()]) forget(identityId);
    },
  };
}
