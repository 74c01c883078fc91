// Runs in the browser: rrweb and the filter on the same scripted changes, each on its own watch.
import { record } from 'rrweb';
import { toRrwebOptions } from '../../src/capture/capture-options.ts';
import { maskField } from '../../src/capture/fields.ts';
import { type FilterContext, filterEvent } from '../../src/capture/filter.ts';
import { createMentions } from '../../src/capture/mentions.ts';
import { type PrivacyOptions, resolvePolicy } from '../../src/capture/policy.ts';
import { createReview } from '../../src/capture/review.ts';
import { maskRecorded } from '../../src/capture/texts.ts';
import { createVerdicts } from '../../src/capture/verdicts.ts';
import { resolveSettings } from '../../src/options.ts';
import type { WireEvent } from '../../src/wire/messages.ts';

const DEFAULTS = resolveSettings({ connectionInfo: '/' }).privacy;

const POLICIES: Readonly<Record<string, PrivacyOptions>> = {
  default: DEFAULTS,
  'ten rules, e-mail, phone': {
    ...DEFAULTS,
    mask: '.price, .customer > span, table td.total, #orders .row:not(.head), [data-private], .address',
    unmask: '.search, .quantity',
    block: '.avatar, .map, form.payment iframe',
    maskEmails: true,
    maskPhones: true,
  },
  'everything masked': { ...DEFAULTS, maskAll: true, unmask: 'nav, .search' },
};

let observedMs = 0;
/** What rrweb's own observers take; the bundle's plugin puts this round each. */
Object.assign(window, {
  timed:
    <Args extends unknown[]>(work: (...args: Args) => void) =>
    (...args: Args): void => {
      const started = performance.now();
      work(...args);
      observedMs += performance.now() - started;
    },
});

const element = (tag: string, properties: object, ...children: (Node | string)[]): HTMLElement => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

/** A row of a shop's list: nine elements and as many texts, some with digits. */
function row(index: number): HTMLElement {
  const link = element('a', { href: `/product?id=${index}&utm_source=list`, className: 'name' }, `Kettle number ${index}`);
  const image = element('img', { src: `/p/${index}.jpg?w=200&v=3`, alt: `Picture of kettle ${index}`, loading: 'lazy' });
  const price = element('span', { className: 'price' }, `€${(index * 1.07).toFixed(2)}`);
  const stock = element('span', { className: 'stock' }, `${index % 17} left, order ${100_000 + index}`);
  const quantity = element('input', { className: 'quantity', value: '1', type: 'text' });
  const item = element('li', { className: 'row' }, image, element('div', { className: 'text' }, element('h3', {}, link), element('p', {}, stock, price)), quantity);
  item.dataset['index'] = String(index);
  item.style.setProperty('--delay', `${index}ms`);
  return item;
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Each changes the page in its own way; the observers run between the turns. */
const SCENARIOS: Readonly<Record<string, (list: HTMLElement) => Promise<void>>> = {
  'snapshot, 25,000 nodes': async () => {
    for (let round = 0; round < 5; round += 1) {
      const started = performance.now();
      record.takeFullSnapshot();
      observedMs += performance.now() - started;
      await turn();
    }
  },
  '2,000 texts change': async (list) => {
    const texts = [...list.querySelectorAll('.stock')].map(({ firstChild }) => firstChild as Text);
    for (let round = 0; round < 2_000; round += 1) {
      texts[round % texts.length]!.data = `${round % 9} left, order ${200_000 + round}`;
      if (round % 4 === 3) await turn();
    }
  },
  '40 lists of 100 rows anew': async (list) => {
    for (let round = 0; round < 40; round += 1) {
      list.prepend(...Array.from({ length: 100 }, (_, index) => row(round * 100 + index)));
      await turn();
      for (let index = 0; index < 100; index += 1) list.firstElementChild!.remove();
      await turn();
    }
  },
  '2,000 classes toggle': async (list) => {
    const rows = list.querySelectorAll('.row');
    for (let round = 0; round < 2_000; round += 1) {
      rows[round % rows.length]!.classList.toggle('chosen');
      if (round % 4 === 3) await turn();
    }
  },
  '2,000 styles change': async (list) => {
    const rows = list.querySelectorAll<HTMLElement>('.row');
    for (let round = 0; round < 2_000; round += 1) {
      rows[round % 20]!.style.transform = `translateX(${round}px)`;
      if (round % 4 === 3) await turn();
    }
  },
};

export interface Row {
  readonly policy: string;
  readonly scenario: string;
  /** Milliseconds that rrweb took, the filter's and the masks' taken off. */
  readonly rrwebMs: number;
  readonly filterMs: number;
}

async function measure(policyName: string, options: PrivacyOptions, scenario: string): Promise<Row> {
  const list = element('ul', {}, ...Array.from({ length: 1_400 }, (_, index) => row(index)));
  document.body.replaceChildren(element('main', {}, list));
  const policy = resolvePolicy(options, [], [], location);
  const nodeOf = (id: number): Node | null => record.mirror.getNode(id);
  const verdicts = createVerdicts(policy, () => {});
  const mentions = createMentions(policy);
  const isSent = (node: Node): boolean => record.mirror.getId(node) > 0;
  const review = createReview({ policy, mentions, verdicts, nodeOf, isSent });
  const context: FilterContext = { policy, verdicts, nodeOf, mentions, review, maskedSheets: new Set(), isOutdated: false };
  let ourMs = 0;
  const ours = <Result>(work: () => Result): Result => {
    const started = performance.now();
    try {
      return work();
    } finally {
      ourMs += performance.now() - started;
    }
  };
  const stop = record(
    toRrwebOptions(policy, {
      emit: (event) => void ours(() => filterEvent(event as WireEvent, context)),
      maskInput: (value, field) => ours(() => maskField(value, field, verdicts.of(field), policy)),
      maskText: (text, place) => ours(() => maskRecorded(text, verdicts.of(place), policy)),
      handleError: () => false,
    }),
  )!;
  await turn();
  observedMs = ourMs = 0;
  await SCENARIOS[scenario]!(list);
  await turn();
  const result = { policy: policyName, scenario, rrwebMs: observedMs - ourMs, filterMs: ourMs };
  stop();
  return result;
}

async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  // The first round warms the engine up and is not kept.
  for (const round of [0, 1])
    for (const [name, options] of Object.entries(POLICIES))
      for (const scenario of Object.keys(SCENARIOS)) {
        const result = await measure(name, options, scenario);
        if (round === 1) rows.push(result);
      }
  return rows;
}

Object.assign(window, { measured: run() });
