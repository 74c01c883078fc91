import { digitsIn, FEWEST_DIGITS, secretsIn } from './secrets.ts';

/** Names of parameters that carry what opens something, or say who somebody is. */
const SECRET_NAME = /token|sig|key|sess|sid|auth|pass|pwd|secret|jwt|code|otp|credential|mail|user|phone|account|hash|nonce/i;
/** A JSON Web Token begins with its header, `{"`, in base64url. */
const JWT = /eyj[\w-]{8,}/i;
/** A piece of letters and digits longer than any word: made to be unguessable. */
const RANDOM = /(?=[a-z+/=]*\d)(?=[\d+/=]*[a-z])[a-z\d+/=]{20,}/i;
/** All schemes but these lead to no page. What follows is an address of somebody, a program, or a whole document. */
const OPAQUE = /^(?!https?:|about:|file:)[a-z][a-z\d+.-]*:/i;
/** Browsers read a backslash there as a slash. */
const USER_INFO = /^([a-z][a-z\d+.-]*:)?([/\\]{2,})[^/\\?#]*@/i;
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/[^/]*/i;
/** A place on a page, as authors name them. */
const ANCHOR = /^#[a-z][\w-]{0,40}$/i;
/** Words and short numbers alone: nothing to clean. */
const PLAIN = /^(?:https?:)?(?:\/\/[a-z\d.:-]+)?(?:\/(?:[a-z_.-]{1,60}|[\w.-]{1,10}))*\/?$/i;
/**
 * The same with longer names in the path, of pieces that are too short to be unguessable. Whoever asks counts the digits,
 * and looks for what a token begins with.
 */
const NAMED = /^(?:https?:)?(?:\/\/[a-z\d.:-]+)?(?:\/(?:[a-z\d]{1,19}(?=[/._-]|$)|[._-])*)*$/i;
/** Without one of these an address of a file names nobody and opens nothing. */
const SUSPICIOUS = /[?#@%]|eyj/i;
/** What image servers are told: size, form, version. */
const SIZED = /^[^?#@%]{0,300}\?(?:(?:v|ver|w|h|q|width|height|quality|fm|format|fit|crop|dpr|auto)=[\w.,-]{0,12}(?:&|$))+$/i;
/** The address line of browsers ends before that; a longer text is no address. */
const MAX_URL = 16_384;

/**
 * An address where the page is or leads, as the agent may see it: without user, query and fragment, save parameters that
 * are allowed by name and, in links within the page at `here`, the name of a place on it. Parts of the path that look made
 * to be unguessable become `*`.
 */
export function cleanLink(url: string, allowed: readonly string[], here?: () => string | undefined): string {
  if (isPlain(url)) return url;
  const end = url.indexOf('?');
  // The query, and nothing else to look at.
  if (end >= 0 && allowed.length === 0 && !url.includes('#') && isPlain(url.slice(0, end))) return url.slice(0, end);
  if (url.length > MAX_URL) return '';
  // As browsers read it: `java<new line>script:` is a scheme.
  const read = url.replace(/[\t\n\r]/g, '').trim();
  const opaque = OPAQUE.exec(read);
  if (opaque) return opaque[0];
  const { path, query, hash } = split(read);
  const kept = pairs(query).filter(([name, value]) => allowed.includes(decode(name)) && !isSecret(value));
  const isHere = (): boolean => read.startsWith('#') || cut(read, '#')[0] === cut(here?.() ?? '#', '#')[0];
  const anchor = ANCHOR.test(hash) && isHere() && !isSecret(hash.slice(1)) ? hash : '';
  // Parameters of a path, such as a session's id.
  return cleanPath(path.replace(/;[^/]*/g, ''), isSecret) + join(kept) + anchor;
}

const isPlain = (url: string): boolean =>
  PLAIN.test(url) || (url.length <= MAX_URL && NAMED.test(url) && digitsIn(url, endOfHost(url)) < FEWEST_DIGITS && !/eyj/i.test(url));

/** Where the path begins, of `http://` and a host at least; 0 where there is no host, as in `http:///` and `http:/`. */
const endOfHost = (url: string): number => (/^https?:\/\/[^/]/i.test(url) ? Math.max(0, url.indexOf('/', 8)) : 0);

/** A link in a masked place: it may be named after what it leads to, as the text in it is. */
export function cleanMaskedLink(url: string, here?: () => string | undefined): string {
  const link = cleanLink(url, [], here);
  return link.includes('#') || link.endsWith(':') ? link : `${ORIGIN.exec(link)?.[0] ?? ''}/`;
}

/** An address that the page loads: what would let somebody else load it, or says who the customer is, is left out. */
export function cleanSource(url: string): string {
  if (!SUSPICIOUS.test(url) || SIZED.test(url) || /^\s*data:/i.test(url)) return url;
  if (url.length > MAX_URL) return '';
  const { path, query, hash } = split(url);
  const kept = pairs(query).filter(([name, value]) => !SECRET_NAME.test(decode(name)) && !isSecret(value));
  return cleanPath(path, (part) => JWT.test(part) || part.includes('@')) + join(kept) + (ANCHOR.test(hash) ? hash : '');
}

/** The same in a masked place: a drawing can hold words; and an address, somebody's. */
export const cleanMaskedSource = (url: string): string =>
  /^\s*data:image\/svg/i.test(url) ? '' : cleanSource(/^\s*data:/i.test(url) ? url : url.replace(/\?[^#]*/, ''));

/** The candidates of a `srcset`, each with its width or density. */
export function cleanSources(srcset: string, cleanOne: (url: string) => string): string {
  if (cleanOne === cleanSource && !SUSPICIOUS.test(srcset)) return srcset;
  return srcset.replace(/[^\s,]\S*/g, (word) => {
    if (/^[\d.]+[wxh],?$/.test(word)) return word;
    const comma = word.endsWith(',') ? ',' : '';
    return cleanOne(comma ? word.slice(0, -1) : word) + comma;
  });
}

function split(url: string): { path: string; query: string; hash: string } {
  const [before, hash] = cut(url, '#');
  const [path, query] = cut(before, '?');
  return { path: path.replace(USER_INFO, '$1$2'), query: query.slice(1), hash };
}

function cut(text: string, sign: string): [before: string, from: string] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at)];
}

const pairs = (query: string): [name: string, value: string][] =>
  query
    .split('&')
    .filter(Boolean)
    .map((pair) => [cut(pair, '=')[0], cut(pair, '=')[1].slice(1)]);

const join = (list: readonly [string, string][]): string =>
  list.length > 0 ? `?${list.map(([name, value]) => (value ? `${name}=${value}` : name)).join('&')}` : '';

const cleanPath = (path: string, isBad: (part: string) => boolean): string =>
  // The host is no part of the path, however long its name.
  path.split('/').map((part, i, { 1: second }) => (i > (second === '' ? 2 : 0) && isBad(decode(part)) ? '*' : part)).join('/');

/** Whether a value looks like a token, names somebody, or holds a number that is masked in texts. */
function isSecret(text: string): boolean {
  const value = decode(text);
  return JWT.test(value) || RANDOM.test(value) || value.includes('@') || secretsIn(value).length > 0;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
