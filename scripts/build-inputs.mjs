// What dist/ depends on. Node's own modules only: this is asked before anything is installed, too.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const INPUTS = [
  'src',
  'scripts/rollup',
  'scripts/build.mjs',
  'scripts/integrity.mjs',
  'scripts/rrweb-record.mjs',
  'scripts/rrweb-transforms.mjs',
  'scripts/support-matrix.mjs',
  'scripts/types.mjs',
  'rollup.config.mjs',
  'tsconfig.json',
  'tsconfig.types.json',
  'package.json',
  'package-lock.json',
];

/** Where a finished build notes what it was built from. */
export const BUILT_FROM = '.build/built-from';

/** A hash over names and contents: times lie after a checkout, a copy or a removed file. */
export function inputsHash() {
  const hash = createHash('sha256');
  for (const input of INPUTS) for (const file of filesUnder(input)) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

/** True if dist/ is there and was built from the sources as they are. */
export function isBuilt() {
  return existsSync('dist') && existsSync(BUILT_FROM) && readFileSync(BUILT_FROM, 'utf8') === inputsHash();
}

/** All files under a folder, sorted; the file itself if it is one; nothing if it does not exist. */
export function filesUnder(path) {
  if (!existsSync(path)) return [];
  let entries;
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch {
    return [path];
  }
  const files = entries.flatMap((entry) => {
    const child = join(path, entry.name);
    return entry.isDirectory() ? filesUnder(child) : [child];
  });
  return files.sort();
}
