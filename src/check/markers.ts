import { type SentEvent, type SentValue, shortened } from './values.ts';

/** A marker that would leave, and in what. */
export interface Leak {
  readonly marker: string;
  readonly kind: string;
  readonly value: string;
}

/** From here on a word is not in a page by chance, even with all but its letters and digits taken out. */
const LEAST_BARE_LENGTH = 8;
/** A code point beyond the last one is none. */
const LAST_CODE_POINT = 0x10ffff;

const character = (code: string, radix: number): string => {
  const point = Number.parseInt(code, radix);
  return point <= LAST_CODE_POINT ? String.fromCodePoint(point) : '';
};

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
const bare = (text: string): string => plain(text).replaceAll(/[^\p{L}\p{N}]/gu, '');
const percent = (text: string): string =>
  text.replaceAll('+', ' ').replaceAll(/(?:%[\da-f]{2})+/gi, (codes) => Buffer.from(codes.replaceAll('%', ''), 'hex').toString());

/** Spellings in which a word can stand in a value. */
const READINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  percent,
  // An address can stand in a parameter of another.
  (text) => percent(percent(text)),
  (text) =>
    text
      .replaceAll(/&#x([\da-f]{1,6});?/gi, (_, code: string) => character(code, 16))
      .replaceAll(/&#(\d{1,7});?/g, (_, code: string) => character(code, 10)),
  // As style sheets and scripts escape characters.
  (text) => text.replaceAll(/\\u?\{?([\da-f]{2,6})\}?\s?/gi, (_, code: string) => character(code, 16)),
];

/** What of a word's base64 does not depend on what stands before and behind it, for each way to begin. */
function base64Of(word: string): string[] {
  return [word, word.toLowerCase(), word.toUpperCase()].flatMap((casing) => {
    const bytes = Buffer.from(casing);
    return [0, 1, 2].map((before) => {
      const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
      return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    });
  });
}

/** Whether the word can be read in the text, in whatever casing or spelling. */
export function isIn(text: string, word: string): boolean {
  const wanted = plain(word);
  const wantedBare = bare(word);
  const isLong = wantedBare.length >= LEAST_BARE_LENGTH;
  const isRead = READINGS.some((read) => {
    const reading = read(text);
    return plain(reading).includes(wanted) || (isLong && bare(reading).includes(wantedBare));
  });
  if (isRead) return true;
  const urlSafe = text.replaceAll('+', '-').replaceAll('/', '_');
  return base64Of(word).some((piece) => urlSafe.includes(piece));
}

/** Every place in which a marker leaves, each once. */
export function findLeaks(markers: readonly string[], sent: readonly SentValue[], events: readonly SentEvent[]): Leak[] {
  const distinct = [...new Map(sent.map((one) => [`${one.kind}\n${one.value}`, one])).values()];
  // Letter by letter, each in an element of its own, a word is in no single text.
  const joined = bare(sent.filter(({ kind }) => kind === 'text').map(({ value }) => value).join(''));
  const whole = JSON.stringify(events);
  return markers.flatMap((marker) => {
    const found = distinct
      .filter(({ value }) => isIn(value, marker))
      .map(({ kind, value }) => ({ marker, kind, value: shortened(value) }));
    if (found.length > 0) return found;
    if (bare(marker).length >= LEAST_BARE_LENGTH && joined.includes(bare(marker)))
      return [{ marker, kind: 'text', value: '(in several texts, one after the other)' }];
    // Names of elements and keys are no values, and leave all the same.
    return isIn(whole, marker) ? [{ marker, kind: 'other', value: '(in no single value, but in what is sent)' }] : [];
  });
}
