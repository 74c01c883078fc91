import { element, icon, styleSheet } from './build.ts';
import type { Random } from './random.ts';

const SECTIONS = ['Politics', 'Sport', 'Culture', 'Money', 'Science', 'Travel', 'Opinion', 'Local'];

function action(name: string, label: string): HTMLElement {
  const attributes = { class: `button button--icon teaser__action teaser__action--${name}`, type: 'button', 'aria-label': label, 'aria-pressed': 'false' };
  return element('button', attributes, icon(name), element('span', { class: 'visually-hidden' }, label));
}

/** A teaser of an article: its picture in several sizes, and twenty elements, as sites build them. */
export function teaser(random: Random, number: number): HTMLElement {
  const section = random.pick(SECTIONS);
  const title = random.sentence();
  const href = `/${section.toLowerCase()}/${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}${1_000_000 + number}`;
  const picture = `/img/${random.token(12)}`;
  const sizes = [320, 480, 640, 960, 1_280].map((width) => `${picture}.webp?w=${width} ${width}w`).join(', ');
  const image = { class: 'teaser__image lazy', loading: 'lazy', decoding: 'async', width: '640', height: '360', alt: '', 'data-src': `${picture}.jpg?w=640` };
  return element(
    'article',
    { class: `teaser teaser--${random.pick(['small', 'wide', 'plain'])} grid__cell`, 'data-testid': 'teaser' },
    element('a', { class: 'teaser__link', href, tabindex: '-1', 'aria-hidden': 'true' }, element('picture', { class: 'teaser__picture' }, element('source', { type: 'image/webp', sizes: '(min-width: 768px) 33vw, 100vw', srcset: sizes }), element('img', image))),
    element(
      'div',
      { class: 'teaser__body' },
      element('div', { class: 'teaser__head' }, element('a', { class: 'teaser__kicker', href: `/${section.toLowerCase()}/` }, section)),
      element('h3', { class: 'teaser__title headline headline--m' }, element('a', { class: 'teaser__title-link', href }, element('span', { class: 'teaser__title-text' }, title))),
      element('p', { class: 'teaser__text body body--s' }, random.sentence()),
      element('footer', { class: 'teaser__meta meta' }, icon('clock'), element('time', { class: 'meta__time', datetime: `2026-11-${10 + random.below(18)}T0${random.below(9)}:${10 + random.below(49)}:00Z` }, `${1 + random.below(23)} hours ago`), element('div', { class: 'teaser__actions' }, action('star', 'Save article'), action('share', 'Share article'))),
    ),
  );
}

export function menu(random: Random, entries: number): HTMLElement {
  const items = Array.from({ length: entries }, () => element('li', { class: 'menu__item', role: 'none' }, element('a', { class: 'menu__link', role: 'menuitem', href: `/topic/${random.token(6)}` }, random.words(2))));
  return element('ul', { class: 'menu', role: 'menu' }, ...items);
}

/** A news site's front page: some 3,000 nodes and half a megabyte of JSON. */
export function newsPage(random: Random): void {
  document.head.append(styleSheet(random, 900), styleSheet(random, 400));
  const sections = ['Today', 'World', 'Local', 'Opinion'].map((name, at) =>
    element('section', { class: 'section', id: name.toLowerCase() }, element('h2', { class: 'section__title' }, name), element('div', { class: 'grid' }, ...Array.from({ length: 20 }, (_, index) => teaser(random, at * 20 + index)))),
  );
  const navigation = element('nav', { class: 'nav', 'aria-label': 'Main' }, ...Array.from({ length: 8 }, () => element('div', { class: 'nav__group' }, element('button', { class: 'nav__button', 'aria-expanded': 'false' }, random.words(1)))));
  const aside = element('aside', { class: 'side' }, element('ol', { class: 'most-read' }, ...Array.from({ length: 15 }, () => element('li', {}, element('a', { href: `/read/${random.token(8)}` }, random.sentence())))), element('div', { class: 'ticker', id: 'ticker' }, '0'));
  const search = element('form', { class: 'search', id: 'search' }, element('input', { type: 'search', name: 'q', placeholder: 'Search', id: 'query', autocomplete: 'off' }), element('ul', { class: 'suggestions', id: 'suggestions' }));
  document.body.append(element('header', { class: 'header' }, navigation, search), element('main', { id: 'main' }, ...sections), aside, element('footer', { class: 'footer' }, menu(random, 40)));
}
