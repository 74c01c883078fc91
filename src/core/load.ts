import { CobrowseError, isCobrowseError } from './errors.ts';
import { CONTRACT } from './version.ts';

/** A bundle of some 30 kB arrives within seconds or is being blocked. */
const LOAD_TIMEOUT_MS = 15_000;

/** Loads a bundle that was built with this one. Rejects with a `load/…` error. */
export async function loadWithin<Module extends { CONTRACT: number }>(loadModule: () => Promise<Module>): Promise<Module> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new CobrowseError('load/timeout', `A bundle did not load within ${LOAD_TIMEOUT_MS} ms.`));
    }, LOAD_TIMEOUT_MS);
  });
  try {
    const module = await Promise.race([loadModule(), timeout]);
    if (module.CONTRACT === CONTRACT) return module;
    throw new CobrowseError(
      'load/contract-mismatch',
      'Two bundles are of different versions; a cache holds an old file.',
    );
  } catch (cause) {
    if (isCobrowseError(cause)) throw cause;
    throw new CobrowseError('load/failed', 'A bundle could not be loaded.', { cause });
  } finally {
    clearTimeout(timer);
  }
}
