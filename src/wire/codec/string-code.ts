import { fold } from './relations.ts';
import type { Strings } from './strings.ts';
import type { Texts } from './texts.ts';
import type { Writer } from './writer.ts';

/** 0 says, where a value is expected, that it is no string. */
export const NEW = 1;
export const EDIT = 2;
export const FIRST_KNOWN = 3;

/** An edit costs two counts; of less text than this it saves nothing. */
const MIN_SHARED = 3;

/**
 * Writes a string that is not `base`, which may share its beginning and end; returns its number in the table. In a
 * sequence known ones are told by their distance from `near`: they were new in some order, and come in one.
 */
export function writeString(text: string, base: string, near: number, strings: Strings, bytes: Writer, texts: Texts): number {
  const known = strings.find(text);
  if (known >= 0) {
    bytes.count(FIRST_KNOWN + (near < 0 ? known : fold(known - near)));
    return known;
  }
  const limit = Math.min(text.length, base.length);
  let head = 0;
  while (head < limit && text.charCodeAt(head) === base.charCodeAt(head)) head += 1;
  let tail = 0;
  while (tail < limit - head && text.charCodeAt(text.length - tail - 1) === base.charCodeAt(base.length - tail - 1)) tail += 1;
  const isEdit = head + tail >= MIN_SHARED;
  bytes.byte(isEdit ? EDIT : NEW);
  if (isEdit) {
    bytes.count(head);
    bytes.count(tail);
    bytes.count(text.length - head - tail);
    texts.add(text.slice(head, text.length - tail), bytes.length);
  } else {
    bytes.count(text.length);
    texts.add(text, bytes.length);
  }
  return strings.add(text);
}
