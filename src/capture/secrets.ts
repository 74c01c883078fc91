/** A stretch of a text, from its first character to behind its last. */
export type Stretch = readonly [from: number, to: number];

/** Between the groups of a number, as people and pages write them. */
const GAP = '[\\s\\u00ad\\u200b-\\u200d\\u2010-\\u2013\\u2060·-]{1,3}';
/** A number begins a word. */
const BEGINS = '(?<![a-z\\d])';
/**
 * Payment card numbers are 13 to 19 digits (ISO/IEC 7812), printed in one piece, in fours, as American Express and Diners
 * do (4-6-5, 4-6-4), or each digit in a box of its own.
 */
const CARD = new RegExp(
  `${BEGINS}(?:\\d{13,19}(?!\\d)|\\d{4}(?:${GAP}\\d{4}){2}${GAP}\\d{1,4}(?:${GAP}\\d{1,3})?(?!\\d)|` +
    `\\d{4}${GAP}\\d{6}${GAP}\\d{4,5}(?!\\d)|\\d(?:${GAP}\\d){12,18}(?!${GAP}?\\d))`,
  'gi',
);
/** Issuer prefixes with the lengths that go with them: Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay, Maestro. */
const ISSUER = new RegExp(
  '^(4(\\d{12}|\\d{15}|\\d{18})|5[1-5]\\d{14}|2(22[1-9]|2[3-9]\\d|[3-6]\\d\\d|7[01]\\d|720)\\d{12}|3[47]\\d{13}|' +
    '3(0[0-5]|[689]\\d)\\d{11,16}|35(2[89]|[3-8]\\d)\\d{12}|6(011|4[4-9]\\d|5\\d\\d)\\d{12}|62\\d{14,17}|(50|5[6-8]|6\\d)\\d{11,17})$',
);
/** ISO 13616: two letters, two check digits, 11 to 30 letters or digits, printed in fours. */
const IBAN = /(?<![a-z\d])[a-z]{2}\d{2}(?:[\s\u00ad\u200b-\u200d\u2060-]?[a-z\d]){11,30}/gi;
/** RFC 5321 bounds the part before the sign to 64 characters. */
const EMAIL = /[^\s@"'<>()[\],;:]{1,64}@[^\s@"'<>()[\],;:]{1,190}\.[a-z]{2,24}/gi;
/** E.164 has 15 digits at most; below 9 it may be anything. */
const PHONE = /(?:\+|\b0|\(0)\d(?:[\s()/.-]{0,2}\d){7,13}/g;

/**
 * Texts of so many numbers that look like one and are none are made to keep the browser busy: a tenth of a second is
 * enough, and what is behind is masked unread.
 */
const MAX_TRIES = 50_000;

/** The shortest card number has 13 digits; the shortest IBAN 15 characters, of any country's at least nine digits. */
const SHORTEST = 13;
export const FEWEST_DIGITS = 9;

/** How many digits a text has, counted up to as many as the shortest number has. */
export function digitsIn(text: string, from = 0): number {
  let count = 0;
  for (let index = from; index < text.length && count < FEWEST_DIGITS; index += 1) {
    if (isDigit(text.charCodeAt(index))) count += 1;
  }
  return count;
}

/** Arabic-Indic digits, the Persian form of these, and East Asian ones as wide as their letters. */
const FOREIGN = /[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g;
export const isDigit = (code: number): boolean =>
  code < 0x660 ? code > 47 && code < 58 : code < 0x66a || (code > 0x6ef && code < 0x6fa) || (code > 0xff0f && code < 0xff1a);

/** The same text with the digits of other scripts as 0 to 9: each of them begins its row, and takes one place. */
export const plainDigits = (text: string): string => text.replace(FOREIGN, (digit) => String(digit.charCodeAt(0) & 15));

export interface SecretKinds {
  readonly maskEmails: boolean;
  readonly maskPhones: boolean;
}

/** Card numbers and IBANs in a text, and what else was asked for. A number counts for its form and its check digits. */
export function secretsIn(text: string, kinds?: SecretKinds): Stretch[] {
  const found: Stretch[] = [];
  if (text.length >= SHORTEST && digitsIn(text) === FEWEST_DIGITS) {
    const plain = plainDigits(text);
    search(plain, CARD, (match) => (isCardNumber(match.replace(/\D/g, '')) ? match.length : 0), found);
    search(plain, IBAN, ibanLength, found);
  }
  if (kinds?.maskPhones && /\d{2}/.test(text)) search(text, PHONE, ({ length }) => length, found);
  if (kinds?.maskEmails && text.includes('@')) search(text, EMAIL, ({ length }) => length, found);
  return found;
}

/** `accept` says how many characters of a match count. */
function search(text: string, pattern: RegExp, accept: (match: string) => number, found: Stretch[]): void {
  let tries = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const { index } = match;
    const length = accept(match[0]);
    if (length > 0) found.push([index, index + length]);
    else if (++tries === MAX_TRIES) return void found.push([index, text.length]);
    pattern.lastIndex = index + Math.max(length, 1);
  }
}

export function isCardNumber(digits: string): boolean {
  return ISSUER.test(digits) && passesLuhn(digits);
}

/** The check digit of card numbers (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/**
 * Words may follow an IBAN, which look like more of it: the longest part whose check digits hold counts. The check is of
 * ISO 7064, as ISO 13616 applies it: the first four characters go to the end, letters count from 10.
 */
function ibanLength(match: string): number {
  const [first, second] = [valueAt(match, 0), valueAt(match, 1)];
  const head = (first * 100 + second) * 100 + Number(match.slice(2, 4));
  let rest = 0;
  let characters = 4;
  let length = 0;
  for (let index = 4; index < match.length; index += 1) {
    const value = valueAt(match, index);
    if (Number.isNaN(value)) continue;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    if (++characters >= 15 && (rest * 1_000_000 + head) % 97 === 1) length = index + 1;
  }
  return length;
}

const valueAt = (text: string, index: number): number => parseInt(text[index]!, 36);

/** The text with stars for all that is in the stretches and no white space. */
export function starStretches(text: string, stretches: readonly Stretch[]): string {
  if (stretches.length === 0) return text;
  // Each piece is copied once: a long text may hold a number in every line.
  let [result, done] = ['', 0];
  for (const [from, to] of [...stretches].sort(([one], [other]) => one - other)) {
    const begin = Math.max(done, from);
    const end = Math.max(done, to);
    result += text.slice(done, begin) + stars(text.slice(begin, end));
    done = end;
  }
  return result + text.slice(done);
}

/** One star for each character that is not white space: the layout stays, the words go. */
export const stars = (text: string): string => text.replace(/\S+/g, ({ length }) => '*'.repeat(length));

/** Characters at a text's end in which a number may stand that goes on in another text: a card number in fours with wide gaps. */
export const REACH = 60;

/** A long text's two ends, with a stroke for what is between, over which no number is; `cut` is how much shorter that is. */
export function endsOf(text: string): { near: string; cut: number } {
  const cut = Math.max(0, text.length - 2 * REACH - 1);
  return { near: cut > 0 ? `${text.slice(0, REACH)}|${text.slice(-REACH)}` : text, cut };
}

/** The part of the text that a stretch of its ends stands for which reaches over one of them; undefined where it does not. */
export function partOver([from, to]: Stretch, text: string, { near, cut }: { near: string; cut: number }): Stretch | undefined {
  const isOverStart = from < 0 && to > 0;
  if (!isOverStart && !(from < near.length && to > near.length)) return undefined;
  return [isOverStart ? 0 : from + cut, to > near.length ? text.length : to];
}
