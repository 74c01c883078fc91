import { type Clock, systemClock } from '../core/clock.ts';
import { type OptionSpec, resolveOptions } from '../core/options.ts';
import type { AttachConnectParam } from '../room/attach.ts';
import type { ConnectionInfoSource } from '../room/request-info.ts';
import { joinRoom, type Room, type RoomOptions } from '../room/room.ts';
import type { FitMode } from './fit.ts';

/** What a console may set. `docs/replayer.md` lists every option with its default. */
export interface ReplayerOptions {
  /** Element of the console's page in which the customer's page is shown; it has a size and is in the document. */
  readonly container: HTMLElement;
  /** Where connection info for role `replayer` comes from: a URL that is POSTed to, or an async function. */
  readonly connectionInfo: ConnectionInfoSource;
  /** The room to claim. Default: the backend decides. */
  readonly roomId?: string;
  /** `scale` (default) scales the page down until it fits the container; `none` shows it in its own size, scrolled. */
  readonly fit?: FitMode;
  /** Opens the room at `wssUrl`, the contact centre's internal address, instead of `wssUrlOut`. Default false. */
  readonly useInternalUrl?: boolean;
  /** How the signature is presented when the WebSocket opens. Default: query parameter `connectParam`. */
  readonly attach?: AttachConnectParam;
  /** Longest time for one answer with connection info. Default 10,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Longest time until the room is first joined. Default 15,000 ms. */
  readonly startTimeoutMs?: number;
  /** How long a lost connection is tried again before it is over. Default 120,000 ms. */
  readonly reconnectTimeoutMs?: number;
  /** How long to wait for a customer who has gone, beyond what they announced. Default 120,000 ms. */
  readonly customerTimeoutMs?: number;
  /** What time it is. Default: the agent's own clock. */
  readonly clock?: Clock;
  /** Joins the room; for tests and other transports. Default: `src/room/room.ts`. */
  readonly join?: (options: RoomOptions) => Room;
}

/** The same, complete. */
export interface ReplayerSettings {
  readonly container: HTMLElement;
  readonly fit: FitMode;
  readonly clock: Clock;
  readonly customerTimeoutMs: number;
  readonly join: (options: RoomOptions) => Room;
  readonly room: RoomOptions;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isFunction = (value: unknown): boolean => typeof value === 'function';
const callback = (expected: string): OptionSpec<undefined> => ({ default: undefined, check: isFunction, expected });
/** Durations have their defaults in the room, which knows why. */
const durationMs: OptionSpec<undefined> = {
  default: undefined,
  check: (value) => Number.isFinite(value) && (value as number) > 0,
  expected: 'a number of milliseconds above 0',
};

export const REPLAYER_OPTIONS = {
  container: { check: isPlaced, expected: 'an element that is in the document' },
  connectionInfo: { check: (value) => isText(value) || isFunction(value), expected: 'a URL or an async function' },
  roomId: { default: undefined, check: isText, expected: 'a text that is not empty' },
  fit: { default: 'scale', check: (value) => value === 'scale' || value === 'none', expected: '"scale" or "none"' },
  useInternalUrl: { default: false, check: (value) => typeof value === 'boolean', expected: 'true or false' },
  attach: callback('a function that returns the address to open'),
  requestTimeoutMs: durationMs,
  startTimeoutMs: durationMs,
  reconnectTimeoutMs: durationMs,
  // As long as a recorder tries to come back.
  customerTimeoutMs: { ...durationMs, default: 120_000 },
  clock: { default: undefined, check: isClock, expected: 'an object with now() and after()' },
  join: callback('a function that joins a room'),
} as const satisfies Record<string, OptionSpec<unknown>>;

/** Checks the options and completes them. Throws a `config/…` error that names the option. */
export function resolveReplayerSettings(given: unknown): ReplayerSettings {
  const values = resolveOptions(REPLAYER_OPTIONS, given) as Record<string, never>;
  const clock = values['clock'] ?? systemClock;
  return {
    container: values['container']!,
    fit: values['fit']!,
    clock,
    customerTimeoutMs: values['customerTimeoutMs']!,
    join: values['join'] ?? joinRoom,
    room: {
      role: 'replayer',
      connectionInfo: values['connectionInfo']!,
      roomId: values['roomId'],
      attach: values['attach'],
      useInternalUrl: values['useInternalUrl']!,
      requestTimeoutMs: values['requestTimeoutMs'],
      startTimeoutMs: values['startTimeoutMs'],
      reconnectTimeoutMs: values['reconnectTimeoutMs'],
      clock,
    },
  };
}

function isPlaced(value: unknown): boolean {
  return value instanceof HTMLElement && value.isConnected;
}

function isClock(value: unknown): boolean {
  const { now, after } = (value ?? {}) as Partial<Clock>;
  return isFunction(now) && isFunction(after);
}
