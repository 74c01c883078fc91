import { createCobrowse } from 'cobrowse-widget';
import { keepLedger, without } from '../../support/traces.ts';
import { createRandom } from '../random.ts';
import { describePage } from './describe.ts';
import { createGardener } from './gardener.ts';

/** What the test asks of the customer's page. */
export interface CustomerPage {
  start(): Promise<void>;
  /** Goes on with the session of the page before; false where there is none. */
  resume(): Promise<boolean>;
  readonly state: string;
  /** Why the session is over, where it is. */
  readonly ended: string;
  readonly errors: readonly string[];
  /** Changes the page so many times, with short waits between; resolves to what was done. */
  mutate(times: number): Promise<readonly string[]>;
  /** Writes a mark into the page: all that was changed before was changed before the mark. */
  mark(word: string): void;
  pause(how: 'pause' | 'unpause'): void;
  describe(): readonly string[];
  end(): Promise<void>;
  /** Listeners, timers and observers that the widget has left. */
  leftovers(): readonly string[];
}

const parameters = new URLSearchParams(location.search);
const random = createRandom(Number(parameters.get('seed')));
const gardener = createGardener(document, random);
const ledger = keepLedger(window);
const roomId = parameters.get('room')!;
const errors: string[] = [];
let ended = '';

const cobrowse = createCobrowse({
  connectionInfo: async ({ signal }) => (await fetch(`/info?role=recorder&room=${roomId}`, { signal })).json(),
  consent: { view: () => true },
  privacy: { maskInputs: false },
  agentGraceMs: 120_000,
});
cobrowse.on('error', ({ code, message, cause }) => errors.push(`${code}: ${message} ${cause ?? ''}`));
cobrowse.on('ended', ({ reason, error }) => (ended = `${reason} ${error?.code ?? ''}`));
addEventListener('error', ({ message }) => errors.push(`page: ${message}`));
addEventListener('unhandledrejection', ({ reason }) => errors.push(`page: ${reason}`));
/** When it started: the test's own way of asking has a timer of its own in WebKit, then as at the end. */
let before: string[] = [];

const page: CustomerPage = {
  start() {
    before = ledger.running();
    return cobrowse.start({ roomId });
  },
  resume() {
    before = ledger.running();
    return cobrowse.resume();
  },
  get state() {
    return cobrowse.state ?? 'none';
  },
  get ended() {
    return ended;
  },
  errors,
  async mutate(times) {
    const done: string[] = [];
    for (let count = 0; count < times; count += 1) {
      done.push(gardener.step());
      if (random.isLikely(0.4)) await new Promise((resolve) => setTimeout(resolve, random.whole(0, 30)));
    }
    return done;
  },
  mark: (word) => document.documentElement.setAttribute('data-mark', word),
  pause: (how) => cobrowse[how](),
  describe: () => describePage(document, 'customer'),
  async end() {
    await cobrowse.end();
    await cobrowse.dispose();
  },
  // Buttons and dialog are the widget's own and went with their listeners; the page adds none to those that it has.
  leftovers: () => without(ledger.running(), before).filter((line) => !/Button|Dialog/.test(line)),
};
Object.assign(window, { faults: page });
