import { element, icon, styleSheet } from './build.ts';
import { menu } from './news.ts';
import type { Random } from './random.ts';

export function product(random: Random): HTMLElement {
  const id = random.token(8);
  return element(
    'div',
    { class: 'product', 'data-sku': id },
    element('a', { class: 'product__image', href: `/p/${id}` }, element('img', { src: `/img/${id}.jpg`, alt: random.words(3), width: '240', height: '240' })),
    element('h4', { class: 'product__name' }, element('a', { href: `/p/${id}` }, random.words(4))),
    element('div', { class: 'product__stars', 'aria-label': `${random.below(5)} of 5` }, ...Array.from({ length: 5 }, (_, at) => element('i', { class: at < random.below(6) ? 'star star--full' : 'star' }))),
    element('p', { class: 'product__price' }, element('span', { class: 'currency' }, '€'), `${random.below(900)}.${10 + random.below(89)}`),
    element('button', { class: 'button button--small', type: 'button', 'data-action': 'add' }, icon('cart'), 'Add to cart'),
  );
}

/** What a route of a single-page shop shows: all of the body, 4,000 nodes or so. */
export function route(random: Random, kind: 'list' | 'detail' | 'account'): HTMLElement[] {
  const header = element('header', { class: 'header' }, element('a', { class: 'logo', href: '/' }, icon('logo')), menu(random, 24), element('button', { class: 'button', type: 'button' }, icon('user'), 'Account'));
  const aside = element('aside', { class: 'filters' }, ...Array.from({ length: 30 }, () => element('label', { class: 'filter' }, element('input', { type: 'checkbox', name: random.token(5) }), element('span', {}, random.words(2)))));
  const products = (count: number): HTMLElement => element('div', { class: 'grid' }, ...Array.from({ length: count }, () => product(random)));
  const texts = (count: number): HTMLElement[] => Array.from({ length: count }, () => element('p', { class: 'text' }, `${random.sentence()} ${random.sentence()} ${random.sentence()}`));
  const main = {
    list: () => [element('h1', {}, random.words(3)), products(150)],
    detail: () => [element('h1', {}, random.words(5)), ...texts(25), element('table', { class: 'data' }, ...Array.from({ length: 60 }, () => element('tr', {}, element('th', { scope: 'row' }, random.words(2)), element('td', {}, random.words(3))))), products(60)],
    account: () => [element('h1', {}, 'Your account'), ...Array.from({ length: 80 }, () => element('section', { class: 'order' }, element('h3', {}, `Order ${100_000 + random.below(900_000)}`), ...Array.from({ length: 4 }, () => element('div', { class: 'order__line' }, element('span', {}, random.words(4)), element('span', { class: 'price' }, `€${random.below(300)}.${10 + random.below(89)}`)))))],
  }[kind]();
  return [header, element('div', { class: 'layout' }, aside, element('main', { id: 'main' }, ...main)), element('footer', { class: 'footer' }, menu(random, 40), ...texts(2))];
}

export function shopPage(random: Random): void {
  document.head.append(styleSheet(random, 1_000));
  document.body.append(...route(random, 'list'));
}
