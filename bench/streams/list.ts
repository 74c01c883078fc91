import { element, styleSheet } from './build.ts';
import { createRandom, type Random } from './random.ts';

/** What a row of an order table says. */
export interface RowText {
  readonly number: number;
  readonly name: string;
  readonly status: string;
  readonly price: string;
}

export function rowTexts(random: Random, count: number): RowText[] {
  return Array.from({ length: count }, (_, at) => ({
    number: 100_000 + at,
    name: random.words(3),
    status: random.pick(['paid', 'open', 'sent', 'back']),
    price: `€${random.below(900)}.${10 + random.below(89)}`,
  }));
}

export function row({ number, name, status, price }: RowText): HTMLElement {
  return element(
    'li',
    { class: 'row', 'data-id': String(number) },
    element('span', { class: 'row__number' }, `#${number}`),
    element('a', { class: 'row__name', href: `/orders/${number}` }, name),
    element('span', { class: `badge badge--${status}` }, status),
    element('span', { class: 'row__price' }, price),
  );
}

/** A page with a list of 2,000 rows, which is returned. */
export function listPage(random: Random): HTMLElement {
  document.head.append(styleSheet(random, 300));
  const list = element('ul', { class: 'list', id: 'list' });
  document.body.append(element('h1', {}, 'Orders'), list);
  list.append(...rowTexts(createRandom(8), 2_000).map(row));
  return list;
}
