import { stars } from './secrets.ts';
import { cleanSource } from './urls.ts';

/** rrweb's own mark in a text of CSS: where one text node of a `<style>` ends and the next begins. */
const SPLIT = '/* rr_split */';

/** Most styles hold nothing that would have to be looked at. */
const MAY_HOLD = /\/\*|url\(|@import/i;

/**
 * CSS as it may leave: without comments, which the browser's own text of a sheet never has, with addresses as they may be
 * loaded, and in a masked place without the texts that it shows.
 */
export function cleanCss(css: string, place: 'clear' | 'masked'): string {
  if (place === 'clear' && !MAY_HOLD.test(css)) return css;
  let text = css.includes('/*') ? withoutComments(css) : css;
  if (/url\(/i.test(text)) text = cleanUrls(text);
  if (/@import/i.test(text)) text = text.replace(/(@import\s+)(["'])([^"'\n]*)\2/gi, (_, at, sign, url) => at + sign + cleanSource(url) + sign);
  // Icon fonts show single characters, often escaped.
  if (place === 'masked') text = text.replace(/(["'])([^"'\\\n]{2,})\1/g, (_, sign, words) => sign + stars(words) + sign);
  return text;
}

function withoutComments(css: string): string {
  return css
    .split(SPLIT)
    .map((part) => {
      let [result, from] = ['', 0];
      // A search of one's own: a pattern for comments begins anew at each of a million openings that are never closed.
      for (let at = part.indexOf('/*'); at >= 0; at = part.indexOf('/*', from)) {
        result += part.slice(from, at);
        const end = part.indexOf('*/', at + 2);
        if (end < 0) return result;
        from = end + 2;
      }
      return result + part.slice(from);
    })
    .join(SPLIT);
}

function cleanUrls(css: string): string {
  const parts = css.split(/(url\(\s*)/i);
  let result = parts[0]!;
  for (let i = 1; i < parts.length; i += 2) {
    const rest = parts[i + 1]!;
    const sign = /^["']/.exec(rest)?.[0] ?? '';
    const end = sign ? rest.indexOf(sign, 1) : rest.indexOf(')');
    if (end < 0) {
      result += parts[i]! + rest;
      continue;
    }
    result += parts[i]! + sign + cleanSource(rest.slice(sign.length, end).trim()) + rest.slice(end);
  }
  return result;
}
