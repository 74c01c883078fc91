import { CobrowseError } from '../core/errors.ts';
import type { BinaryFrame, FrameReader } from '../wire/binary-frame.ts';
import { encodeTextFrame } from '../wire/frame.ts';
import {
  createHeader,
  type FrameKind,
  type Header,
  type Identity,
  KINDS,
  MAX_HEADER_LENGTH,
  parseHeader,
  RELAY,
} from '../wire/header.ts';

/** A frame as it arrived: its header read, the bytes of its payload untouched. */
export interface ReceivedFrame {
  readonly header: Header;
  readonly payload: Buffer;
}

/** Who sent a frame, as the relay knows it. */
export interface Sender {
  readonly id: string;
  readonly identity: Identity;
}

const LINE_FEED = 0x0a;
/** UTF-8 takes at most three bytes for what JavaScript counts as one character. */
const MAX_HEADER_BYTES = 3 * MAX_HEADER_LENGTH;

/**
 * Reads a text message's header line: the only place where the relay looks into what it forwards. Throws what
 * `parseHeader` throws, and `protocol/malformed-frame` where no line feed ends the header or the kind is the other role's.
 */
export function readFrame(message: Buffer, sender: Sender): ReceivedFrame {
  // Not searched further than a header can reach: the rest is the members' own.
  const end = message.subarray(0, MAX_HEADER_BYTES + 1).indexOf(LINE_FEED);
  if (end < 0) throw malformed('header must be one line, ended by a line feed');
  const header = parseHeader(message.toString('utf8', 0, end));
  checkKind(header.kind, sender);
  return { header, payload: message.subarray(end + 1) };
}

/** The same of a binary message; `reader` is that of the sender's connection. */
export function readBinaryFrame(message: Buffer, reader: FrameReader, sender: Sender): BinaryFrame {
  const frame = reader.read(message);
  checkKind(frame.header.kind, sender);
  return frame;
}

function checkKind(kind: FrameKind, { identity: { role } }: Sender): void {
  if (!(KINDS[role] as readonly FrameKind[]).includes(kind)) throw malformed(`kind must be one that a ${role} sends`);
}

/**
 * The frame as it goes on. Sender and identity are what the relay knows, whatever the member wrote; the identity goes
 * with `hello` alone. Throws `protocol/malformed-frame` where the stamped header would be too long for its readers.
 */
export function stampFrame({ header, payload }: ReceivedFrame, sender: Sender): Buffer {
  const { version, kind, to, epoch, sequence, flags } = header;
  const identity = kind === 'hello' ? { identity: sender.identity } : {};
  const line = encodeTextFrame({ version, kind, from: sender.id, to, epoch, sequence, flags, ...identity }, '');
  if (line.length > MAX_HEADER_LENGTH + 1) throw malformed('to must be shorter beside this identity');
  return Buffer.concat([Buffer.from(line), payload]);
}

/** Whether a frame with this header is meant for that member of the other role. */
export function isAddressed(header: Header, memberId: string): boolean {
  return header.to.length === 0 || header.to.includes(memberId);
}

/** A frame that the relay itself writes. */
export function relayFrame(kind: (typeof KINDS.relay)[number], payload: object): Buffer {
  return Buffer.from(encodeTextFrame(createHeader(kind, { from: RELAY }), JSON.stringify(payload)));
}

/** A sign of life for a member; with `bytes`, what to be patient for. */
export const beatFrame = (bytes?: number): Buffer => relayFrame('beat', bytes === undefined ? {} : { bytes });

const malformed = (message: string): CobrowseError =>
  new CobrowseError('protocol/malformed-frame', `Frame: ${message}.`);
