/** How the source names the session bundle, and how the published files do. */
const SOURCE = './session/session.ts';
const PUBLISHED = './session.js';

/**
 * Leaves `import('./session/session.ts')` in the output as a literal `import('./session.js')`, so that the merchant's
 * bundler sees it and splits there.
 */
export function sessionImport() {
  return {
    name: 'session-import',
    resolveDynamicImport: (specifier) => (specifier === SOURCE ? { id: PUBLISHED, external: true } : null),
  };
}
