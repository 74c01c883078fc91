import type { Random } from './random.ts';

/** What a customer does. By default on a clock that waits for nobody. */
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

const passByClock: Hands['pass'] = async (ms) => {
  clock.now += ms;
  await new Promise((resolve) => later(resolve, 0));
};

/** `pass` is another way to let time pass, where the clock is the real one. */
export function createHands(random: Random, pass: Hands['pass'] = passByClock): Hands {
  let [x, y] = [400, 300];

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
