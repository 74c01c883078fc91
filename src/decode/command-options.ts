import { parseArgs } from 'node:util';
import { CannotDecode } from './cannot-decode.ts';

/** The files that the command was given. Throws `CannotDecode`. */
export function readArguments(args: readonly string[]): readonly string[] {
  const files = parse(args);
  if (files.length === 0) throw new CannotDecode('Name a HAR file, or files with one message each; try --help.');
  if (files.includes('')) throw new CannotDecode('A file must have a name.');
  return files;
}

function parse(args: readonly string[]): readonly string[] {
  try {
    return parseArgs({ args: [...args], options: {}, allowPositionals: true, strict: true }).positionals;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CannotDecode(`${message.split('. ', 1)[0]}; try --help.`);
  }
}

/** What `--help` prints. */
export function helpText(): string {
  return `Usage: cobrowse-decode FILE…

Prints what was sent in a room as JSON, one line a frame: {"at", "direction", "header", "payload"}. It reads a HAR file, as the
developer tools of Chromium, Chrome and Edge save it, with all its WebSocket connections; or files with one message each, as
it travelled, text or binary, in the order in which they went over one connection in one direction.
Nothing leaves this machine for it. A HAR file holds the customer's page: treat it so.

Options:
  --help  prints this

Exit codes: 0 everything was decoded, 1 something could not be decoded and stderr says what, 2 a file could not be read or is
none of these.
`;
}
