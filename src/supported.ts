import { CobrowseError } from './core/errors.ts';

/**
 * `load/unsupported-browser` in a browser that the session bundle was not made for, else nothing. Of all that the bundle needs,
 * these two came last: one to Chrome (93), the other to Firefox (101) and Safari (16.4). `docs/support.md` has the
 * whole list, and a check compares it with the built files.
 */
export function unsupportedBrowser(): CobrowseError | undefined {
  if ('hasOwn' in Object && 'adoptedStyleSheets' in Document.prototype) return undefined;
  return new CobrowseError('load/unsupported-browser', 'This browser is too old to share a page.');
}
