import type { Connection, Message } from './message.ts';

/** As browsers' developer tools write it (Chromium 76 and later): `_webSocketMessages` of an entry. */
const OPCODE_TEXT = 1;
const OPCODE_BINARY = 2;
/** ECMAScript's dates end here. */
const MAX_DATE_MS = 8.64e15;

type Fields = Readonly<Record<string, unknown>>;

/** The WebSocket connections of a HAR file, or undefined where the text is none. */
export function readHar(text: string): readonly Connection[] | undefined {
  const entries = listIn(fieldsOf(fieldsOf(parse(text))?.log), 'entries');
  return entries
    ?.map((entry) => listIn(fieldsOf(entry), '_webSocketMessages') ?? [])
    .filter((messages) => messages.length > 0)
    .map((messages, index) => messages.flatMap((message) => readMessage(message, index + 1)));
}

function readMessage(raw: unknown, connection: number): readonly Message[] {
  const { type, time, opcode, data } = fieldsOf(raw) ?? {};
  const direction = type === 'send' ? 'out' : type === 'receive' ? 'in' : undefined;
  // Errors and control frames are rows of the same list.
  if (!direction || (opcode !== OPCODE_TEXT && opcode !== OPCODE_BINARY) || typeof data !== 'string') return [];
  const atMs = typeof time === 'number' ? time * 1_000 : NaN;
  return [
    {
      source: `Connection ${connection}, ${direction}`,
      direction,
      atMs: Math.abs(atMs) <= MAX_DATE_MS ? atMs : undefined,
      data: opcode === OPCODE_TEXT ? data : Buffer.from(data, 'base64'),
    },
  ];
}

/** Saved by hand, a file may begin with a byte order mark. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null ? (value as Fields) : undefined;

function listIn(fields: Fields | undefined, name: string): readonly unknown[] | undefined {
  const list = fields?.[name];
  return Array.isArray(list) ? (list as unknown[]) : undefined;
}
