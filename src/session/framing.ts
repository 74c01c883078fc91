import { CobrowseError } from '../core/errors.ts';

/** The page's window, as much as is needed to see what it stands in. */
export interface FramedWindow {
  readonly parent: FramedWindow;
  /** Unlike the address's origin, right in `srcdoc` frames, too. */
  readonly origin: string;
  readonly location: { readonly ancestorOrigins?: ArrayLike<string> };
}

/** Keyword for the page's own origin in the list of embedders. */
export const SELF = 'self';
/** How every opaque origin is written, as of a sandboxed frame; none of them is another one's, so that no list has it. */
const OPAQUE = 'null';

/**
 * Whether the page stands at the top, in frames of listed origins alone, or in one that is not listed. Where the browser
 * does not say who embeds (no `ancestorOrigins`, and not of our own origin) nobody can be held against the list, so
 * the answer is `unlisted`.
 */
export function framing(view: FramedWindow, embedders: readonly string[]): 'top' | 'listed' | 'unlisted' {
  if (view.parent === view) return 'top';
  const own = view.origin;
  const listed = new Set(embedders.map((origin) => (origin === SELF ? own : origin)));
  const ancestors = ancestorOrigins(view);
  return ancestors && ancestors.every((origin) => origin !== OPAQUE && listed.has(origin)) ? 'listed' : 'unlisted';
}

function ancestorOrigins(view: FramedWindow): readonly string[] | null {
  const known = view.location.ancestorOrigins;
  if (known) return Array.from(known);
  // Firefox before 2026 has no such list; a window of another origin throws when it is asked.
  const origins: string[] = [];
  try {
    for (let at = view; at.parent !== at; at = at.parent) origins.push(at.parent.origin);
    return origins;
  } catch {
    return null;
  }
}

/** Where the page stands. Throws `session/framed` where no session may run. */
export function requirePlace(view: FramedWindow, embedders: readonly string[]): 'top' | 'listed' {
  const place = framing(view, embedders);
  if (place === 'unlisted')
    throw new CobrowseError('session/framed', 'This page is in a frame whose embedder is not listed in embedders.');
  return place;
}
