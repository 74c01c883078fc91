// Runs in the browser: one scenario, recorded as the capture bundle records it, filter included.
import { record } from 'rrweb';
import { toRrwebOptions } from '../../src/capture/capture-options.ts';
import { maskField } from '../../src/capture/fields.ts';
import { type FilterContext, filterEvent } from '../../src/capture/filter.ts';
import { createMentions } from '../../src/capture/mentions.ts';
import { resolvePolicy } from '../../src/capture/policy.ts';
import { createReview } from '../../src/capture/review.ts';
import { maskRecorded } from '../../src/capture/texts.ts';
import { createVerdicts } from '../../src/capture/verdicts.ts';
import { resolveSettings } from '../../src/options.ts';
import type { WireEvent } from '../../src/wire/messages.ts';
import { createHands } from './hands.ts';
import { createRandom } from './random.ts';
import { SCENARIOS } from './scenarios.ts';

async function run(name: string): Promise<string> {
  const scenario = SCENARIOS[name]!;
  const hands = createHands(createRandom(11));
  scenario.prepare();
  const policy = resolvePolicy(resolveSettings({ connectionInfo: '/' }).privacy, [], [], location);
  const nodeOf = (id: number): Node | null => record.mirror.getNode(id);
  const verdicts = createVerdicts(policy, () => {});
  const mentions = createMentions(policy);
  const review = createReview({ policy, mentions, verdicts, nodeOf, isSent: (node) => record.mirror.getId(node) > 0 });
  const context: FilterContext = { policy, verdicts, nodeOf, mentions, review, maskedSheets: new Set(), isOutdated: false };
  const events: string[] = [];
  const stop = record(
    toRrwebOptions(policy, {
      emit(event) {
        const filtered = filterEvent(event as WireEvent, context);
        // What is undefined is dropped here; a test has events with such keys.
        if (filtered) events.push(JSON.stringify(filtered));
      },
      maskInput: (value, field) => maskField(value, field, verdicts.of(field), policy),
      maskText: (text, place) => maskRecorded(text, verdicts.of(place), policy),
      handleError: () => false,
    }),
  )!;
  await hands.pass(500);
  await scenario.act(hands);
  await hands.pass(500);
  stop();
  return `[${events.join(',\n')}]`;
}

Object.assign(window, { recordStream: run });
