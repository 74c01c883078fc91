import type { Input } from '../../../src/decode/input.ts';
import { decode } from '../../../src/decode/decode.ts';
import { readInput } from '../../../src/decode/input.ts';
import { createFrameWriter } from '../../../src/wire/binary-frame.ts';
import { encodeTextFrame } from '../../../src/wire/frame.ts';
import { createHeader, type FrameKind, type Header } from '../../../src/wire/header.ts';

type Fields = Partial<Omit<Header, 'kind' | 'version'>>;

/** A row of `_webSocketMessages`, as Chromium writes it. */
export interface Row {
  readonly type: string;
  readonly time: number;
  readonly opcode: number;
  readonly data: string;
}

/** A connection as the developer tools of one side see it; a second passes with each message. */
export function openConnection(fromSecond = 1_700_000_000) {
  const writers = { send: createFrameWriter(), receive: createFrameWriter() };
  const rows: Row[] = [];
  const add = (type: keyof typeof writers, opcode: number, data: string): void =>
    void rows.push({ type, time: fromSecond + rows.length, opcode, data });
  return {
    rows,
    text: (type: keyof typeof writers, kind: FrameKind, payload: string, fields: Fields = {}): void =>
      add(type, 1, encodeTextFrame(createHeader(kind, fields), payload)),
    binary(type: keyof typeof writers, payload: Uint8Array, fields: Fields): void {
      add(type, 2, Buffer.from(writers[type].write(createHeader('events', fields), payload)).toString('base64'));
    },
  };
}

export const harOf = (...connections: readonly (readonly unknown[])[]): Buffer =>
  Buffer.from(
    JSON.stringify({
      log: {
        version: '1.2',
        entries: [
          { request: { url: 'https://shop.example/' } },
          ...connections.map((rows) => ({ _resourceType: 'websocket', _webSocketMessages: rows })),
        ],
      },
    }, null, 2),
  );

interface Line {
  readonly at?: string;
  readonly direction?: 'in' | 'out';
  readonly header: Header | null;
  readonly payload: unknown;
}

/** What the command would print of those files, by its two ways. */
export function decoded(...files: readonly (Uint8Array | string)[]) {
  const input: Input = readInput(files.map((bytes, index) => ({ name: `file-${index + 1}`, bytes: Buffer.from(bytes) })));
  const sentences: string[] = [];
  const { lines, foreign } = decode(input, (sentence) => sentences.push(sentence));
  const texts = [...lines];
  return { lines: texts.map((text) => JSON.parse(text) as Line), texts, sentences, foreign };
}
