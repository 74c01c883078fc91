import { integrityOf } from '../integrity.mjs';

const HOLDER = /[\\/]src[\\/]session-integrity\.ts$/;
const EMPTY = "SESSION_INTEGRITY = ''";

/** Puts the hash of the session bundle, which has just been written, into the loader. */
export function sessionIntegrity(file = 'dist/session.js') {
  return {
    name: 'session-integrity',
    transform(code, id) {
      if (!HOLDER.test(id)) return null;
      // Without a word the loader would go out with no hash, and check nothing.
      if (!code.includes(EMPTY)) return this.error(`${id} has no ${EMPTY} to put the hash into.`);
      return { code: code.replace(EMPTY, `SESSION_INTEGRITY = '${integrityOf(file)}'`), map: null };
    },
  };
}
