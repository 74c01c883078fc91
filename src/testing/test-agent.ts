import { WebSocket } from 'ws';
import { VERSION } from '../core/version.ts';
import { createFrameReader } from '../wire/binary-frame.ts';
import { CODEC_VERSION } from '../wire/codec/layout.ts';
import { createEventsReader } from '../wire/events.ts';
import { decodeTextFrame, encodeTextFrame, type Payload } from '../wire/frame.ts';
import { createHeader, type Header, type ReplayerKind } from '../wire/header.ts';
import { parsePayload } from '../wire/parse.ts';
import { createPageText } from './page-text.ts';

/** One rrweb event, as it arrived. */
export interface RecordedEvent {
  /** rrweb's `EventType`. */
  readonly type: number;
  /** Milliseconds since 1970, by the customer's clock. */
  readonly timestamp: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An agent without a browser, for a test that wants to know what an agent would see. */
export interface TestAgent {
  /** What the customer's answer is so far; `none` before the customer was asked. */
  readonly admission: 'none' | 'asked' | 'admitted' | 'denied';
  /** The session's state as the customer's page last told it, empty before that. */
  readonly sessionState: string;
  /** Every rrweb event that arrived, oldest first. */
  readonly events: readonly RecordedEvent[];
  /** The page's texts as the agent has them now, one a line. Masked ones are stars. */
  pageText(): string;
  /** Settles when the customer's answer is that one. Rejects after `timeoutMs`. */
  waitForAdmission(status: 'asked' | 'admitted' | 'denied'): Promise<void>;
  /** Settles when that text is on the page that the agent sees. Rejects after `timeoutMs`. */
  waitForText(text: string): Promise<void>;
  /** Settles when the session is in that state. Rejects after `timeoutMs`. */
  waitForState(state: string): Promise<void>;
  /** Sends a frame of an agent, to try what the customer's page makes of it. */
  send(kind: ReplayerKind, payload: unknown): void;
  /** Leaves the room; settles when the socket is closed. */
  leave(): Promise<void>;
}

export interface TestAgentOptions {
  /** The address of the room's relay, the signature included. */
  readonly url: string;
  /** The longest that a wait takes before it fails. Default 10,000 ms, which no sound page needs. */
  readonly timeoutMs?: number;
}

/** Rare enough to be no traffic; that a socket lives is the relay's to tell. */
const PING_MS = 20_000;

/** Joins a room as its agent; settles when the relay has welcomed it. */
export async function joinAsTestAgent({ url, timeoutMs = 10_000 }: TestAgentOptions): Promise<TestAgent> {
  const socket = new WebSocket(url);
  const page = createPageText();
  const events: RecordedEvent[] = [];
  const waiting = new Set<() => void>();
  let admission: TestAgent['admission'] = 'none';
  let sessionState = '';
  let standing: 'joining' | 'joined' | 'closed' = 'joining';
  let closed = '';

  const send = (kind: ReplayerKind, payload: unknown, to: readonly string[] = []): void =>
    socket.send(encodeTextFrame(createHeader(kind, { to }), JSON.stringify(payload)));
  const hello = (to: readonly string[]): void => send('hello', { software: `cobrowse-widget-testing/${VERSION}`, have: null, codecs: [CODEC_VERSION] }, to);

  function handleFrame({ kind, from }: Header, payload: Payload): void {
    if (kind === 'welcome') {
      standing = 'joined';
      hello([]);
    } else if (kind === 'hello') {
      // A page that was loaded anew is a new member; it has to hear of us, too.
      if (!greeted.has(from)) hello([from]);
      greeted.add(from);
    } else if (kind === 'admission') admission = parsePayload('admission', payload).status;
    else if (kind === 'state') sessionState = parsePayload('state', payload).state;
    else if (kind === 'events') {
      const batch = eventsReader.read(payload);
      events.push(...batch);
      page.apply(batch);
    }
  }
  const greeted = new Set<string>();
  const frameReader = createFrameReader();
  const eventsReader = createEventsReader();
  socket.on('message', (data, isBinary) => {
    const { header, payload } = isBinary ? frameReader.read(data as Buffer) : decodeTextFrame(String(data));
    handleFrame(header, payload);
    for (const look of waiting) look();
  });
  const pings = setInterval(() => {
    if (standing === 'joined') send('ping', { sentAt: Date.now() });
  }, PING_MS);
  socket.on('error', (error) => (closed = error.message));
  const gone = new Promise<void>((resolve) => {
    socket.on('close', (code) => {
      standing = 'closed';
      closed ||= `code ${code}`;
      clearInterval(pings);
      for (const look of waiting) look();
      resolve();
    });
  });

  /** `what` ends the sentence "The agent waited for …". */
  function waitUntil(what: string, holds: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: Error): void => {
        clearTimeout(timer);
        waiting.delete(look);
        if (error) reject(error);
        else resolve();
      };
      const fail = (why: string): void =>
        settle(new Error(`The agent waited for ${what}: ${why}. Admission: ${admission}; session: ${sessionState || 'none'}.`));
      const look = (): void => {
        if (holds()) settle();
        else if (standing === 'closed') fail(`its socket closed (${closed})`);
      };
      const timer = setTimeout(() => fail(`it did not come within ${timeoutMs} ms`), timeoutMs);
      waiting.add(look);
      look();
    });
  }

  await waitUntil('the relay’s welcome', () => standing === 'joined').catch((error: unknown) => {
    socket.terminate();
    throw error;
  });
  return {
    get admission() {
      return admission;
    },
    get sessionState() {
      return sessionState;
    },
    events,
    pageText: page.read,
    waitForAdmission: (status) => waitUntil(`the customer’s answer "${status}"`, () => admission === status),
    waitForText: (text) => waitUntil(`the text "${text}"`, () => page.read().includes(text)),
    waitForState: (state) => waitUntil(`the state "${state}"`, () => sessionState === state),
    send: (kind, payload) => send(kind, payload),
    async leave() {
      socket.close(1000);
      await gone;
    },
  };
}
