import { CannotDecode } from './cannot-decode.ts';
import { type Frame, readFrames } from './frames.ts';
import type { Input } from './input.ts';
import { createPayloads } from './payloads.ts';

export interface Decoded {
  /** One line of JSON for each frame, made as it is asked for. */
  readonly lines: Iterable<string>;
  /** Messages that are no frames of a room, and were left out. */
  readonly foreign: number;
}

/**
 * What was sent in a room. `tell` is handed a sentence for each thing that could not be decoded, while the lines are read.
 * Throws `CannotDecode` where there is no frame at all.
 */
export function decode(input: Input, tell: (sentence: string) => void): Decoded {
  const frames: Frame[] = [];
  let foreign = 0;
  for (const connection of input.connections) {
    const read = readFrames(connection);
    const isRoom = input.kind === 'messages' || read.isRoom;
    foreign += isRoom ? read.foreign : connection.length;
    if (isRoom) for (const frame of read.frames) frames.push(frame);
  }
  if (frames.length === 0) throw new CannotDecode(nothingFound(foreign));
  return { lines: linesOf(inOrder(frames), once(tell)), foreign };
}

/** An epoch goes on over connections, and connections go on beside one another. */
function inOrder(frames: readonly Frame[]): readonly Frame[] {
  const isTimed = frames.every(({ message }) => message.atMs !== undefined);
  return isTimed ? [...frames].sort((one, other) => one.message.atMs! - other.message.atMs!) : frames;
}

function* linesOf(frames: readonly Frame[], tell: (sentence: string) => void): Generator<string> {
  const payloads = createPayloads(frames, tell);
  for (const frame of frames) {
    if (frame.header === null) tell(frame.problem);
    const payload = frame.header === null ? null : payloads.textOf(frame);
    const { atMs, direction } = frame.message;
    const at = atMs === undefined ? undefined : new Date(atMs).toISOString();
    const start = JSON.stringify({ at, direction, header: frame.header });
    yield `${start.slice(0, -1)},"payload":${payload}}\n`;
  }
}

/** What is wrong with one message is wrong with thousands that follow. */
function once(tell: (sentence: string) => void): (sentence: string) => void {
  const told = new Set<string>();
  return (sentence) => {
    if (told.has(sentence)) return;
    told.add(sentence);
    tell(sentence);
  };
}

function nothingFound(foreign: number): string {
  return foreign === 0
    ? 'The HAR file holds no WebSocket messages. Chromium, Chrome and Edge save them, of connections that began while the developer tools were open.'
    : `None of the ${foreign} WebSocket messages in the HAR file is a frame of a room.`;
}
