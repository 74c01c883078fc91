import { createFrameReader } from '../../src/wire/binary-frame.ts';
import { createEventsReader, type EventsReader } from '../../src/wire/events.ts';
import { encodeTextFrame, decodeTextFrame } from '../../src/wire/frame.ts';
import type { Header } from '../../src/wire/header.ts';

/** A message of either encoding, with its payload as JSON. */
export interface ReadFrame {
  readonly header: Header;
  readonly payload: string;
  /** Header and payload in the text encoding. */
  readonly text: string;
}

/** Reads messages of a room. What the codec wrote makes sense in the order of its epoch alone, over whatever sockets. */
export interface FrameTexts {
  /** A new connection; its messages are to be given to the function in their order. */
  connect(): (message: Uint8Array, encoding: 'text' | 'binary') => ReadFrame;
}

export function createFrameTexts(): FrameTexts {
  const epochs = new Map<string, { readonly reader: EventsReader; readonly payloads: Map<number, string> }>();

  /** A payload that is sent again is what it was. */
  function read({ epoch, sequence }: Header, payload: Uint8Array): string {
    const known = epochs.get(epoch) ?? { reader: createEventsReader(), payloads: new Map<number, string>() };
    epochs.set(epoch, known);
    const text = known.payloads.get(sequence) ?? JSON.stringify(known.reader.read(payload));
    known.payloads.set(sequence, text);
    return text;
  }

  return {
    connect() {
      const reader = createFrameReader();
      return (message, encoding) => {
        if (encoding === 'text') {
          const text = new TextDecoder().decode(message);
          return { ...decodeTextFrame(text), text };
        }
        const frame = reader.read(message);
        const payload = read(frame.header, frame.payload);
        return { header: frame.header, payload, text: encodeTextFrame(frame.header, payload) };
      };
    },
  };
}
