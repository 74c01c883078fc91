import { element } from './build.ts';
import { browse } from './browse.ts';
import type { Hands } from './hands.ts';
import { listPage, row, rowTexts } from './list.ts';
import { menu, newsPage, teaser } from './news.ts';
import { createRandom } from './random.ts';
import { product, route, shopPage } from './shop.ts';

export interface Scenario {
  /** Builds the page; not recorded. */
  prepare(): void;
  /** Uses it; recorded. */
  act(hands: Hands): Promise<void>;
}

const random = createRandom(7);
let list: HTMLElement;
let texts = rowTexts(random, 0);

const renderings = (next: () => readonly Node[]) => async (hands: Hands): Promise<void> => {
  for (let round = 0; round < 5; round += 1) {
    list.replaceChildren(...next());
    await hands.pass(1_000);
  }
};
const prepareList = (): void => {
  list = listPage(random);
  texts = rowTexts(createRandom(8), 2_000);
};

/** Someone fills in a field of the page's. */
async function type(hands: Hands, field: HTMLInputElement | HTMLTextAreaElement, text: string): Promise<void> {
  await hands.moveTo(field);
  await hands.click(field);
  for (let end = 1; end <= text.length; end += 1) {
    field.value = text.slice(0, end);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await hands.pass(70 + random.below(120));
  }
}

const form = (): HTMLElement => element('form', { id: 'form' }, ...['name', 'street', 'city'].map((name) => element('label', {}, name, element('input', { name, type: 'text' }))), element('textarea', { name: 'note' }), element('p', { id: 'count' }, '0'));

export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  browsing: { prepare: () => newsPage(random), act: (hands) => browse(hands, random, 4) },
  session: {
    prepare: () => newsPage(random),
    async act(hands) {
      const main = document.querySelector('#main')!;
      for (let round = 0; round < 6; round += 1) {
        await browse(hands, random, 4);
        const query = document.querySelector<HTMLInputElement>('#query')!;
        const suggestions = document.querySelector('#suggestions')!;
        query.addEventListener('input', () => suggestions.replaceChildren(...Array.from({ length: 6 }, () => element('li', { class: 'suggestion', role: 'option' }, element('mark', {}, query.value), ` ${random.words(2)}`))));
        await type(hands, query, random.words(3));
        suggestions.replaceChildren();
        main.replaceChildren(...(round % 3 === 0 ? Array.from({ length: 30 }, () => product(random)) : round % 3 === 1 ? [element('h1', {}, random.sentence()), ...Array.from({ length: 20 }, () => element('p', {}, `${random.sentence()} ${random.sentence()} ${random.sentence()}`)), form()] : Array.from({ length: 24 }, (_, at) => teaser(random, 500 + round * 30 + at))));
        await hands.pass(400);
        const note = document.querySelector<HTMLTextAreaElement>('textarea');
        if (note) await type(hands, note, random.sentence());
        await hands.wander(4);
      }
    },
  },
  'list, new texts': { prepare: prepareList, act: renderings(() => rowTexts(random, 2_000).map(row)) },
  'list, same texts': { prepare: prepareList, act: renderings(() => texts.map(row)) },
  'list, same rows': { prepare: prepareList, act: renderings(() => [...list.children]) },
  'list, reversed': { prepare: prepareList, act: renderings(() => [...list.children].reverse()) },
  routes: {
    prepare: () => shopPage(random),
    async act(hands) {
      for (const kind of ['detail', 'list', 'account', 'list', 'detail', 'list', 'detail', 'account'] as const) {
        await hands.wander(5);
        document.body.replaceChildren(...route(random, kind));
        await hands.pass(800);
      }
    },
  },
  typing: {
    prepare: () => document.body.append(form()),
    async act(hands) {
      for (const field of document.querySelectorAll<HTMLInputElement>('input, textarea')) {
        field.addEventListener('input', () => (document.querySelector('#count')!.textContent = String(field.value.length)));
        await type(hands, field, field.name === 'note' ? `${random.sentence()} ${random.sentence()} ${random.sentence()}` : random.words(3));
      }
    },
  },
  animation: {
    prepare: () => document.body.append(...Array.from({ length: 6 }, (_, at) => element('div', { class: 'ball', id: `ball-${at}` })), element('progress', { max: '300', value: '0' })),
    async act(hands) {
      const balls = [...document.querySelectorAll<HTMLElement>('.ball')];
      for (let frame = 0; frame < 300; frame += 1) {
        balls.forEach((ball, at) => (ball.style.transform = `translate3d(${(100 * Math.cos(frame / 20 + at)).toFixed(3)}px, ${(100 * Math.sin(frame / 20 + at)).toFixed(3)}px, 0px) rotate(${frame * 3}deg)`));
        document.querySelector('progress')!.setAttribute('value', String(frame));
        await hands.pass(frame % 3 === 0 ? 16 : 17);
      }
    },
  },
  '20,000 nodes': {
    prepare() {
      newsPage(random);
      document.querySelector('#main')!.append(...Array.from({ length: 560 }, (_, at) => teaser(random, 100 + at)), menu(random, 100));
    },
    act: (hands) => hands.wander(10),
  },
};
