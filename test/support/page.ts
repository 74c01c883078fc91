import type { PrivacyOptions } from '../../src/capture/policy.ts';
import type { createPrivacy, Privacy } from '../../src/capture/privacy.ts';
import type { Recorder, RecorderDeps } from '../../src/capture/recorder.ts';
import { resolveSettings } from '../../src/options.ts';
import type { CobrowseError } from '../../src/core/errors.ts';
import type { systemClock } from '../../src/core/clock.ts';
import type { createTasks } from '../../src/core/tasks.ts';
import type { createStream } from '../../src/session/stream.ts';
import type { createLog } from '../../src/wire/log.ts';
import type { WireEvent } from '../../src/wire/messages.ts';
import { type Haystack, haystack } from './markers.ts';

/** The globals of a page, with its interfaces. */
export type PageWindow = Window & typeof globalThis;

/** One recording of a page, and all that it let out. */
export interface Recording {
  readonly recorder: Recorder;
  readonly privacy: Privacy;
  /** Ends that stream. */
  stopStream(): void;
  readonly events: WireEvent[];
  readonly errors: CobrowseError[];
  /** The payloads of what a stream in the page made of them for the socket, in order. */
  readonly frames: (string | Uint8Array)[];
  /** Everything that left, as one text to look for private words in. */
  text(): string;
  /** Everything that left, from the event with that number on: the events, and all frames once those are out. */
  sent(from?: number): Promise<Haystack>;
  /** Whether a word left as it is: for what is too long, or nests too deep, to be read in other ways as well. */
  holds(word: string): boolean;
}

/** A page of its own, with its own globals and its own copy of the recorder: what one test does to it stays there. */
export interface Page {
  readonly view: PageWindow;
  readonly document: Document;
  query<Type extends Element = HTMLElement>(selector: string): Type;
  record(options?: Partial<PrivacyOptions>, deps?: Partial<RecorderDeps>): Recording;
  close(): void;
}

export interface PageContent {
  /** What stands in the body. */
  readonly body?: string;
  /** A script that runs before anything else, as an old library or a framework would. */
  readonly script?: string;
  /** A page of its own instead: its address on the test's server. */
  readonly url?: string;
  /** Not to wait for the whole of it, but until this is there. */
  readonly arrives?: string;
}

/** rrweb's `EventType`. */
const META = 4;
const KEPT = { maxKeptBytes: 1, maxKeptMs: 1 };

interface Capture {
  startRecorder: (deps: RecorderDeps) => Recorder;
  createPrivacy: typeof createPrivacy;
  createStream: typeof createStream;
  createLog: typeof createLog;
  createTasks: typeof createTasks;
  systemClock: typeof systemClock;
}
type Loaded = PageWindow & { capture?: Capture };

/** The product's own defaults, less the length of what is typed, which these tests tell values apart by. */
export const PRIVACY_DEFAULTS: PrivacyOptions = { ...resolveSettings({ connectionInfo: '/' }).privacy, showLength: true };

/** Opens a page in a frame, with the recorder loaded and idle. */
export async function openPage({ body = '', script = '', url, arrives }: PageContent = {}): Promise<Page> {
  const frame = document.createElement('iframe');
  // Large enough that nothing of a small page has to scroll.
  frame.style.cssText = 'width: 800px; height: 600px';
  if (url === undefined)
    frame.srcdoc = `<!doctype html><html><head><title>Shop</title><script>${script}</script></head><body>${body}</body></html>`;
  else frame.src = url;
  document.body.append(frame);
  if (arrives === undefined) await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  else await until(() => frame.contentDocument?.querySelector(arrives) != null);
  const view = frame.contentWindow as Loaded;
  const loader = view.document.createElement('script');
  loader.type = 'module';
  loader.textContent = `
    import * as capture from ${JSON.stringify(new URL('./page-recorder.js', import.meta.url).href)};
    window.capture = capture;`;
  let failed: ErrorEvent | undefined;
  view.addEventListener('error', (event) => (failed = event));
  view.document.head.append(loader);
  await until(() => view.capture !== undefined || failed !== undefined);
  if (!view.capture) {
    frame.remove();
    throw new Error(`The recorder does not load in this page: ${failed!.message}`);
  }
  loader.remove();
  const capture = view.capture!;
  delete view.capture;
  return {
    view,
    document: view.document,
    query: (selector) => view.document.querySelector(selector)!,
    record(options = {}, deps = {}) {
      const events: WireEvent[] = [];
      const frames: (string | Uint8Array)[] = [];
      const errors: CobrowseError[] = [];
      const privacy = capture.createPrivacy({ ...PRIVACY_DEFAULTS, ...options });
      const log = capture.createLog(capture.systemClock.now, KEPT);
      /** The number of the first event that may be in each frame. */
      const starts: number[] = [];
      let framed = 0;
      const { toFrames, stop } = openStream(capture, log, (payload) => {
        frames.push(payload);
        starts.push(framed);
        framed = events.length;
      });
      const recorder = capture.startRecorder({
        privacy,
        emit: (event) => {
          events.push(event);
          toFrames(event);
        },
        onError: (error) => errors.push(error),
        ...deps,
      });
      return {
        recorder,
        privacy,
        stopStream: stop,
        events,
        frames,
        errors,
        text: () => JSON.stringify(events),
        async sent(from = 0) {
          await until(() => log.size === 0 && log.next === events.length - lastSnapshot(events));
          return haystack(events.slice(from), frames.filter((_, i) => starts[i]! >= from));
        },
        holds: (word) => holdsText([events, frames], word),
      };
    },
    close: () => frame.remove(),
  };
}

/** How many events came before the last snapshot, which is what the stream numbers from. */
const lastSnapshot = (events: readonly WireEvent[]): number => Math.max(0, events.map((event) => event.type).lastIndexOf(META));

function holdsText(value: unknown, word: string): boolean {
  const pending = [value];
  while (pending.length > 0) {
    const one = pending.pop();
    if (typeof one === 'string' && one.includes(word)) return true;
    if (typeof one === 'object' && one !== null) for (const each of Object.values(one)) pending.push(each);
  }
  return false;
}

/** A stream as a session has it, to one agent who takes all; what that would ask of the recorder is left to the test. */
function openStream(
  { createStream, createTasks, systemClock: clock }: Capture,
  log: ReturnType<typeof createLog>,
  send: (payload: string | Uint8Array) => void,
): { toFrames: (event: WireEvent) => void; stop: () => void } {
  let toFrames: (event: WireEvent) => void;
  const stream = createStream({
    log,
    clock,
    tasks: createTasks(),
    encodingFor: () => 'binary',
    onError(error) {
      throw error;
    },
    startRecorder(emit) {
      toFrames = emit;
      return { takeSnapshot() {}, stop() {} };
    },
    send(_first, payload) {
      send(payload);
      return true;
    },
    bufferedBytes: () => 0,
  });
  stream.setRecipients(['agent']);
  stream.setRecording('on');
  return { toFrames: toFrames!, stop: stream.stop };
}

/** Waits until `holds` does; the test runner's own limit ends it otherwise. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await task();
}

/** Lets everything that is due run: observers, zero timers, and what those add. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await task();
}

const task = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

/** Types as a customer does: the field grows by a character, and the page hears of each. */
export function type(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  for (const character of text) {
    field.value += character;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }
}

/** Events of one source of rrweb's incremental ones. */
export function ofSource(events: readonly WireEvent[], source: number): Record<string, unknown>[] {
  return events.filter((event) => event.type === 3 && event.data['source'] === source).map((event) => event.data);
}
