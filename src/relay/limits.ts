import { CobrowseError } from '../core/errors.ts';
import { MAX_RECIPIENTS } from '../wire/header.ts';

/** What one relay takes at most. Every queue, list and wait has its bound here. */
export interface Limits {
  /** Bytes of one frame as sent by a member, header included; default 8 MiB. Beyond it: 4413. */
  readonly maxFrameBytes: number;
  /** Bytes that wait for one member; default 16 MiB. An empty queue takes any one frame. Beyond it: 4429. */
  readonly maxQueuedBytes: number;
  /** Recorder and replayers of one room; default 33. One place is kept for the recorder. Beyond it: 4503. */
  readonly maxMembersPerRoom: number;
  /** Rooms at a time; default 1,000. Beyond it: 1013. */
  readonly maxRooms: number;
  /** Sockets whose signature is being checked; default 500. Beyond it: 1013. */
  readonly maxUnverified: number;
  /** Milliseconds that one check of a signature may take; default 5 s. Beyond it: 1013. */
  readonly verifyTimeoutMs: number;
  /** Milliseconds without any frame in a room; default 15 min. Beyond it: 4408. */
  readonly idleMs: number;
  /** Milliseconds between two beats; default 5 s. A member that gave no sign between two of them is cut. */
  readonly heartbeatMs: number;
  /** Milliseconds that a closing handshake may take before the socket is cut; default 5 s. */
  readonly closeTimeoutMs: number;
}

interface Row {
  readonly standard: number;
  readonly least: number;
  readonly most: number;
  readonly what: string;
}

const MIB = 1_024 * 1_024;
/** Timers of Node.js hold 2^31 - 1 ms; a day is as long as anybody waits for anything here. */
const DAY_MS = 24 * 60 * 60 * 1_000;

/** Every limit with its default and range; `docs/relay.md` has this table, and a test compares them. */
export const LIMITS: Readonly<Record<keyof Limits, Row>> = {
  maxFrameBytes: {
    // The largest frame is a first snapshot. A page that was measured has 0.9 MB of JSON: this takes one nine times as large.
    standard: 8 * MIB,
    // A header line of the largest size and a payload to speak of.
    least: 4_096,
    // ws keeps a message in memory until it is complete; more than this is an upload, not a page.
    most: 64 * MIB,
    what: 'bytes of one frame',
  },
  maxQueuedBytes: {
    // Two frames of the largest size: the snapshot under way, and the one that a resync asks for meanwhile.
    standard: 16 * MIB,
    least: 4_096,
    most: 256 * MIB,
    what: 'bytes waiting for one member',
  },
  maxMembersPerRoom: {
    // One recorder and 32 replayers: an agent, a few supervisors, a training class.
    standard: 33,
    least: 2,
    // A frame can name so many recipients, and the recorder is no recipient of its own.
    most: MAX_RECIPIENTS + 1,
    what: 'members of one room',
  },
  maxRooms: {
    // A contact centre with a thousand customers at once; two sockets each stay far below the usual limits of a process.
    standard: 1_000,
    least: 1,
    most: 100_000,
    what: 'rooms at a time',
  },
  maxUnverified: {
    // Half of the rooms coming back in the same moment after a cut, while `verify` asks another server.
    standard: 500,
    least: 1,
    most: 100_000,
    what: 'sockets whose signature is being checked',
  },
  verifyTimeoutMs: {
    // A check is computed, or one request within a data centre; a customer who waits longer takes it for broken.
    standard: 5_000,
    least: 1,
    most: DAY_MS,
    what: 'milliseconds for the check of one signature',
  },
  idleMs: {
    // As long as a session may rest on the customer's side before it is over there.
    standard: 15 * 60 * 1_000,
    least: 1,
    most: DAY_MS,
    what: 'milliseconds without any frame in a room',
  },
  heartbeatMs: {
    // A lost member is noticed within ten seconds, before anybody on the phone asks; proxies cut idle sockets at 60 s.
    standard: 5_000,
    least: 1,
    most: DAY_MS,
    what: 'milliseconds between two beats',
  },
  closeTimeoutMs: {
    // Several round trips of a bad line. What is queued for the member stays in memory so much longer.
    standard: 5_000,
    least: 1,
    most: DAY_MS,
    what: 'milliseconds for a closing handshake',
  },
};

/** The names of all limits, in the table's order. */
export const LIMIT_NAMES = Object.keys(LIMITS) as readonly (keyof Limits)[];

/** Fills in the defaults. Throws `relay/invalid-option` for an unknown name and for a value out of range. */
export function resolveLimits(limits: Partial<Limits> = {}): Limits {
  for (const name of Object.keys(limits))
    if (!Object.hasOwn(LIMITS, name)) throw invalid(`limits.${name} is not a limit of the relay.`);
  const entries = LIMIT_NAMES.map((name) => [name, check(name, limits[name])] as const);
  return Object.fromEntries(entries) as unknown as Limits;
}

function check(name: keyof Limits, value: unknown): number {
  const { standard, least, most } = LIMITS[name];
  if (value === undefined) return standard;
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
    throw invalid(`limits.${name} must be a whole number from ${least} to ${most}.`);
  return value as number;
}

const invalid = (message: string): CobrowseError => new CobrowseError('relay/invalid-option', message);
