/** How the source names the bundles that are loaded on demand → how the published files do. */
const PUBLISHED = {
  './session/session.ts': './session.js',
  '../capture/capture.ts': './capture.js',
  './diagnose/diagnose.ts': './diagnose.js',
};

/**
 * Leaves `import('./session/session.ts')` in the output as a literal `import('./session.js')`, so that the merchant's
 * bundler sees it and splits there.
 */
export function lazyImports() {
  return {
    name: 'lazy-imports',
    resolveDynamicImport: (specifier) =>
      Object.hasOwn(PUBLISHED, specifier) ? { id: PUBLISHED[specifier], external: true } : null,
  };
}
