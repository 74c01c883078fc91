import { isCobrowseError } from '../core/errors.ts';
import { createFrameReader } from '../wire/binary-frame.ts';
import { decodeTextFrame, type Payload } from '../wire/frame.ts';
import type { Header } from '../wire/header.ts';
import type { Connection, Message } from './message.ts';

/** A message of a room. */
export type Frame = ReadFrame | UnreadFrame;

export interface ReadFrame {
  readonly message: Message;
  readonly header: Header;
  /** JSON, or what the codec wrote. */
  readonly payload: Payload;
}

/** One whose header says nothing. */
export interface UnreadFrame {
  readonly message: Message;
  readonly header: null;
  /** Why. */
  readonly problem: string;
}

export interface ConnectionFrames {
  readonly frames: readonly Frame[];
  /** Messages that are no frames. */
  readonly foreign: number;
  /** Something on it is the room's for certain: a text that is a frame, of this version or another. */
  readonly isRoom: boolean;
}

/** Reads the headers of a connection's messages. */
export function readFrames(connection: Connection): ConnectionFrames {
  const readBinary = createBinaryReaders();
  const frames: Frame[] = [];
  let isRoom = false;
  for (const message of connection) {
    const frame = typeof message.data === 'string' ? readText(message, message.data) : readBinary(message, message.data);
    if (!frame) continue;
    isRoom ||= typeof message.data === 'string';
    frames.push(frame);
  }
  return { frames, foreign: connection.length - frames.length, isRoom };
}

function readText(message: Message, text: string): Frame | undefined {
  try {
    return { message, ...decodeTextFrame(text) };
  } catch (error) {
    const isOurs = isCobrowseError(error) && error.code === 'protocol/version-mismatch';
    return isOurs ? unread(message, error) : undefined;
  }
}

/** Each direction has a header of its own that the next frame's may refer to. */
function createBinaryReaders(): (message: Message, bytes: Uint8Array) => Frame {
  const readers = new Map<Message['direction'], ReturnType<typeof createFrameReader>>();
  return (message, bytes) => {
    const reader = readers.get(message.direction) ?? createFrameReader();
    readers.set(message.direction, reader);
    try {
      return { message, ...reader.read(bytes) };
    } catch (error) {
      // What follows must not pass for a continuation of an older header.
      readers.delete(message.direction);
      return unread(message, error);
    }
  };
}

function unread(message: Message, error: unknown): UnreadFrame {
  if (!isCobrowseError(error)) throw error;
  return { message, header: null, problem: `${message.source}: a message could not be read. ${error.message}` };
}
