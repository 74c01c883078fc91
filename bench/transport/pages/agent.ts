// Runs in the agent's page, whatever shows the customer's there.

/** How often a page that is being rebuilt is looked at: no timer of a browser's is quicker. */
const LOOK_MS = 4;
/** Many times what the slowest of them takes on a busy machine. */
const GIVE_UP_MS = 90_000;

const replayIn = (): Document | null => document.querySelector<HTMLIFrameElement>('#replay iframe')?.contentDocument ?? null;
const wallMs = (): number => performance.timeOrigin + performance.now();
/** When what is there now has been painted: the task after the next frame's. */
const painted = (done: () => void): void => void requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => done());
  port1.start();
  port2.postMessage(null);
});

export interface Seen {
  readonly name: string;
  readonly appliedMs: number;
  paintedMs: number;
}

export function serveAgent(join: (container: HTMLElement) => void): void {
  const seen: Seen[] = [];
  const holds = (mark: string): boolean => replayIn()?.documentElement?.getAttribute('data-bench-mark') === mark;
  const waitFor = async (isThere: () => boolean, mark: string): Promise<void> => {
    const giveUpMs = performance.now() + GIVE_UP_MS;
    while (!isThere()) {
      if (performance.now() > giveUpMs) throw new Error(`${mark} was never seen, or not all that came with it.`);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  };
  const agent = {
    join: () => join(document.querySelector<HTMLElement>('#replay')!),
    waitForMark: (mark: string) => waitFor(() => holds(mark), mark),
    /** Joins, and resolves once the page with all of its elements has been painted; milliseconds since. A replay may show some of it first. */
    async joinAndSee(mark: string, elements: number): Promise<number> {
      const started = performance.now();
      agent.join();
      await waitFor(() => holds(mark) && replayIn()!.querySelectorAll('*').length >= elements, mark);
      await new Promise<void>((resolve) => painted(resolve));
      return performance.now() - started;
    },
    /** Notes when each marker is first in the replay, or the pointer at its place, and on the screen. */
    watchMarker(): void {
      const replay = replayIn()!;
      let last = '';
      const take = (name: string): void => {
        if (name === last || name === '') return;
        last = name;
        const note: Seen = { name, appliedMs: wallMs(), paintedMs: Infinity };
        seen.push(note);
        painted(() => (note.paintedMs = wallMs()));
      };
      const takeText = (): void => take(replay.querySelector('#bench-marker')?.textContent ?? '');
      new MutationObserver(takeText).observe(replay, { subtree: true, childList: true, characterData: true });
      const pointer = document.querySelector<HTMLElement>('.replayer-mouse')!;
      new MutationObserver(() => take(`pointer-${Math.round(parseFloat(pointer.style.left))}`)).observe(pointer, { attributeFilter: ['style'] });
    },
    seen,
  };
  Object.assign(window, { agent });
}
