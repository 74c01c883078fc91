// Runs in the agent's browser: what a step of the replay keeps the console from.
import { Replayer } from 'rrweb';
import { createTasks } from '../../src/core/tasks.ts';
import { createReplay } from '../../src/replayer/replay.ts';
import { createView } from '../../src/replayer/view.ts';
import type { WireEvent } from '../../src/wire/messages.ts';

/** What is received in one piece: the codec's bytes in base64, and the same events for rrweb. */
export interface Batch {
  readonly bytes: string;
  readonly events: readonly WireEvent[];
}

export interface Step {
  /** Longest time in which nothing else in the console's page could run, layout included. */
  readonly blockedMs: number;
  /** From the frame's arrival until all of it has been painted. */
  readonly paintedMs: number;
}

/** Makes of a batch what a socket would bring; the function that is returned has it shown. */
type Receive = (batch: Batch, sequence: number) => () => Promise<void>;

const painted = (): Promise<void> =>
  new Promise((resolve) => void requestAnimationFrame(() => setTimeout(resolve)));

function byOurs(container: HTMLElement): Receive {
  const waiting: (() => void)[] = [];
  const replay = createReplay(container, () => {});
  const fail = (error?: unknown): never => {
    throw error ?? new Error('The stream broke.');
  };
  const view = createView({ replay, tasks: createTasks(), onApplied: () => waiting.shift()?.(), onPicture() {}, onError: fail, onBroken: fail, onFollowed() {} });
  return ({ bytes }, sequence) => {
    const payload = Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0));
    const header = { kind: 'events', from: 'r', to: [], epoch: '1-a', sequence } as const;
    return () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        view.handleEvents({ header, payload, bytes: payload.length } as never, () => {});
      });
  };
}

function byRrweb(root: HTMLElement): Receive {
  const replayer = new Replayer([], { root, liveMode: true, showWarning: false });
  replayer.startLive();
  let left = 0;
  let done = (): void => {};
  replayer.on('event-cast', () => {
    left -= 1;
    if (left === 0) done();
  });
  return ({ events }) => {
    const text = JSON.stringify(events);
    left = events.length;
    return () =>
      new Promise((resolve) => {
        done = resolve;
        // All of them now: rrweb would wait for as long as the customer did.
        const timestamp = Date.now();
        for (const event of JSON.parse(text) as WireEvent[]) replayer.addEvent({ ...event, timestamp } as Parameters<Replayer['addEvent']>[0]);
      });
  };
}

/** Shows one batch after the other, the next once the last has been painted. */
async function play(setup: 'rrweb' | 'ours', batches: readonly Batch[]): Promise<Step[]> {
  const container = document.createElement('div');
  document.body.replaceChildren(container);
  const receive = (setup === 'ours' ? byOurs : byRrweb)(container);
  const steps: Step[] = [];
  let sequence = 0;
  for (const batch of batches) {
    const show = receive(batch, sequence);
    let last = performance.now();
    let blockedMs = 0;
    const beat = (): void => {
      const now = performance.now();
      blockedMs = Math.max(blockedMs, now - last);
      last = now;
    };
    const heart = setInterval(beat, 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const started = performance.now();
    last = started;
    blockedMs = 0;
    await show();
    sequence += batch.events.length;
    await painted();
    steps.push({ blockedMs, paintedMs: performance.now() - started });
    clearInterval(heart);
  }
  return steps;
}

Object.assign(window, { play });
