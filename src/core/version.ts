/** The package's version; `test/unit/build/package.test.ts` compares it with `package.json`. */
export const VERSION = '0.1.0';

/**
 * What loader and session bundle agree on: raised whenever their interface (`client.ts`) changes, so that a cached
 * loader that meets a newer session bundle says so instead of failing somewhere inside.
 */
export const CONTRACT = 3;
