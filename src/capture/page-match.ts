import type { PrivacyRule } from '../wire/privacy-rules.ts';

/** The contact centre's name for the URL parameter that carries a page's id. */
const PAGE_ID = 'cobrowse_page_id';

/** Whether a rule is about the page at that address. */
export function matchesPage({ match, value = '' }: PrivacyRule, { pathname, search }: Pick<URL, 'pathname' | 'search'>): boolean {
  if (match === 'generic') return true;
  if (match === 'page-id') return new URLSearchParams(search).get(PAGE_ID) === value;
  return matchesPath(value, pathname);
}

/**
 * Spring's AntPathMatcher: `?` is one character, `*` any within a segment, `**` any number of segments. A slash at the end
 * of the path alone does not keep a rule from its page: more is hidden for it, never less.
 */
export function matchesPath(pattern: string, pathname: string): boolean {
  const want = segments(pattern);
  const have = segments(decode(pathname));
  // `reached[i]`: the segments so far match the pattern's first `i`. No backtracking: a pattern is somebody's input.
  let reached = want.map(() => false);
  const skip = (row: boolean[]): boolean[] => {
    for (let i = 0; i < want.length; i += 1) if (row[i] && want[i] === '**') row[i + 1] = true;
    return row;
  };
  reached = skip([true, ...reached]);
  for (const segment of have)
    reached = skip(reached.map((_, i) =>
      (want[i] === '**' && reached[i]!) || (i > 0 && reached[i - 1]! && want[i - 1] !== '**' && matchesSegment(want[i - 1]!, segment)),
    ));
  return reached[want.length]!;
}

const segments = (path: string): string[] => path.split('/').filter(Boolean);

/** `*` and `?` by the same steps over characters. */
function matchesSegment(want: string, have: string): boolean {
  let reached = [true];
  for (let i = 0; i < want.length; i += 1) reached[i + 1] = reached[i]! && want[i] === '*';
  for (const character of have) {
    const next: boolean[] = [false];
    for (let i = 0; i < want.length; i += 1)
      next[i + 1] =
        want[i] === '*' ? next[i]! || reached[i + 1]! : reached[i]! && (want[i] === '?' || want[i] === character);
    reached = next;
  }
  return reached[want.length]!;
}

/** Patterns are written as people read addresses. */
function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
