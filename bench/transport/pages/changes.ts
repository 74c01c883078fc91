import { element } from '../../streams/build.ts';
import { createRandom } from '../../streams/random.ts';

/** What changes in one go: a text, or that and a list of a hundred rows; or where the pointer is. */
export type Kind = 'text' | 'rows' | 'pointer';

/** From place to place on a window of 1,280 pixels, each one its own. */
const STEP_PX = 5;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** On the wall clock, which customer and agent share. */
const wallMs = (): number => performance.timeOrigin + performance.now();

/** For the latency: changes that a marker names, and a page that is busy meanwhile. */
export function createChanges() {
  const marker = element('p', { id: 'bench-marker' });
  const rows = element('ul', {});
  let stopBusy = (): void => {};
  return {
    async prepareChanges(): Promise<void> {
      document.body.prepend(marker, rows);
      await wait(500);
    },
    /** One after the other, at moments that no frame or timer foresees; returns when each was made. */
    async change(kind: Kind, count: number): Promise<[string, number][]> {
      const sent: [string, number][] = [];
      for (let change = 0; change < count; change += 1) {
        const x = 100 + STEP_PX * (change % 200);
        const name = `${kind}-${kind === 'pointer' ? x : change}`;
        sent.push([name, wallMs()]);
        if (kind === 'pointer') document.body.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: x, clientY: 300, view: window }));
        else marker.textContent = name;
        if (kind === 'rows') rows.replaceChildren(...Array.from({ length: 100 }, (_, at) => element('li', {}, `row ${at} of ${change}`)));
        await wait(40 + Math.random() * 40);
      }
      return sent;
    },
    /** Six elements that move with every frame, and a list that is rendered four times a second. */
    beBusy(): void {
      const random = createRandom(3);
      const balls = Array.from({ length: 6 }, () => element('div', { class: 'ball' }));
      const list = element('ul', {});
      document.body.append(...balls, list);
      let isOver = false;
      const frame = (now: number): void => {
        balls.forEach((ball, at) => (ball.style.transform = `translate(${(90 * Math.cos(now / 300 + at)).toFixed(2)}px, ${(90 * Math.sin(now / 300 + at)).toFixed(2)}px)`));
        if (!isOver) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      const timer = setInterval(() => list.replaceChildren(...Array.from({ length: 60 }, () => element('li', { class: 'row' }, random.words(4)))), 250);
      stopBusy = () => {
        isOver = true;
        clearInterval(timer);
        for (const part of [...balls, list]) part.remove();
      };
    },
    rest: () => stopBusy(),
  };
}
