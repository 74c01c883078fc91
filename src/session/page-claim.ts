import { CobrowseError } from '../core/errors.ts';
import type { Undo } from '../core/emitter.ts';

/** Shared by every copy of the package on a page, whichever way it was loaded. */
const CLAIM = Symbol.for('cobrowse-widget.session');

/** Makes this the page's one session; returns its undo. Throws `session/busy` where there is one. */
export function claimPage(): Undo {
  const page = document as unknown as Record<symbol, unknown>;
  if (page[CLAIM]) throw new CobrowseError('session/busy', 'A session runs on this page already.');
  page[CLAIM] = true;
  return () => delete page[CLAIM];
}
