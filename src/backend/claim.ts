import type { Failure } from './answer.ts';
import { readBounded } from './read-bounded.ts';

/** What the page says it wants. Nothing of it is granted for being said. */
export interface Claim {
  /** The room that the page believes itself in: of an earlier answer, or handed to it by the host page. */
  readonly roomId?: string;
}

/** A claim as it came, with the role that some pages send along. */
export interface ReadClaim extends Claim {
  readonly role?: unknown;
}

/** A room id and a role need 300 bytes; 4 kB leave room for what a page adds, and cost nothing to parse. */
export const MAX_BODY_BYTES = 4_096;
/** As in the connection info that comes back. */
const MAX_ROOM_ID = 256;

/** Reads the body of a request, or says what is wrong with it (400, 413, 415). */
export async function readClaim(request: Request): Promise<ReadClaim | Failure> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  // Also what keeps a plain HTML form, which no preflight guards, from being read.
  if (type !== 'application/json') return malformed(415, 'The content type must be application/json.');
  let text: string | undefined;
  try {
    text = await readBounded(request, MAX_BODY_BYTES);
  } catch {
    return malformed(400, 'The body could not be read; it must reach this handler unread.');
  }
  if (text === undefined) return malformed(413, `The body must have at most ${MAX_BODY_BYTES} bytes.`);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return malformed(400, 'The body must be JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return malformed(400, 'The body must be a JSON object.');
  const { roomId, role } = body as Record<string, unknown>;
  if (roomId === undefined) return { role };
  if (typeof roomId !== 'string' || roomId === '' || roomId.length > MAX_ROOM_ID)
    return malformed(400, `roomId must be a text of 1 to ${MAX_ROOM_ID} characters.`);
  return { roomId, role };
}

function malformed(status: number, sentence: string): Failure {
  return { status, code: 'backend/request-malformed', sentence };
}
