// Runs in the customer's page, whatever records it: the page itself, its use, and a watch over its main thread.
import { element } from '../../streams/build.ts';
import { createHands, type Hands } from '../../streams/hands.ts';
import { teaser } from '../../streams/news.ts';
import { createRandom } from '../../streams/random.ts';
import { SCENARIOS } from '../../streams/scenarios.ts';
import { createChanges } from './changes.ts';
import type { Recorder } from './recorder.ts';
import { type ThreadWatch, watchThread } from './thread-watch.ts';

const MARK = 'data-bench-mark';
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Real time, without the long waits in which nothing happens. */
const passUpTo = (longestMs: number): Hands['pass'] => (ms) => wait(Math.min(ms, longestMs));

/** Uses the page for so long: a ticker, now and then an article, the mouse. */
async function use(ms: number): Promise<void> {
  const random = createRandom(5);
  const hands = createHands(random, passUpTo(Infinity));
  const [ticker, grid] = [document.querySelector('#ticker')!, document.querySelector('.grid')!];
  const until = performance.now() + ms;
  for (let round = 0; performance.now() < until; round += 1) {
    ticker.textContent = String(random.below(9_000));
    if (round % 5 === 0) grid.append(teaser(random, 2_000 + round));
    document.elementFromPoint(300, 300)?.dispatchEvent(new MouseEvent('mousemove', { bubbles: true, clientX: 300 + round, clientY: 300, view: window }));
    await hands.pass(100);
  }
}

export function serve(recorder: Recorder): void {
  let endWatch: () => Promise<ThreadWatch>;
  const bench = {
    /** Builds the page; returns how many nodes it has. */
    prepare(scenario: string): number {
      document.body.replaceChildren();
      SCENARIOS[scenario]!.prepare();
      if (!document.querySelector('#ticker')) document.body.append(element('div', { id: 'ticker' }));
      const walker = document.createTreeWalker(document);
      let nodes = 1;
      while (walker.nextNode()) nodes += 1;
      return nodes;
    },
    // In a task of the page's own: what a debugger evaluates is in no list of long tasks.
    start: () => wait(0).then(recorder.start),
    flush: async () => recorder.flush?.(),
    stop: () => recorder.stop(),
    /** Uses the page as the scenario has it; no wait is longer than `longestMs`. */
    act: (scenario: string, longestMs: number) => wait(0).then(() => SCENARIOS[scenario]!.act(createHands(createRandom(11), passUpTo(longestMs)))),
    use,
    /** Writes a word into the page: where that has arrived all before it has. */
    mark: (word: string) => document.documentElement.setAttribute(MARK, word),
    watch: () => void (endWatch = watchThread()),
    watched: () => endWatch(),
    ...createChanges(),
  };
  Object.assign(window, { bench });
}
