import { CobrowseError } from '../core/errors.ts';
import { DEFAULT_PATH } from './attach.ts';
import { LIMIT_NAMES, LIMITS, type Limits } from './limits.ts';

/** What the command needs to know before it starts. */
export interface CommandOptions {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly secret: string;
  readonly limits: Partial<Limits>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Not one that servers under development commonly take. */
const DEFAULT_PORT = 4_700;
/** A relay that the network reaches is somebody's decision, and TLS ends in front of it. */
const DEFAULT_HOST = '127.0.0.1';

/** `maxFrameBytes` → `COBROWSE_RELAY_MAX_FRAME_BYTES`. */
export const limitVariable = (name: keyof Limits): string =>
  `COBROWSE_RELAY_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

/** Reads the environment. Throws `relay/invalid-option` with a sentence for whoever starts the command. */
export function readEnvironment(environment: Environment): CommandOptions {
  const secret = environment.COBROWSE_RELAY_SECRET;
  if (!secret)
    throw invalid(
      'Set COBROWSE_RELAY_SECRET to the secret that signatures are made with (at least 32 bytes); try: openssl rand -hex 32',
    );
  const limits = LIMIT_NAMES.flatMap((name) => {
    const value = environment[limitVariable(name)];
    return value ? [[name, wholeNumber(limitVariable(name), value, LIMITS[name].least, LIMITS[name].most)]] : [];
  });
  return {
    host: environment.HOST || DEFAULT_HOST,
    port: environment.PORT ? wholeNumber('PORT', environment.PORT, 0, 65_535) : DEFAULT_PORT,
    path: environment.COBROWSE_RELAY_PATH || DEFAULT_PATH,
    secret,
    limits: Object.fromEntries(limits) as Partial<Limits>,
  };
}

function wholeNumber(variable: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most)
    throw invalid(`${variable} must be a whole number from ${least} to ${most}.`);
  return number;
}

/** What `--help` prints. */
export function helpText(): string {
  const rows: readonly (readonly [string, string])[] = [
    ['COBROWSE_RELAY_SECRET', 'secret that signatures are made with, at least 32 bytes; required'],
    ['HOST', `address to listen on (default ${DEFAULT_HOST})`],
    ['PORT', `port, 0 for any that is free (default ${DEFAULT_PORT})`],
    ['COBROWSE_RELAY_PATH', `path of the WebSocket (default ${DEFAULT_PATH})`],
    ...LIMIT_NAMES.map((name) => [limitVariable(name), `${LIMITS[name].what} (default ${LIMITS[name].standard})`] as const),
  ];
  const width = Math.max(...rows.map(([variable]) => variable.length));
  return `Usage: cobrowse-relay

Forwards co-browsing frames between the members of rooms. It speaks plain WebSocket: put TLS in front of it.
GET /healthz answers 200 while it runs. SIGTERM and SIGINT close every room and end it.

Environment:
${rows.map(([variable, what]) => `  ${variable.padEnd(width)}  ${what}`).join('\n')}
`;
}

const invalid = (message: string): CobrowseError => new CobrowseError('relay/invalid-option', message);
