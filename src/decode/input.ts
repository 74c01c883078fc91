import { isCobrowseError } from '../core/errors.ts';
import { decodeTextFrame } from '../wire/frame.ts';
import { PROTOCOL_VERSION } from '../wire/header.ts';
import { CannotDecode } from './cannot-decode.ts';
import { readHar } from './har.ts';
import type { Connection, Message } from './message.ts';

/** A file that the command was given. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** `har`: whatever a browser has had open, other people's protocols among it · `messages`: said to be a room's. */
export interface Input {
  readonly kind: 'har' | 'messages';
  readonly connections: readonly Connection[];
}

/** Header and flags of a binary frame share its first byte. */
const VERSION_SHIFT = 4;
/** A brace, after spaces and a byte order mark: JSON. */
const JSON_START = /^[\uFEFF\s]*\{/;
/** So many characters show it. */
const START_CHARS = 64;

/** Finds out what the files are. Throws `CannotDecode`. */
export function readInput(files: readonly InputFile[]): Input {
  const [first] = files;
  if (files.length === 1 && first) {
    const connections = harIn(first);
    if (connections) return { kind: 'har', connections };
  }
  return { kind: 'messages', connections: [files.map(readMessage)] };
}

function harIn(file: InputFile): readonly Connection[] | undefined {
  if (!isJson(file)) return undefined;
  const text = textOf(file);
  return isTextFrame(text) ? undefined : readHar(text);
}

function readMessage(file: InputFile): Message {
  const { name, bytes } = file;
  if (bytes.length === 0) throw new CannotDecode(`${name} is empty.`);
  if (!isJson(file)) {
    if (bytes[0]! >> VERSION_SHIFT !== PROTOCOL_VERSION)
      throw new CannotDecode(`${name} is neither a HAR file nor a frame of protocol version ${PROTOCOL_VERSION}.`);
    return { source: name, data: bytes };
  }
  const data = textOf(file);
  if (isTextFrame(data)) return { source: name, data };
  throw new CannotDecode(
    readHar(data)
      ? `${name} is a HAR file: give it alone.`
      : `${name} is neither a whole HAR file nor a frame; if it was to be a HAR file, save it again.`,
  );
}

const isJson = ({ bytes }: InputFile): boolean => JSON_START.test(bytes.toString('utf8', 0, START_CHARS));

/** Also one of another version: it is told apart from nonsense. */
function isTextFrame(text: string): boolean {
  try {
    decodeTextFrame(text);
    return true;
  } catch (error) {
    return isCobrowseError(error) && error.code === 'protocol/version-mismatch';
  }
}

function textOf({ name, bytes }: InputFile): string {
  try {
    return bytes.toString();
  } catch {
    throw new CannotDecode(`${name} is too large to be read as text.`);
  }
}
