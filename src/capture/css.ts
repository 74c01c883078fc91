import { stars } from './secrets.ts';
import { cleanMaskedSource, cleanSource } from './urls.ts';

/** rrweb's own mark in a text of CSS: where one text node of a `<style>` ends and the next begins. */
const SPLIT = '/* rr_split */';

/** Most styles hold nothing that would have to be looked at. */
const MAY_HOLD = /["']|url\(|\/\*/i;
/** A comment, a text in quotes, or an address; the end of the CSS ends all of them. */
const PIECE = new RegExp(
  [
    String.raw`/\*[^]*?(?:\*/|$)`,
    String.raw`(url\(\s*)?(?:"([^"\\\n]*(?:\\[^][^"\\\n]*)*)"?|'([^'\\\n]*(?:\\[^][^'\\\n]*)*)'?)`,
    String.raw`(url\(\s*)([^)"'\s][^)]*)`,
  ].join('|'),
  'gi',
);
/** Before a text that is not shown: what the page is laid out by. */
const NOT_SHOWN = /(\bfont(-family)?|\bgrid-template(-areas)?)\s*:[^;{}]*$|\[[\w-]+[~|^$*]?=\s*$|\b(format|local|tech)\(\s*$|@(import|charset|layer)\s*$/i;
const ESCAPE = /\\[\da-f]{1,6}\s?|\\[^]/gi;

/**
 * CSS as it may leave: without comments, which the browser's own text of a sheet never has, with addresses as they may be
 * loaded, and in a masked place without the texts that it shows.
 */
export function cleanCss(css: string, place: 'clear' | 'masked'): string {
  if (!MAY_HOLD.test(css)) return css;
  return css.includes(SPLIT) ? css.split(SPLIT).map((part) => cleanPart(part, place)).join(SPLIT) : cleanPart(css, place);
}

function cleanPart(css: string, place: 'clear' | 'masked'): string {
  const isMasked = place === 'masked';
  return css.replace(PIECE, (piece: string, ...found: (string | undefined)[]) => {
    const [quoted, double, single, unquoted, bare, at] = found;
    const text = bare ?? double ?? single;
    // A comment.
    if (text === undefined) return '';
    const before = quoted ?? unquoted ?? '';
    let cleaned = text;
    if (before || (isMasked && isKept(text, css, at as unknown as number))) cleaned = (isMasked ? cleanMaskedSource : cleanSource)(text);
    else if (isMasked) cleaned = stars(text);
    // In `image-set()` and `@import` an address is a text.
    else if (/^\S*\?\S*=/.test(text)) cleaned = cleanSource(text);
    const from = piece.indexOf(text, before.length);
    return piece.slice(0, from) + cleaned + piece.slice(from + text.length);
  });
}

/** Icon fonts show single characters, often escaped. */
const isKept = (text: string, css: string, at: number): boolean =>
  text.replace(ESCAPE, 'x').length < 2 || NOT_SHOWN.test(css.slice(Math.max(0, at - 200), at));

/** What a property of the page's own is drawn by: colours, numbers with their units, other properties, functions. */
const DRAWN = /#[\da-f]{3,8}\b|[\d.]+(?:[a-z]{1,5}\b|%)?|--[\w-]+|[a-z-]+(?=\()/gi;

/** The value of such a property in a masked place: words leave as nothing, as a script may have written them there. */
export const cleanOwn = (value: string): string => (/[^\s*(),/+'"-]/.test(value.replace(DRAWN, '')) ? '' : value);

/** The same as {@link cleanCss} for the style of one element. */
export function cleanStyle(css: string, place: 'clear' | 'masked'): string {
  const cleaned = cleanCss(css, place);
  if (place === 'clear' || !cleaned.includes('--')) return cleaned;
  return cleaned.replace(/(^|[;\s])(--[^\s:;]+\s*:)([^;]*)/g, (_, before: string, name: string, value: string) => before + name + cleanOwn(value));
}
