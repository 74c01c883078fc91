import type { PrivacyOptions } from '../../src/capture/policy.ts';
import type { createPrivacy, Privacy } from '../../src/capture/privacy.ts';
import type { Recorder, RecorderDeps } from '../../src/capture/recorder.ts';
import { resolveSettings } from '../../src/options.ts';
import type { CobrowseError } from '../../src/core/errors.ts';
import type { WireEvent } from '../../src/wire/messages.ts';

/** The globals of a page, with its interfaces. */
export type PageWindow = Window & typeof globalThis;

/** One recording of a page, and all that it let out. */
export interface Recording {
  readonly recorder: Recorder;
  readonly privacy: Privacy;
  readonly events: WireEvent[];
  readonly errors: CobrowseError[];
  /** Everything that left, as one text to look for private words in. */
  text(): string;
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
}

interface Capture {
  startRecorder: (deps: RecorderDeps) => Recorder;
  createPrivacy: typeof createPrivacy;
}
type Loaded = PageWindow & { capture?: Capture };

/** The product's own defaults, less the length of what is typed, which these tests tell values apart by. */
export const PRIVACY_DEFAULTS: PrivacyOptions = { ...resolveSettings({ connectionInfo: '/' }).privacy, showLength: true };

/** Opens a page in a frame, with the recorder loaded and idle. */
export async function openPage({ body = '', script = '', url }: PageContent = {}): Promise<Page> {
  const frame = document.createElement('iframe');
  // Large enough that nothing of a small page has to scroll.
  frame.style.cssText = 'width: 800px; height: 600px';
  const module = (name: string): string => JSON.stringify(new URL(`../../src/capture/${name}.ts`, import.meta.url).href);
  if (url === undefined)
    frame.srcdoc = `<!doctype html><html><head><title>Shop</title><script>${script}</script></head><body>${body}</body></html>`;
  else frame.src = url;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  const view = frame.contentWindow as Loaded;
  const loader = view.document.createElement('script');
  loader.type = 'module';
  loader.textContent = `
    import { startRecorder } from ${module('recorder')};
    import { createPrivacy } from ${module('privacy')};
    window.capture = { startRecorder, createPrivacy };`;
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
      const errors: CobrowseError[] = [];
      const privacy = capture.createPrivacy({ ...PRIVACY_DEFAULTS, ...options });
      const recorder = capture.startRecorder({
        privacy,
        emit: (event) => events.push(event),
        onError: (error) => errors.push(error),
        ...deps,
      });
      return { recorder, privacy, events, errors, text: () => JSON.stringify(events) };
    },
    close: () => frame.remove(),
  };
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
