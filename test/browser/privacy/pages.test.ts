import { assert } from 'chai';
import type { PrivacyOptions } from '../../../src/capture/policy.ts';
import { type MarkerKind, markersOf } from '../../support/markers.ts';
import { openPage, type Page, settle } from '../../support/page.ts';

const PAGES = ['forms', 'attributes', 'urls', 'css', 'svg-mathml', 'shadow', 'frames', 'templates', 'editable'];

/** What a page shows, and what it hides: by the kind of the marker, for each way to say what is private. */
interface Mode {
  readonly options: Partial<PrivacyOptions>;
  readonly hidden: readonly MarkerKind[];
  /** Kinds that are hidden or not by where in the page they stand. */
  readonly either?: readonly MarkerKind[];
}

const RULES = { mask: '.ruled', block: '.blocked' };
const PARAMETERS = ['page'];

const MODES: Readonly<Record<string, Mode>> = {
  'by default': { options: {}, hidden: ['private', 'marked', 'typed'] },
  'with rules': { options: RULES, hidden: ['private', 'marked', 'typed', 'ruled'] },
  'with a function of its own': {
    options: { decide: (element) => (element.matches('.ruled') ? 'mask' : element.matches('.blocked') ? 'block' : undefined) },
    hidden: ['private', 'marked', 'typed', 'ruled'],
  },
  'with fields unmasked': { options: { maskInputs: false }, hidden: ['private', 'marked'] },
  'with all that can be unmasked': { options: { unmask: '*', maskInputs: false }, hidden: ['private'], either: ['marked'] },
  'with everything masked': { options: { maskAll: true }, hidden: ['private', 'marked', 'typed', 'ruled', 'public'] },
  'with a selector that nothing can read': { options: { mask: 'p:not(' }, hidden: ['private', 'marked', 'typed', 'ruled', 'public', 'shown'] },
};

interface PageOfSteps {
  readonly steps: readonly (() => unknown)[];
}

describe('pages with a word of their own in each place', () => {
  let page: Page | undefined;
  afterEach(() => {
    page?.close();
    page = undefined;
  });

  for (const name of PAGES)
    for (const [mode, { options, hidden, either = [] }] of Object.entries(MODES))
      it(`lets out what it may, ${mode}: ${name}`, async () => {
        const url = `/test/fixtures/pages/${name}.html`;
        const markers = markersOf(await (await fetch(url)).text());
        assert.isAbove(markers.length, 10);
        page = await openPage({ url });
        const recording = page.record({ allowParameters: PARAMETERS, showLength: false, ...options });
        for (const step of (page.view as unknown as PageOfSteps).steps) {
          await step();
          await settle();
          recording.recorder.takeSnapshot();
        }
        const sent = await recording.sent();
        assert.isNotEmpty(recording.frames);
        const leaks = markers.filter(({ kind }) => hidden.includes(kind)).map(({ word }) => [word, ...sent.leaksOf(word).slice(0, 1)].join(' ')).filter((found) => found.includes(' '));
        assert.deepEqual(leaks, [], 'private, and sent');
        const text = recording.text();
        const lost = markers.filter(({ kind, word }) => ![...hidden, ...either].includes(kind) && !text.includes(word)).map(({ word }) => word);
        assert.deepEqual(lost, [], 'public, and not sent');
        recording.recorder.stop();
      });
});
