// What a fresh clone lacks, done once. Node's own modules only: there are no others yet.
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { isBuilt } from './build-inputs.mjs';
import { run } from './child.mjs';

const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Throws if this Node is older than package.json asks for. */
export function checkNode() {
  const needed = Number(/\d+/.exec(json('package.json').engines.node)[0]);
  const major = Number(process.versions.node.split('.')[0]);
  if (major < needed) throw new Error(`Node ${needed} or later is needed; this is ${process.version} (https://nodejs.org).`);
}

/** Installs what package-lock.json names, unless it is there. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing the packages of package-lock.json …');
  // Without scripts: nothing here needs them, and other people's code does not run on a developer's machine unasked.
  const { code, output } = await run(npm, ['ci', '--ignore-scripts'], { quiet: true });
  if (code !== 0) throw new Error(`npm ci failed:\n${output}`);
}

/** Builds dist/, unless it is there and was built from these very sources. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  const { code } = await run(process.execPath, ['scripts/build.mjs']);
  if (code !== 0) throw new Error('The build failed (above).');
}

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Compares package-lock.json with npm's own note of what it installed, which npm writes last: an installation that broke
 * off has none. Packages for other platforms are optional and may be missing.
 */
function isInstalled() {
  // A linked folder is another checkout's, and npm ci would empty it.
  if (existsSync('node_modules') && lstatSync('node_modules').isSymbolicLink()) return true;
  if (!existsSync('node_modules/.package-lock.json')) return false;
  const installed = json('node_modules/.package-lock.json').packages;
  return Object.entries(json('package-lock.json').packages).every(
    ([path, { version, integrity, optional }]) =>
      path === '' ||
      (optional && !installed[path]) ||
      (installed[path]?.version === version && installed[path]?.integrity === integrity),
  );
}
