import { integrityOf } from '../integrity.mjs';

const HOLDER = /[\\/]src[\\/]integrity\.ts$/;

/** The constants of src/integrity.ts, each with the bundle whose hash it holds. */
const HOLDS = { SESSION_INTEGRITY: 'session.js', CAPTURE_INTEGRITY: 'capture.js' };

/** Puts the hashes of the bundles named, which have just been written, into those that load them. */
export function bundleIntegrity(names, folder = 'dist') {
  return {
    name: 'bundle-integrity',
    transform(code, id) {
      if (!HOLDER.test(id)) return null;
      let written = code;
      for (const name of names) {
        const empty = `${name} = ''`;
        // Without a word a bundle would go out with no hash, and check nothing.
        if (!code.includes(empty)) return this.error(`${id} has no ${empty} to put the hash into.`);
        written = written.replace(empty, `${name} = '${integrityOf(`${folder}/${HOLDS[name]}`)}'`);
      }
      return { code: written, map: null };
    },
  };
}
