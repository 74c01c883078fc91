/**
 * The session bundle's `sha384-…`, as `integrity` attributes have it. The build puts the hash of the file that it has
 * just written here (`scripts/rollup/session-integrity.mjs`); empty in the sources, where nothing is checked.
 */
export const SESSION_INTEGRITY = '';
