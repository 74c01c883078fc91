import { fromJson } from '../core/json.ts';
import * as v from '../core/schema.ts';
import { CobrowseError } from '../core/errors.ts';
import type { Payload } from './frame.ts';
import type { FrameKind } from './header.ts';
import { MESSAGES, type Message } from './messages.ts';

/**
 * Turns the payload of a frame, input from a stranger, into its typed message. Throws
 * `protocol/malformed-frame` with the field's path and what was expected of it; the message never quotes a value.
 */
export function parsePayload<Kind extends FrameKind>(kind: Kind, payload: Payload): Message<Kind> {
  let raw: unknown;
  try {
    if (typeof payload !== 'string') throw new TypeError('A text is read here.');
    raw = fromJson(payload);
  } catch (cause) {
    throw new CobrowseError('protocol/malformed-frame', `Frame ${kind}: the payload must be JSON.`, { cause });
  }
  const result = v.safeParse(MESSAGES[kind] as v.GenericSchema<unknown, Message<Kind>>, raw, { abortEarly: true });
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new CobrowseError(
    'protocol/malformed-frame',
    `Frame ${kind}: ${v.getDotPath(issue) ?? 'the payload'} must be ${issue.expected ?? 'valid'}.`,
  );
}
