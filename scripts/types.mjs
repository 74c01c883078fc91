// Bundles the declarations: one .d.ts beside each entry of the package.
import { rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { run } from './child.mjs';

const TYPES = '.build/types';

/** Entry of the package → the source file that is its face. */
const ENTRIES = {
  index: 'index',
  backend: 'backend/backend',
  replayer: 'replayer/replayer',
  relay: 'relay/relay',
  testing: 'testing/testing',
};

/** tsc writes the specifiers as the source has them, `./x.ts`; what lies there is `x.d.ts`. */
const declarationFiles = {
  name: 'declaration-files',
  resolveId(source, importer) {
    if (!importer || !source.startsWith('.') || !source.endsWith('.ts') || source.endsWith('.d.ts')) return null;
    return resolve(dirname(importer), source.replace(/\.ts$/, '.d.ts'));
  },
};

/** Writes dist/*.d.ts. Throws if the sources have type errors, with tsc's output printed. */
export async function buildTypes() {
  await rm(TYPES, { recursive: true, force: true });
  // By path: @typescript/typescript6, which rollup-plugin-dts needs, takes the name `tsc` in node_modules/.bin.
  const { code } = await run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json']);
  if (code !== 0) throw new Error('The types were not built: src has type errors (above).');
  for (const [name, source] of Object.entries(ENTRIES)) {
    const bundle = await rollup({
      input: `${TYPES}/${source}.d.ts`,
      plugins: [declarationFiles, dts()],
      external: [/^node:/],
      // What it would warn of (an import left open) is checked on the written files, in a sentence of its own.
      onwarn: () => {},
    });
    await bundle.write({ file: `dist/${name}.d.ts`, format: 'es' });
    await bundle.close();
  }
}
