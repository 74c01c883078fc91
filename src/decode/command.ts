import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CannotDecode } from './cannot-decode.ts';
import { helpText, readArguments } from './command-options.ts';
import { decode } from './decode.ts';
import { type InputFile, readInput } from './input.ts';

// The command `cobrowse-decode`. Exit codes: 0 all decoded, 1 something could not be decoded, 2 not one of its files.

const EXIT_NOT_ALL_DECODED = 1;
const EXIT_NOT_READ = 2;

async function run(names: readonly string[]): Promise<void> {
  const files: InputFile[] = [];
  for (const name of names) files.push({ name, bytes: await read(name) });
  const { lines, foreign } = decode(readInput(files), (sentence) => {
    say(sentence);
    process.exitCode = EXIT_NOT_ALL_DECODED;
  });
  if (foreign > 0) say(`${foreign} ${foreign === 1 ? 'message is no frame' : 'messages are no frames'} of a room and left out.`);
  await print(lines);
}

const read = (name: string): Promise<Buffer> =>
  readFile(name).catch((error: unknown) => {
    throw new CannotDecode(`${name} could not be read (${codeOf(error)}).`);
  });

/** No faster than they are taken; whoever takes them may have had enough, as `head` has. */
async function print(lines: Iterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(lines), process.stdout, { end: false });
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error;
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

function say(sentence: string): void {
  process.stderr.write(`cobrowse-decode: ${sentence}\n`);
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(helpText());
} else {
  try {
    await run(readArguments(args));
  } catch (error) {
    say(error instanceof CannotDecode ? error.message : `it failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exitCode = EXIT_NOT_READ;
  }
}
