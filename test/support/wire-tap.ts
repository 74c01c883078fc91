import type { IncomingMessage } from 'node:http';
import type { Duplex, Writable } from 'node:stream';
import * as ws from 'ws';
import type { createRelay } from 'cobrowse-widget/relay';
import { type FrameKind, KINDS } from '../../src/wire/header.ts';
import { createFrameTexts } from './frame-texts.ts';

// Exported by ws, and unknown to its type declarations.
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Writable };

/** One message of a customer's browser, as its bytes came to the relay's socket, whatever the relay then made of it. */
export interface TappedFrame {
  readonly kind: FrameKind;
  readonly to: readonly string[];
  /** Header and payload in the text encoding, in whichever they travelled. */
  readonly text: string;
  /** Number of the socket that it came over, from 0 in order of opening, agents' among them. A page opens its own. */
  readonly socket: number;
}

/** All that customers' browsers have sent, read off the sockets before the relay reads it. */
export interface WireTap {
  /** What left since the last `clear()`; in order. */
  frames(): readonly TappedFrame[];
  /** The texts of all frames, in which a word of the page is looked for. */
  text(): string;
  /** How many sockets were opened so far: the number that the next one gets. */
  sockets(): number;
  /** Breaks the connection of the socket with that number, as a network would. */
  cut(number: number): void;
  clear(): void;
}

const ofBoth: ReadonlySet<string> = new Set(KINDS.replayer);
const ofRecorders: ReadonlySet<string> = new Set(KINDS.recorder.filter((kind) => !ofBoth.has(kind)));
/** Kinds that hold anything of the page; a recorder sends others before anybody is admitted. */
export const PAGE_KINDS: ReadonlySet<FrameKind> = new Set<FrameKind>(['events', 'asset']);

export function tapWire(relay: ReturnType<typeof createRelay>): WireTap {
  const frames: TappedFrame[] = [];
  const sockets: Duplex[] = [];
  const frameTexts = createFrameTexts();
  const handleUpgrade = relay.handleUpgrade.bind(relay);
  relay.handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const number = sockets.push(socket) - 1;
    const receiver = new Receiver({ isServer: true, skipUTF8Validation: true });
    const readFrame = frameTexts.connect();
    receiver.on('message', (data: Buffer, isBinary: boolean) => {
      const { header, text } = readFrame(data, isBinary ? 'binary' : 'text');
      if (ofRecorders.has(header.kind)) frames.push({ kind: header.kind, to: header.to, text, socket: number });
    });
    // A copy: ws takes the mask off in place.
    const read = (chunk: Buffer): void => void (chunk.length > 0 && receiver.write(Buffer.from(chunk)));
    read(head);
    socket.on('data', read);
    handleUpgrade(request, socket, head);
  };
  return {
    frames: () => frames,
    sockets: () => sockets.length,
    cut: (number) => void sockets[number]!.destroy(),
    text: () => frames.map(({ text }) => text).join('\n'),
    clear: () => void frames.splice(0),
  };
}
