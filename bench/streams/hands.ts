import { menu, teaser } from './news.ts';
import type { Random } from './random.ts';

/** What a customer does, on a clock that waits for nobody. */
export interface Hands {
  /** Lets so many milliseconds pass, and the browser come to everything that is due. */
  pass(ms: number): Promise<void>;
  moveTo(target: Element): Promise<void>;
  click(target: Element): Promise<void>;
  scrollTo(top: number): Promise<void>;
  /** Moves about. */
  wander(steps: number): Promise<void>;
}

const { setTimeout: later } = window;

/** The page's own clock has been replaced before rrweb took it: see `record.ts`. */
const clock = window as unknown as { now: number };

export function createHands(random: Random): Hands {
  let [x, y] = [400, 300];

  const pass = async (ms: number): Promise<void> => {
    clock.now += ms;
    await new Promise((resolve) => later(resolve, 0));
  };
  const fire = (type: string, target: EventTarget): void => {
    const properties = { bubbles: true, clientX: x, clientY: y, view: window };
    target.dispatchEvent(type.startsWith('pointer') ? new PointerEvent(type, { ...properties, pointerType: 'mouse' }) : new MouseEvent(type, properties));
  };
  /** As a hand does it: fast in the middle, on a bow, never quite steady. */
  const move = async (toX: number, toY: number, target: () => EventTarget): Promise<void> => {
    const [fromX, fromY] = [x, y];
    const steps = 4 + Math.ceil(Math.hypot(toX - x, toY - y) / 90);
    const bow = random.below(60) - 30;
    for (let step = 1; step <= steps; step += 1) {
      const part = (1 - Math.cos((Math.PI * step) / steps)) / 2;
      x = Math.round(fromX + (toX - fromX) * part + bow * Math.sin(Math.PI * part) + random.below(3));
      y = Math.round(fromY + (toY - fromY) * part + (bow / 2) * Math.sin(Math.PI * part) + random.below(3));
      fire('mousemove', target());
      await pass(34 + random.below(4));
    }
  };
  const under = (): EventTarget => document.elementFromPoint(Math.max(0, x), Math.max(0, y)) ?? document.body;
  return {
    pass,
    async moveTo(target) {
      const { left, top, width, height } = target.getBoundingClientRect();
      await move(left + width / 2, Math.min(700, Math.max(0, top + height / 2)), () => target);
    },
    async click(target) {
      for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) fire(type, target);
      if (target instanceof HTMLElement) target.focus();
      await pass(80);
    },
    async scrollTo(top) {
      const from = window.scrollY;
      const steps = 4 + Math.ceil(Math.abs(top - from) / 150);
      for (let step = 1; step <= steps; step += 1) {
        window.scrollTo(0, Math.round(from + ((top - from) * (1 - Math.cos((Math.PI * step) / steps))) / 2));
        document.dispatchEvent(new Event('scroll'));
        await pass(51);
      }
    },
    async wander(steps) {
      for (let step = 0; step < steps; step += 1) await move(random.below(1_200), random.below(700), under);
    },
  };
}

/** Reads a news page: scrolls, pictures load, a menu opens, a ticker ticks, more is loaded. */
export async function browse(hands: Hands, random: Random, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    const ticker = document.querySelector('#ticker');
    await hands.wander(2);
    for (let screen = 0; screen < 3; screen += 1) {
      await hands.scrollTo(window.scrollY + 700);
      for (const image of [...document.querySelectorAll('img.lazy')].slice(0, 6)) {
        image.setAttribute('src', image.getAttribute('data-src')!);
        image.removeAttribute('data-src');
        image.setAttribute('class', 'lazy--done');
      }
      if (ticker) ticker.textContent = String(1_000 + random.below(50));
      await hands.pass(600);
    }
    const group = random.pick([...document.querySelectorAll('.nav__group')]);
    const button = group.querySelector('button')!;
    await hands.moveTo(button);
    button.setAttribute('aria-expanded', 'true');
    group.append(menu(random, 12));
    await hands.pass(300);
    await hands.click(button);
    button.setAttribute('aria-expanded', 'false');
    group.querySelector('ul')!.remove();
    await hands.wander(2);
    document.querySelector('.grid')?.append(...Array.from({ length: 10 }, (_, at) => teaser(random, 900 + round * 10 + at)));
    await hands.pass(500);
    for (const save of [...document.querySelectorAll('.teaser__save')].slice(0, 2)) {
      await hands.moveTo(save);
      save.classList.toggle('teaser__save--on');
      await hands.click(save);
    }
  }
}
