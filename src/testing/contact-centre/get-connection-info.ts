import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Fields, sendJson } from './http.ts';

export type Role = 'recorder' | 'replayer';

/** Makes what lets one member into one room in one role; the relay checks it. */
export interface Signatures {
  issue(member: { roomId: string; role: Role; id: string; name: string }): string;
}

/** Where the rooms are, and who signs for them. */
export interface Rooms {
  readonly signatures: Signatures;
  /** External address of the relay, as this caller reaches it. */
  readonly socketUrl: (request: IncomingMessage) => string;
  /** The address that only the contact centre's own network reaches. */
  readonly internalSocketUrl: string;
}

/** What one member is told, under the name that both channels' answers can be made of. */
export interface Admittance {
  readonly roomId: string;
  readonly wssUrl: string;
  readonly wssUrlOut: string;
  readonly signature: string;
}

/** Numbers of this emulator: the vendor lists none. */
const WRONG_REQUEST = 1001;

/** getConnectionInfo of the API Fabric. */
export function answerGetConnectionInfo(
  rooms: Rooms,
  fields: Fields | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const wrong = fields ? wrongField(fields) : 'the body must be a JSON object';
  if (!fields || wrong !== undefined)
    return sendJson(response, 200, { success: false, data: null, errorCode: WRONG_REQUEST, errorReason: wrong });
  const { signature, ...info } = admit(rooms, fields, request);
  return sendJson(response, 200, {
    success: true,
    data: { ...info, connectParam: signature },
    errorCode: null,
    errorReason: null,
  });
}

/** Signs for the member that `fields` name; a room that is not named gets a UUID. */
export function admit(rooms: Rooms, fields: Fields, request: IncomingMessage): Admittance {
  const { roomId = randomUUID(), userId, userName, workNo, role } = fields as Partial<Record<string, string>>;
  const own = role === 'replayer' ? workNo : userId;
  // The relay tells members by id: two that named none must not become one.
  const id = own ?? `anonymous-${randomUUID()}`;
  return {
    roomId,
    wssUrl: rooms.internalSocketUrl,
    wssUrlOut: rooms.socketUrl(request),
    signature: rooms.signatures.issue({ roomId, role: role as Role, id, name: userName ?? own ?? '' }),
  };
}

/** What is wrong with the body of either channel's call; both know the same two roles. */
export function wrongField(fields: Fields): string | undefined {
  for (const name of ['roomId', 'userId', 'userName', 'workNo']) {
    const value = fields[name];
    if (value !== undefined && (typeof value !== 'string' || value === '')) return `${name} must be a text`;
  }
  const { role } = fields;
  return role === 'recorder' || role === 'replayer' ? undefined : 'role must be recorder or replayer';
}
