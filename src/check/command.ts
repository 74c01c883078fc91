import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CannotCheck, messageOf } from './cannot-check.ts';
import { type CheckResult, checkPage } from './check.ts';
import { type CommandOptions, helpText, readArguments, readPrivacyOptions, readRules } from './command-options.ts';
import { shortened } from './values.ts';

// The command `cobrowse-check`. Exit codes: 0 no marker leaves, 1 a marker leaves, 2 the page could not be checked.

const EXIT_LEAK = 1;
const EXIT_NOT_CHECKED = 2;

async function run(options: CommandOptions): Promise<void> {
  const { rules, options: privacy, script, picture, json } = options;
  const result = await checkPage({
    ...options,
    rules: rules === undefined ? [] : readRules(rules, await read(rules)),
    privacy: privacy === undefined ? {} : readPrivacyOptions(privacy, await read(privacy)),
    script: script === undefined ? undefined : await read(script),
    // The published files lie side by side.
    widgetFolder: fileURLToPath(new URL('.', import.meta.url)),
  });
  await write(picture, result.picture);
  if (json !== undefined) await write(json, `${JSON.stringify(asJson(result, picture), null, 2)}\n`);
  process.stdout.write(asText(result, picture));
  for (const { marker, kind, value } of result.leaks) say(`the marker "${marker}" leaves, in: ${kind}, ${value}`);
  if (result.leaks.length > 0) process.exitCode = EXIT_LEAK;
}

const read = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: unknown) => {
    throw new CannotCheck(`${file} could not be read (${codeOf(error)}).`);
  });

const write = (file: string, content: string | Uint8Array): Promise<void> =>
  writeFile(file, content).catch((error: unknown) => {
    throw new CannotCheck(`${file} could not be written (${codeOf(error)}).`);
  });

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? messageOf(error);

function asJson({ page, isPaused, values, leaks }: CheckResult, picture: string): object {
  return { page, picture, isPaused, values: values.map((one) => ({ ...one, value: shortened(one.value) })), leaks };
}

function asText({ page, isPaused, values }: CheckResult, picture: string): string {
  const width = Math.max(...values.map(({ kind }) => kind.length), 0);
  const rows = values.map(({ kind, value, count }) => `  ${kind.padEnd(width)}  ${`${count}×`.padStart(5)}  ${shortened(value)}\n`);
  const paused = isPaused ? ', which a rule does not share,' : '';
  return `Of ${page}${paused} ${rows.length} values leave:\n${rows.join('')}What an agent sees: ${picture}\n`;
}

function say(sentence: string): void {
  process.stderr.write(`cobrowse-check: ${sentence}\n`);
}

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(helpText());
} else {
  try {
    await run(readArguments(args));
  } catch (error) {
    // A picture that nobody can rely on is not a leak: whatever else is thrown is no answer, either.
    say(error instanceof CannotCheck ? error.message : `it failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    process.exitCode = EXIT_NOT_CHECKED;
  }
}
