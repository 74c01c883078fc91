// Runs in the browser: one scenario, recorded as the capture bundle records it, filter included.
import { record } from 'rrweb';
import { createHands } from './hands.ts';
import { createRandom } from './random.ts';
import { createRings, DEFAULTS } from './rings.ts';
import { SCENARIOS } from './scenarios.ts';

async function run(name: string): Promise<string> {
  const scenario = SCENARIOS[name]!;
  const hands = createHands(createRandom(11));
  scenario.prepare();
  const rings = createRings(DEFAULTS);
  const events: string[] = [];
  // What is undefined is dropped here; a test has events with such keys.
  const stop = record(rings.options((event) => events.push(JSON.stringify(event))))!;
  await hands.pass(500);
  await scenario.act(hands);
  await hands.pass(500);
  stop();
  rings.stop();
  return `[${events.join(',\n')}]`;
}

Object.assign(window, { recordStream: run });
