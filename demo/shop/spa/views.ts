import { drawing } from '../art.ts';
import { element } from '../element.ts';
import { findProduct } from '../products.ts';
import type { View } from './router.ts';

const STORIES = [
  ['kettle', 'Why it sings in F', 'Three whistles, one tin smith and a tuning fork.'],
  ['lamp', 'A joint that stays', 'How a washer from a bicycle ended up in a lamp.'],
  ['planter', 'Clay from the bend', 'We dig it ourselves, on one Sunday in March.'],
] as const;

const STEPS = [
  'Fill the kettle no further than you need.',
  'Warm the mug; it takes the chill off the morning, too.',
  'Pour when the note drops, wait four minutes.',
  'Sit down.',
];

function stories(): Node[] {
  const cards = STORIES.map(([id, title, line]) => {
    const art = drawing(id);
    art.style.background = findProduct(id)!.tint;
    return element('li', {}, art, element('div', {}, element('h3', {}, title), element('p', {}, line)));
  });
  return [element('h1', {}, 'Stories'), element('ul', { class: 'stories' }, ...cards)];
}

function recipes(): Node[] {
  const steps = element('ol', { class: 'steps', 'data-testid': 'steps' }, ...STEPS.map((step) => element('li', {}, step)));
  return [element('h1', {}, 'Tea for one'), steps];
}

function letters(): Node[] {
  const text = element('textarea', { rows: '5', 'data-testid': 'letter' });
  const count = element('p', { class: 'soft', 'data-testid': 'letter-count' }, '0 characters');
  text.addEventListener('input', () => {
    count.textContent = `${text.value.length} characters`;
  });
  const form = element('div', { class: 'letter' }, element('label', { class: 'field' }, 'Write to us', text), count);
  return [element('h1', {}, 'Letters'), form];
}

export const VIEWS: readonly View[] = [
  { path: '/shop/spa/', title: 'Stories', render: stories },
  { path: '/shop/spa/recipes', title: 'Recipes', render: recipes },
  { path: '/shop/spa/letters', title: 'Letters', render: letters },
];
