import { CobrowseError } from '../core/errors.ts';
import { fromJson } from '../core/json.ts';

/** Version of header and messages. A change that an older reader cannot follow raises it. */
export const PROTOCOL_VERSION = 1;

/** The contact centre's words for the two sides of a room (getConnectionInfo, `role`). */
export type Role = 'recorder' | 'replayer';

/** Who may send what. The relay closes a member that sends a kind of another row. */
export const KINDS = {
  recorder: ['hello', 'events', 'state', 'admission', 'grant', 'refusal', 'asset', 'pong', 'probe'],
  replayer: [
    'hello',
    'ack',
    'ping',
    'pointer',
    'stroke',
    'highlight',
    'control-request',
    'control-action',
    'asset-request',
    'probe',
  ],
  relay: ['welcome', 'joined', 'left', 'beat'],
} as const;

export type RecorderKind = (typeof KINDS.recorder)[number];
export type ReplayerKind = (typeof KINDS.replayer)[number];
export type RelayKind = (typeof KINDS.relay)[number];
export type FrameKind = RecorderKind | ReplayerKind | RelayKind;

/** Who somebody is, as the signature states it: `id` is `userId` or `workNo`, `name` what may be shown. */
export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** A member id that no member can have: what the relay itself sends comes from here. */
export const RELAY = 'relay';

/** All that a relay may read of a frame. */
export interface Header {
  readonly version: number;
  readonly kind: FrameKind;
  /** Member id of the sender. Empty as sent; our relay stamps it. */
  readonly from: string;
  /** Member ids that may receive the frame; empty means every member of the other role. */
  readonly to: readonly string[];
  /** `<order>-<random id>` of the epoch, or empty for kinds that belong to none. */
  readonly epoch: string;
  /** Number, within the epoch and from 0, of the first event in the payload; 0 for kinds without events. */
  readonly sequence: number;
  /** Bit set, none defined yet; a reader ignores bits it does not know. */
  readonly flags: number;
  /** Stamped on `hello` by a relay that checks signatures; removed from whatever a member sends. */
  readonly identity?: Identity;
}

const ALL_KINDS: ReadonlySet<string> = new Set([...KINDS.recorder, ...KINDS.replayer, ...KINDS.relay]);
const ID = /^[\w-]{1,64}$/;
const EPOCH = /^\d{1,15}-[\w-]{1,32}$/;

/**
 * Members that one frame may name, and so the most members a room can address one by one. 64 ids of 12 characters
 * stay below {@link MAX_HEADER_LENGTH}.
 */
export const MAX_RECIPIENTS = 64;

/** Characters of a header line. A longer one is refused before it is parsed. */
export const MAX_HEADER_LENGTH = 2_048;

/** A header of this side's version; what is left out is empty. */
export function createHeader(kind: FrameKind, fields: Partial<Omit<Header, 'kind' | 'version'>> = {}): Header {
  return { version: PROTOCOL_VERSION, kind, from: '', to: [], epoch: '', sequence: 0, flags: 0, ...fields };
}

/**
 * Reads one header line. Throws `protocol/version-mismatch`, naming the side to update, or
 * `protocol/malformed-frame`, naming the field and what was expected of it.
 */
export function parseHeader(line: string): Header {
  if (line.length > MAX_HEADER_LENGTH) throw malformed('header', `at most ${MAX_HEADER_LENGTH} characters`);
  let raw: unknown;
  try {
    raw = fromJson(line);
  } catch (cause) {
    throw malformed('header', 'one line of JSON', cause);
  }
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw malformed('header', 'a JSON object');
  return checkHeader(raw as Record<string, unknown>);
}

/** The header that those fields make, however they were written. Throws as {@link parseHeader} does. */
export function checkHeader(fields: Readonly<Record<string, unknown>>): Header {
  const { version, kind, from, to, epoch, sequence, flags, identity } = fields;
  if (!isCount(version)) throw malformed('version', 'a whole number');
  if (version !== PROTOCOL_VERSION) throw versionMismatch(version);
  if (typeof kind !== 'string' || !ALL_KINDS.has(kind)) throw malformed('kind', 'a known frame kind');
  if (typeof from !== 'string' || (from !== '' && !ID.test(from))) throw malformed('from', 'a member id or nothing');
  if (!Array.isArray(to) || to.length > MAX_RECIPIENTS || !to.every((id) => typeof id === 'string' && ID.test(id)))
    throw malformed('to', `a list of at most ${MAX_RECIPIENTS} member ids`);
  if (typeof epoch !== 'string' || (epoch !== '' && !EPOCH.test(epoch)))
    throw malformed('epoch', '<order>-<id> or nothing');
  if (!isCount(sequence)) throw malformed('sequence', 'a whole number from 0');
  if (!isCount(flags)) throw malformed('flags', 'a whole number from 0');
  const header = { version, kind: kind as FrameKind, from, to: to as string[], epoch, sequence, flags };
  return identity === undefined ? header : { ...header, identity: parseIdentity(identity) };
}

function parseIdentity(raw: unknown): Identity {
  const { id, name, role } = (typeof raw === 'object' && raw !== null ? raw : {}) as Record<string, unknown>;
  if (typeof id !== 'string' || id === '') throw malformed('identity.id', 'a text');
  if (typeof name !== 'string') throw malformed('identity.name', 'a text');
  if (role !== 'recorder' && role !== 'replayer') throw malformed('identity.role', 'recorder or replayer');
  return { id, name, role };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function malformed(field: string, expected: string, cause?: unknown): CobrowseError {
  return new CobrowseError('protocol/malformed-frame', `Frame: ${field} must be ${expected}.`, { cause });
}

function versionMismatch(version: number): CobrowseError {
  const behind = version > PROTOCOL_VERSION ? 'this side' : 'the other side';
  return new CobrowseError(
    'protocol/version-mismatch',
    `The frame speaks protocol ${version}, this side speaks ${PROTOCOL_VERSION}: update ${behind}.`,
  );
}
