import { element } from './build.ts';
import type { Hands } from './hands.ts';
import { menu, teaser } from './news.ts';
import { createRandom, type Random } from './random.ts';

/** An advertisement: a frame of somebody else's, which is not recorded, in boxes of the site's. */
function advertisement(random: Random): HTMLElement {
  const id = random.token(8);
  const frame = { id: `ad-frame-${id}`, title: '3rd party ad content', width: '300', height: '250', scrolling: 'no', frameborder: '0', style: 'border: 0px; vertical-align: bottom;', 'data-load-complete': 'true', src: 'about:blank' };
  return element('div', { class: 'ad ad--in-list grid__cell', id: `ad-${id}` }, element('span', { class: 'ad__label' }, 'Advertisement'), element('div', { class: 'ad__box', style: 'min-height: 250px;' }, element('object', frame)));
}

/** Reads a news page: scrolls, pictures and advertisements load, more articles come, a menu opens, a ticker ticks. */
export async function browse(hands: Hands, random: Random, screens: number): Promise<void> {
  const ticker = document.querySelector('#ticker');
  await hands.wander(1);
  for (let screen = 0; screen < screens; screen += 1) {
    await hands.scrollTo(window.scrollY + 700);
    for (const image of [...document.querySelectorAll('img.lazy')].slice(0, 6)) {
      image.setAttribute('src', image.getAttribute('data-src')!);
      image.removeAttribute('data-src');
      image.setAttribute('class', 'teaser__image lazy--done');
    }
    await hands.pass(300);
    document.querySelector('.grid')?.append(...Array.from({ length: 10 }, (_, at) => teaser(random, 900 + screen * 10 + at)));
    await hands.pass(200);
    document.querySelector('.grid')?.append(advertisement(random), advertisement(random));
    for (let second = 0; second < 8; second += 1) {
      if (ticker) ticker.textContent = String(1_000 + random.below(50));
      await hands.pass(1_000);
    }
  }
  const groups = [...document.querySelectorAll('.nav__group')];
  const group = random.pick(groups);
  const button = group.querySelector('button')!;
  await hands.moveTo(button);
  button.setAttribute('aria-expanded', 'true');
  // Each has its own entries, the same each time.
  group.append(menu(createRandom(groups.indexOf(group)), 12));
  await hands.pass(300);
  await hands.click(button);
  button.setAttribute('aria-expanded', 'false');
  group.querySelector('ul')!.remove();
  await hands.wander(1);
  for (const save of [...document.querySelectorAll('[data-testid="teaser"] .teaser__action--star')].slice(0, 2)) {
    await hands.moveTo(save);
    save.classList.toggle('teaser__action--on');
    await hands.click(save);
  }
}
