import { createReplayer } from 'cobrowse-widget/replayer';
import { keepLedger, without } from '../../support/traces.ts';
import { describePage } from './describe.ts';

/** What the test asks of the agent's console. */
export interface AgentPage {
  join(): void;
  readonly state: string;
  readonly picture: string;
  readonly errors: readonly string[];
  /** Every `applied` event: epoch, number of the last event, how many. */
  readonly applied: readonly (readonly [epoch: string, sequence: number, events: number])[];
  /** The last mark that the replay has. */
  readonly mark: string | null;
  readonly replay: Document | null;
  describe(): readonly string[];
  leave(): void;
  leftovers(): readonly string[];
}

const ledger = keepLedger(window);
/** When it joined; see the customer's page. */
let before: string[] = [];
const parameters = new URLSearchParams(location.search);
const roomId = parameters.get('room')!;
const errors: string[] = [];
const applied: [string, number, number][] = [];
let replayer: ReturnType<typeof createReplayer> | undefined;
const replay = (): Document | null => document.querySelector<HTMLIFrameElement>('#replay iframe')?.contentDocument ?? null;

const page: AgentPage = {
  join() {
    before = ledger.running();
    replayer = createReplayer({
      container: document.querySelector<HTMLElement>('#replay')!,
      connectionInfo: async ({ signal }) => (await fetch(`/info?role=replayer&room=${roomId}&as=${parameters.get('as')}`, { signal })).json(),
      roomId,
    });
    replayer.on('error', ({ code, message, cause }) => errors.push(`${code}: ${message} ${cause ?? ''}`));
    replayer.on('applied', ({ epoch, sequence, events }) => applied.push([epoch, sequence, events]));
  },
  get state() {
    return `${replayer?.state} ${replayer?.reason ?? ''}`.trim();
  },
  get picture() {
    return replayer?.picture ?? '';
  },
  errors,
  applied,
  get mark() {
    return replay()?.documentElement?.getAttribute('data-mark') ?? null;
  },
  get replay() {
    return replay();
  },
  describe: () => describePage(replay()!, 'agent'),
  leave: () => replayer?.dispose(),
  leftovers: () => without(ledger.running(), before),
};
Object.assign(window, { faults: page });
