/**
 * Words that stand in a page for what somebody would not want to be seen, or does. One names its kind and its place:
 * `Zq7typedCity03`. What becomes of a kind is for the test to say that looks for it.
 */
export type MarkerKind = 'private' | 'marked' | 'typed' | 'ruled' | 'public' | 'shown' | 'plain';

const MARKER = /Zq7(private|marked|typed|ruled|public|shown|plain)[A-Z][a-z]*\d\d/g;

export const marker = (kind: MarkerKind, place: string): string => `Zq7${kind}${place[0]!.toUpperCase()}${place.slice(1)}03`;

/** The markers that a text holds, each once, by their kinds. */
export function markersOf(text: string): { kind: MarkerKind; word: string }[] {
  const words = new Map([...text.matchAll(MARKER)].map(([word, kind]) => [word, kind as MarkerKind]));
  return [...words].map(([word, kind]) => ({ kind, word }));
}

/** Spellings in which a word can hide in a text, as readers that find it in any casing. */
const READINGS: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  escaped: (text) => text.replace(/\\u\{?([\da-f]{4,6})\}?/gi, (_, code: string) => character(code, 16)),
  percent: (text) => {
    let decoded = text;
    // Twice, as an address can stand in a parameter of another.
    for (let i = 0; i < 2; i += 1) decoded = decoded.replace(/%([\da-f]{2})/gi, (_, code: string) => character(code, 16));
    return decoded;
  },
  entity: (text) =>
    text
      .replace(/&#x([\da-f]{1,6});?/gi, (_, code: string) => character(code, 16))
      .replace(/&#(\d{1,7});?/g, (_, code: string) => character(code, 10)),
  css: (text) => text.replace(/\\([\da-f]{1,6})\s?/gi, (_, code: string) => character(code, 16)),
  // A recorder that gave each letter an element of its own.
  bare: (text) => text.replace(/[\s\u00ad\u200b-\u200d\u2060]/g, ''),
};

const character = (code: string, radix: number): string => {
  const point = Number.parseInt(code, radix);
  return point <= 0x10ffff ? String.fromCodePoint(point) : '';
};

/** What of a word's base64 does not depend on what stands before and behind it, for each way to begin. */
function base64Of(word: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = btoa(' '.repeat(before) + word);
    const from = Math.ceil((before * 8) / 6);
    return encoded.slice(from, Math.floor(((before + word.length) * 8) / 6));
  });
}

/** A text, or values with texts in them, to look for many words in. */
export interface Haystack {
  /** How the word can be read there: `percent`, `base64 upper`, `joined` … Empty where it does not occur. */
  leaksOf(word: string): string[];
}

/** `sent` is bytes, a text, or anything that was decoded from such; `frames` are looked through as they travel. */
export function haystack(sent: unknown, frames: readonly (string | Uint8Array)[] = []): Haystack {
  const raw = [sent, ...frames].map(textOf).join('\n');
  const value = typeof sent === 'object' && !isBytes(sent) ? sent : parsed(textOf(sent));
  const readings = Object.entries(READINGS).map(([name, read]) => [name, read(raw).toLowerCase()] as const);
  const joined = [stringsOf(value), stringsOf(value, TEXT_KEYS)].map((texts) => READINGS['bare']!(texts.join('')).toLowerCase());
  return {
    leaksOf(word) {
      const lower = word.toLowerCase();
      const found = readings.filter(([, text]) => text.includes(lower)).map(([name]) => name);
      if (joined.some((text) => text.includes(lower))) found.push('joined');
      const casings = { given: word, lower, upper: word.toUpperCase() };
      for (const [name, casing] of Object.entries(casings))
        if (base64Of(casing).some((piece) => raw.includes(piece) || raw.includes(urlSafe(piece)))) found.push(`base64 ${name}`);
      return found;
    },
  };
}

export const leaksIn = (sent: unknown, word: string): string[] => haystack(sent).leaksOf(word);

/** For numbers: the same digits with nothing between them but what is no digit or letter, within texts that follow one another. */
export function hasNumber(sent: unknown, number: string): boolean {
  const bare = (text: string): string => text.replace(/[^a-z\d]/gi, '').toLowerCase();
  return [stringsOf(sent), stringsOf(sent, TEXT_KEYS)].some((texts) => bare(texts.join('')).includes(bare(number)));
}

/** Where the texts of nodes and fields are in what a recorder sends, without the names of elements between them. */
const TEXT_KEYS = ['textContent', 'value', 'text'];

/** Also of another window, whose classes are not this one's. */
const isBytes = (value: unknown): value is Uint8Array => ArrayBuffer.isView(value);

const textOf = (sent: unknown): string =>
  isBytes(sent) ? new TextDecoder().decode(sent) : typeof sent === 'string' ? sent : JSON.stringify(sent);

const urlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Every text in a value, or those under these keys, in its order. */
function stringsOf(value: unknown, keys?: readonly string[]): string[] {
  const found: string[] = [];
  const pending: [key: string, value: unknown][] = [['', value]];
  while (pending.length > 0) {
    const [key, one] = pending.pop()!;
    if (typeof one === 'string') {
      if (!keys || keys.includes(key)) found.push(one);
    } else if (typeof one === 'object' && one !== null) {
      // Not spread into one call: a page has more nodes than a call may have arguments.
      for (const entry of Object.entries(one).reverse()) pending.push(entry);
    }
  }
  return found;
}
