// Runs in the browser: what the budgets for bytes are measured on, recorded again and again, with the filter or by rrweb alone.
import { record } from 'rrweb';
import { createHands } from '../streams/hands.ts';
import { createRandom } from '../streams/random.ts';
import { type Count, createRings, DEFAULTS } from '../streams/rings.ts';
import { SCENARIOS } from '../streams/scenarios.ts';

const clock = window as unknown as { now: number };
const { port1, port2 } = new MessageChannel();
port1.start();
/** A task of its own, without the 4 ms that timers wait. */
const pass = (ms: number): Promise<void> => {
  clock.now += ms;
  return new Promise((resolve) => {
    port1.addEventListener('message', () => resolve(), { once: true });
    port2.postMessage(0);
  });
};

async function once(name: string, count: Count): Promise<void> {
  document.body.replaceChildren();
  for (const sheet of document.head.querySelectorAll('style')) sheet.remove();
  window.scrollTo(0, 0);
  const scenario = SCENARIOS[name]!;
  const hands = createHands(createRandom(11), pass);
  scenario.prepare();
  const rings = createRings(DEFAULTS);
  rings.use(count);
  const stop = record(rings.options(() => {}))!;
  await hands.pass(500);
  await scenario.act(hands);
  await hands.pass(500);
  stop();
  rings.stop();
}

async function runStream(name: string, count: Count, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) await once(name, count);
}

Object.assign(window, { runStream });
