import { parseArgs } from 'node:util';
import { type PrivacyRule, parsePrivacyRules } from '../wire/privacy-rules.ts';
import { CannotCheck, messageOf } from './cannot-check.ts';

/** What the command was asked for, files still by name. */
export interface CommandOptions {
  /** A file or an `http(s)` URL. */
  readonly target: string;
  readonly rules?: string | undefined;
  readonly options?: string | undefined;
  readonly script?: string | undefined;
  readonly markers: readonly string[];
  readonly picture: string;
  readonly json?: string | undefined;
  readonly waitMs: number;
  readonly browser?: string | undefined;
}

const DEFAULT_PICTURE = 'cobrowse-check.png';
const DEFAULT_WAIT_MS = 1_000;
/** As long as a page may take to load; whoever wants more has a page that never rests. */
const MOST_WAIT_MS = 30_000;
/** Shorter words are in pages by chance, the more so in base64. */
const LEAST_MARKER_LENGTH = 4;

const text = { type: 'string' } as const;
const NAMES = {
  rules: text,
  options: text,
  marker: { type: 'string', multiple: true },
  picture: text,
  json: text,
  wait: text,
  script: text,
  browser: text,
} as const;

/** Reads the arguments. Throws `CannotCheck`. */
export function readArguments(args: readonly string[]): CommandOptions {
  const { values, positionals } = parse(args);
  const [target, ...more] = positionals;
  if (!target || more.length > 0) throw new CannotCheck('Name one page, a file or a URL; try --help.');
  const { rules, options, script, marker: markers = [], picture = DEFAULT_PICTURE, json, wait, browser } = values;
  for (const [name, value] of Object.entries({ rules, options, script, picture, json, browser }))
    if (value === '') throw new CannotCheck(`--${name} must name a file.`);
  const short = markers.find((marker) => marker.trim().length < LEAST_MARKER_LENGTH);
  if (short !== undefined)
    throw new CannotCheck(`The marker "${short}" is found by chance: take one of at least ${LEAST_MARKER_LENGTH} characters.`);
  return { target, rules, options, script, markers, picture, json, waitMs: milliseconds(wait), browser };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: NAMES, allowPositionals: true, strict: true });
  } catch (error) {
    throw new CannotCheck(`${messageOf(error).split('. ', 1)[0]}; try --help.`);
  }
}

function milliseconds(value: string | undefined): number {
  if (value === undefined) return DEFAULT_WAIT_MS;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > MOST_WAIT_MS)
    throw new CannotCheck(`--wait must be a whole number of milliseconds from 0 to ${MOST_WAIT_MS}.`);
  return number;
}

/** A list of rules, or what the merchant backend sends, with `privacyRules`. Throws `CannotCheck`. */
export function readRules(file: string, content: string): readonly PrivacyRule[] {
  const json = readJson(file, content);
  const raw = typeof json === 'object' && json !== null && 'privacyRules' in json ? json.privacyRules : json;
  const rules = parsePrivacyRules(raw);
  // On a page they would mask everything, and a check of that would find nothing, whatever the rules were to say.
  if (!rules) throw new CannotCheck(`${file} holds no privacy rules that a page could apply: it would have masked everything.`);
  return rules;
}

/** The `privacy` options; the widget itself checks what they say. Throws `CannotCheck`. */
export function readPrivacyOptions(file: string, content: string): object {
  const json = readJson(file, content);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new CannotCheck(`${file} must hold an object, such as {"mask": ".balance"}.`);
  return json;
}

function readJson(file: string, content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    throw new CannotCheck(`${file} is not JSON.`);
  }
}

/** What `--help` prints. */
export function helpText(): string {
  const rows: readonly (readonly [string, string])[] = [
    ['--rules FILE', 'privacy rules: a JSON array, or an object with privacyRules'],
    ['--options FILE', "the widget's privacy options, as JSON"],
    ['--marker WORD', 'a word that must not leave; may be given several times'],
    ['--script FILE', 'JavaScript to run in the page while the agent watches, such as one that fills in a form'],
    ['--picture FILE', `where the picture goes (default ${DEFAULT_PICTURE})`],
    ['--json FILE', 'writes the list as JSON, too'],
    ['--wait MS', `how long the page must be quiet before the list is made (default ${DEFAULT_WAIT_MS})`],
    ['--browser PATH', 'Chromium or Chrome (default PUPPETEER_EXECUTABLE_PATH, or where it usually is)'],
    ['--help', 'prints this'],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `Usage: cobrowse-check PAGE [options]

Loads a page, a file or a URL, in a real browser with your privacy rules; writes the picture that an agent would see, and a
list of every value that would leave. Nothing leaves this machine for it, and it needs no account.

Options:
${rows.map(([name, what]) => `  ${name.padEnd(width)}  ${what}`).join('\n')}

Exit codes: 0 no marker leaves, 1 a marker leaves, 2 the page could not be checked.
`;
}
