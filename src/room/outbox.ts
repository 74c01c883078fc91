import { CobrowseError } from '../core/errors.ts';
import { createFrameWriter, type FrameWriter } from '../wire/binary-frame.ts';
import { encodeTextFrame, type Payload } from '../wire/frame.ts';
import { createHeader, type FrameKind, type Header } from '../wire/header.ts';
import type { Inbox } from './inbox.ts';
import type { RoomFrame } from './room.ts';
import type { Socket } from './socket.ts';
import { utf8Length } from './utf8.ts';

/** What leaves on one socket after the other. */
export interface Outbox {
  /** A new socket is about to open. */
  begin(): void;
  /** Sends JSON, or what the codec wrote, which is for `events` alone. Says whether it left. */
  send(socket: Socket, kind: FrameKind, payload: Payload, fields?: Partial<Header>): boolean;
}

export interface OutboxOptions {
  readonly inbox: Inbox;
  onSent(frame: RoomFrame): void;
  onProblem(error: CobrowseError): void;
}

export function createOutbox({ inbox, onSent, onProblem }: OutboxOptions): Outbox {
  let writer: FrameWriter = createFrameWriter();

  function begin(): void {
    writer = createFrameWriter();
  }

  function isTooBig(bytes: number): boolean {
    if (bytes <= inbox.maxFrameBytes) return false;
    onProblem(new CobrowseError('protocol/frame-too-big', `A frame is larger than ${inbox.maxFrameBytes} bytes.`));
    return true;
  }

  function sendText(socket: Socket, header: Header, payload: string): boolean {
    const message = encodeTextFrame(header, payload);
    // A character is at most three bytes of UTF-8, so only long messages need counting.
    if (message.length * 3 > inbox.maxFrameBytes && isTooBig(utf8Length(message))) return false;
    if (!socket.send(message)) return false;
    onSent({
      header,
      payload,
      get bytes() {
        return utf8Length(message);
      },
    });
    return true;
  }

  function sendBinary(socket: Socket, header: Header, payload: Uint8Array): boolean {
    if (!inbox.encodings.includes('binary')) return false;
    const message = writer.write(header, payload);
    if (isTooBig(message.length) || !socket.send(message)) {
      // The next one must not refer to the header of one that nobody has.
      begin();
      return false;
    }
    onSent({ header, payload, bytes: message.length });
    return true;
  }

  return {
    begin,
    send(socket, kind, payload, fields) {
      const header = createHeader(kind, { from: inbox.selfId, ...fields });
      return typeof payload === 'string' ? sendText(socket, header, payload) : sendBinary(socket, header, payload);
    },
  };
}
