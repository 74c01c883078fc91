import { assert } from 'chai';
import { record } from 'rrweb';
import { createReplayer, type ReplayerClient, type ReplayerOptions } from '../../src/replayer/replayer.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import type { CobrowseError } from '../../src/core/errors.ts';
import type { WireEvent } from '../../src/wire/messages.ts';
import { createFakeRoom, type FakeRoom } from './fake-room.ts';

/** The test page's customer and agent: rrweb records the page, a replayer shows it in a box that is not recorded. */
export interface Stage {
  readonly room: FakeRoom;
  readonly replayer: ReplayerClient;
  readonly container: HTMLElement;
  /** Where a test builds the customer's page. */
  readonly customer: HTMLElement;
  readonly errors: CobrowseError[];
  /** The customer says yes. */
  admit(): void;
  /** Records the page from now on; events travel when `deliver` is called, their times moved by `skewMs`. */
  record(skewMs?: number): void;
  /** Waits for the recorder's observers, then sends what was recorded as one frame. */
  deliver(): Promise<void>;
  /** Sends events as they are, as the next frame of the epoch or the first of a new one. */
  send(events: readonly unknown[]): void;
  readonly frame: HTMLIFrameElement;
  readonly page: Document;
  dispose(): void;
}

const META = 4;
/** Nothing takes so long that the replayer gives way: what was received has been applied. */
const TIMELESS: Clock = { ...systemClock, now: () => 0 };

export function createStage(options: Partial<ReplayerOptions> = {}): Stage {
  const room = createFakeRoom();
  const container = document.createElement('div');
  const customer = document.createElement('main');
  container.className = 'rr-block';
  container.style.cssText = 'width: 400px; height: 300px';
  document.body.append(customer, container);
  const errors: CobrowseError[] = [];
  const replayer = createReplayer({ container, connectionInfo: '/unused', join: room.join, clock: TIMELESS, ...options });
  replayer.on('error', (error) => errors.push(error));

  let stopRecording: (() => void) | undefined;
  let recorded: WireEvent[] = [];
  let order = 0;
  let epoch = '';
  let sequence = 0;

  const stage: Stage = {
    room,
    replayer,
    container,
    customer,
    errors,
    admit() {
      room.connect();
      room.recorderJoins();
      room.receive('admission', { status: 'asked' });
      room.receive('admission', { status: 'admitted' });
    },
    record(skewMs = 0) {
      stopRecording = record({
        emit: (event) => recorded.push({ ...event, timestamp: event.timestamp + skewMs } as unknown as WireEvent),
        maskInputOptions: { password: true, text: true },
        sampling: { mousemove: 1, mousemoveCallback: 1 },
      });
    },
    async deliver() {
      // Mutation observers and what rrweb puts off until the next frame have run by then.
      await new Promise(requestAnimationFrame);
      await new Promise((done) => setTimeout(done));
      const events = recorded;
      recorded = [];
      stage.send(events);
    },
    send(events) {
      if ((events[0] as WireEvent | undefined)?.type === META) {
        order += 1;
        epoch = `${order}-epoch`;
        sequence = 0;
      }
      room.receive('events', events, { epoch, sequence });
      sequence += events.length;
    },
    get frame() {
      const frame = container.querySelector('iframe');
      assert.isNotNull(frame, 'the replay has a frame');
      return frame!;
    },
    get page() {
      return stage.frame.contentDocument!;
    },
    dispose() {
      stopRecording?.();
      replayer.dispose();
      container.remove();
      customer.remove();
    },
  };
  return stage;
}

/** A page as text: what an agent could tell apart, without rrweb's own classes, styles and placeholders. */
export function describeTree(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return JSON.stringify(node.textContent);
  if (node.nodeType !== Node.ELEMENT_NODE && node.nodeType !== Node.DOCUMENT_FRAGMENT_NODE) return '';
  const element = node as Element;
  const attributes = [...(element.attributes ?? [])]
    .filter(({ name }) => name !== 'sandbox' && name !== 'srcdoc' && name !== 'autocomplete')
    .map(({ name, value }) => `${name}=${JSON.stringify(name === 'class' ? value.replace(':hover', '').trim() : value)}`)
    .sort();
  const nested = (element as HTMLIFrameElement).contentDocument?.body;
  const children = [...(element.shadowRoot ? [element.shadowRoot] : []), ...node.childNodes, ...(nested ? [nested] : [])];
  return `<${[node.nodeName.toLowerCase(), ...attributes].join(' ')}>${children.map(describeTree).join('')}`;
}

/** A small page as events, for tests that do without a recorder; `body` are serialized nodes with ids from 100. */
export function snapshotEvents(body: readonly object[] = [], timestamp = Date.now()): unknown[] {
  const element = (id: number, tagName: string, childNodes: readonly object[]): object => ({
    type: 2,
    id,
    tagName,
    attributes: {},
    childNodes,
  });
  const html = element(3, 'html', [element(4, 'head', []), element(5, 'body', body)]);
  const doctype = { type: 1, id: 2, name: 'html', publicId: '', systemId: '' };
  return [
    { type: META, timestamp, data: { href: 'https://shop.example/', width: 800, height: 600 } },
    { type: 2, timestamp, data: { node: { type: 0, id: 1, childNodes: [doctype, html] }, initialOffset: { left: 0, top: 0 } } },
  ];
}
