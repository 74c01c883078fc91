// Runs in the browser: rrweb's options and the filter as the recorder has them, without all that is round them.
import { record } from 'rrweb';
import { type RrwebOptions, toRrwebOptions } from '../../src/capture/capture-options.ts';
import { maskField } from '../../src/capture/fields.ts';
import { type FilterContext, filterEvent } from '../../src/capture/filter.ts';
import { createMentions } from '../../src/capture/mentions.ts';
import type { PrivacyOptions } from '../../src/capture/policy.ts';
import { createPrivacy } from '../../src/capture/privacy.ts';
import { createReview } from '../../src/capture/review.ts';
import * as shortcuts from '../../src/capture/shortcuts.ts';
import { isSound } from '../../src/capture/soundness.ts';
import { maskRecorded } from '../../src/capture/texts.ts';
import { createVerdicts } from '../../src/capture/verdicts.ts';
import { resolveSettings } from '../../src/options.ts';
import type { WireEvent } from '../../src/wire/messages.ts';

export const DEFAULTS: PrivacyOptions = resolveSettings({ connectionInfo: '/' }).privacy;

// As the recorder does. rrweb as it is published knows nothing of them.
Object.assign(record, shortcuts);

/** What of ours runs: nothing, ring 1, or both rings. */
export type Count = 0 | 1 | 2;

export interface Rings {
  /** rrweb's options, with `emit` told of what the filter lets out; with fewer rings than 2, of nothing. */
  options(emit: (event: WireEvent) => void): RrwebOptions;
  /** How many run from now on. Default 2. */
  use(count: Count): void;
  stop(): void;
}

export function createRings(privacyOptions: PrivacyOptions): Rings {
  const privacy = createPrivacy(privacyOptions);
  const policy = privacy.policy();
  const nodeOf = (id: number): Node | null => record.mirror.getNode(id);
  const idOf = (node: Node): number => record.mirror.getId(node);
  const verdicts = createVerdicts(policy, () => {});
  const mentions = createMentions(policy);
  const review = createReview({ policy, mentions, verdicts, nodeOf, isSent: (node) => idOf(node) > 0 });
  const context: FilterContext = { policy, verdicts, nodeOf, mentions, review, maskedSheets: new Set(), isOutdated: false };
  let count: Count = 2;
  return {
    options: (emit) =>
      toRrwebOptions(policy, {
        emit(event) {
          if (count < 2) return;
          if (privacy.policy() !== policy || !isSound(event as WireEvent, policy)) throw new Error('The page is not sound.');
          const filtered = filterEvent(event as WireEvent, context);
          if (filtered) emit(filtered);
        },
        maskInput: (value, field) => (count > 0 ? maskField(value, field, verdicts.of(field), policy) : value),
        maskText: (text, place) => (count > 0 ? maskRecorded(text, verdicts.of(place), policy) : text),
        handleError: () => false,
      }),
    use(other) {
      count = other;
      // What it was not told of meanwhile.
      verdicts.renew();
    },
    stop: () => privacy.stop(),
  };
}
