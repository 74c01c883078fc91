import { CobrowseError, type ErrorCode } from '../core/errors.ts';
import { CLOSE_CODES, type CloseCode, type CloseName } from '../wire/close-codes.ts';

const BY_NAME: Readonly<Record<CloseName, readonly [ErrorCode, string]>> = {
  'malformed-frame': ['protocol/malformed-frame', 'The relay did not understand a frame of this side.'],
  'signature-invalid': ['connection/signature-refused', 'The relay does not know this signature.'],
  'signature-used': ['connection/signature-refused', 'The relay has seen this signature before.'],
  'signature-expired': ['connection/signature-refused', 'The signature was too old when the socket opened.'],
  'role-refused': ['connection/role-refused', 'The signature is for the other role.'],
  'room-closed': ['connection/room-closed', 'The room was closed.'],
  'room-full': ['connection/room-full', 'The room has as many members as it may.'],
  idle: ['connection/idle', 'Nothing happened in the room for too long.'],
  'frame-too-big': ['protocol/frame-too-big', 'One frame was larger than the relay takes.'],
  'version-mismatch': ['protocol/version-mismatch', 'Relay and this side speak different protocol versions.'],
  'too-slow': ['connection/socket-failed', 'This side read more slowly than the room sent.'],
  replaced: ['connection/replaced', 'A newer recorder took this one’s place in the room.'],
};

/** The error that a close code stands for; an unknown code is an ordinary loss. */
export function closeError(code: number): CobrowseError {
  const row = code in CLOSE_CODES ? BY_NAME[CLOSE_CODES[code as CloseCode].name] : undefined;
  const [errorCode, message] = row ?? ['connection/socket-failed', `The socket closed (code ${code}).`];
  return new CobrowseError(errorCode, message);
}
