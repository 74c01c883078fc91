import { element, icon, styleSheet } from './build.ts';
import type { Random } from './random.ts';

/** A teaser of an article: fourteen elements. */
export function teaser(random: Random, number: number): HTMLElement {
  const slug = random.words(4).replaceAll(' ', '-');
  const href = `/${random.pick(['politics', 'sport', 'culture', 'money', 'science'])}/${slug}-${1_000_000 + number}`;
  const picture = element(
    'picture',
    { class: 'teaser__picture' },
    element('source', { media: '(min-width: 768px)', srcset: `/img/${random.token(12)}.webp?w=640 1x, /img/${random.token(12)}.webp?w=1280 2x` }),
    element('img', { class: 'lazy', loading: 'lazy', width: '640', height: '360', alt: random.words(5), 'data-src': `/img/${random.token(12)}.jpg?w=640` }),
  );
  return element(
    'article',
    { class: `teaser teaser--${random.pick(['small', 'wide', 'plain'])}`, 'data-id': String(1_000_000 + number), 'data-tracking': `{"slot":${number},"list":"main"}` },
    element('a', { class: 'teaser__link', href }, picture),
    element(
      'div',
      { class: 'teaser__body' },
      element('span', { class: 'teaser__kicker' }, random.words(2)),
      element('h3', { class: 'teaser__title' }, element('a', { href }, random.sentence())),
      element('p', { class: 'teaser__text' }, `${random.sentence()} ${random.sentence()}`),
      element('footer', { class: 'teaser__meta' }, icon('clock'), element('time', { datetime: `2026-11-${10 + random.below(18)}T0${random.below(9)}:${10 + random.below(49)}:00Z` }, `${1 + random.below(23)} hours ago`), element('button', { class: 'teaser__save', type: 'button', 'aria-label': 'Save article' }, icon('star'))),
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
