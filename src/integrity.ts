// Hashes of the bundles that are loaded on demand, as `integrity` attributes have them. The build puts there what it has
// just written (`scripts/rollup/bundle-integrity.mjs`); empty in the sources, where nothing is checked. The loader holds
// the session bundle's, and that one the capture bundle's.

export const SESSION_INTEGRITY = '';
export const CAPTURE_INTEGRITY = '';
