import type { createCobrowse as CreateCobrowse } from '../../src/index.ts';
import type { Cobrowse } from '../../src/client.ts';
import type { CobrowseOptions } from '../../src/options.ts';
import { joinRoom, type Room } from '../../src/room/room.ts';
import { CODEC_VERSION } from '../../src/wire/codec/layout.ts';
import { createEventsReader } from '../../src/wire/events.ts';
import type { ReplayerKind } from '../../src/wire/header.ts';
import { type PageWindow, settle, until } from './page.ts';
import { pressElement } from './press.ts';
import { accessTo } from './room-access.ts';

/** A host page in a frame, with the ES module loaded and idle. */
export interface WidgetPage {
  readonly view: PageWindow;
  readonly document: Document;
  create(options: CobrowseOptions): Cobrowse;
  /** A part of the widget's own UI by the end of its test id. */
  ui(id: string): HTMLElement | null;
  /** Presses that part with the mouse, as a customer does: once it is there and takes a press. */
  press(id: string): Promise<void>;
  close(): Promise<void>;
}

export async function openWidgetPage(body = ''): Promise<WidgetPage> {
  const frame = document.createElement('iframe');
  frame.style.cssText = 'width: 900px; height: 700px';
  frame.srcdoc = `<!doctype html><html lang="en"><head><title>Shop</title></head><body>${body}</body></html>`;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  const view = frame.contentWindow as PageWindow & { createCobrowse?: typeof CreateCobrowse };
  const module = new URL('../../src/index.ts', import.meta.url).href;
  const script = view.document.createElement('script');
  script.type = 'module';
  script.textContent = `import { createCobrowse } from ${JSON.stringify(module)}; window.createCobrowse = createCobrowse;`;
  view.document.head.append(script);
  await until(() => view.createCobrowse !== undefined);
  script.remove();
  const create = view.createCobrowse!;
  delete view.createCobrowse;
  const ui = (id: string): HTMLElement | null =>
    view.document.querySelector('cobrowse-ui')?.shadowRoot?.querySelector(`[data-testid="cobrowse-${id}"]`) ?? null;
  return {
    view,
    document: view.document,
    create: (options) => create({ ui: { shadowRoot: 'open' }, embedders: ['self'], ...options }),
    ui,
    press: (id) => pressElement(() => ui(id)),
    async close() {
      // Firefox forgets that a frame removed something from sessionStorage where the frame goes in the same task: the
      // next test file, which has the same tab, would find the session's record again.
      await settle();
      frame.remove();
    },
  };
}

/** An agent who only listens: what arrives, by kind, as parsed payloads. */
export interface ListeningAgent {
  readonly room: Room;
  received(kind: string): unknown[];
  readonly epochs: string[];
  /** All payloads as one text, to look for page content in. */
  text(): string;
  send(kind: ReplayerKind, payload: unknown): void;
  /** Says that all that has arrived is applied. */
  acknowledge(): void;
}

export function joinAsAgent(roomId: string, name = 'Anna'): ListeningAgent {
  const room = joinRoom({ role: 'replayer', connectionInfo: accessTo(roomId, 'replayer', name, name) });
  const frames: { kind: string; payload: string }[] = [];
  const epochs: string[] = [];
  const reader = createEventsReader();
  let have: { epoch: string; sequence: number } | null = null;
  room.on('frame', ({ header, payload: sent }) => {
    const payload = typeof sent === 'string' ? sent : JSON.stringify(reader.read(sent));
    frames.push({ kind: header.kind, payload });
    const count = header.kind === 'events' ? (JSON.parse(payload) as unknown[]).length : 0;
    if (count > 0) have = { epoch: header.epoch, sequence: header.sequence + count - 1 };
    if (header.epoch && epochs.at(-1) !== header.epoch) epochs.push(header.epoch);
  });
  const hello = (): void => void room.send('hello', { software: 'test', have, codecs: [CODEC_VERSION] });
  room.on('joined', hello);
  room.on('connection', ({ state }) => state === 'connected' && hello());
  return {
    room,
    epochs,
    received: (kind) => frames.filter((frame) => frame.kind === kind).map(({ payload }) => JSON.parse(payload) as unknown),
    text: () => frames.map(({ payload }) => payload).join('\n'),
    acknowledge: () => void room.send('ack', {}, have ?? {}),
    send: (kind, payload) => void room.send(kind, payload),
  };
}
