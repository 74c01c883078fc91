import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** What is built, by name: the code of each module. */
export type Modules = Readonly<Record<string, string>>;

/** One file of the result; `path` is absolute on the server. */
export interface Built {
  readonly path: string;
  readonly text: string;
}

/**
 * Bundles modules that exist only here, with what they import from installed packages and, by its published entries,
 * from this one. Everything dynamic is split off.
 */
export async function bundle(folder: string, modules: Modules, entry: string): Promise<Built[]> {
  const { outputFiles } = await build({
    entryPoints: [`guest:${entry}`],
    outdir: '/out',
    entryNames: 'main',
    bundle: true,
    splitting: true,
    format: 'esm',
    jsx: 'automatic',
    write: false,
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"development"' },
    plugins: [fromMemory(modules)],
  });
  return outputFiles.map(({ path, text }) => ({ path: posix.join(folder, path.split(/[\\/]/).at(-1)!), text }));
}

function fromMemory(modules: Modules): Plugin {
  return {
    name: 'guest-modules',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^guest:/ }, ({ path }) => ({ path: path.slice('guest:'.length), namespace: 'guest' }));
      onResolve({ filter: /^\.\//, namespace: 'guest' }, ({ path }) => ({ path: path.slice(2), namespace: 'guest' }));
      onLoad({ filter: /.*/, namespace: 'guest' }, ({ path }) => {
        const contents = modules[path];
        if (contents === undefined) return { errors: [{ text: `There is no module ${path} here.` }] };
        return { contents, loader: path.endsWith('.jsx') ? 'jsx' : 'js', resolveDir: process.cwd() };
      });
    },
  };
}

/**
 * The code blocks of `docs/frameworks.md` by the file name in their first line. What the documentation shows is what the
 * tests run; the one thing added to it is an open shadow root, for the test to find the dialog in.
 */
export function documentedModules(): Modules {
  const text = readFileSync('docs/frameworks.md', 'utf8');
  const blocks = text.matchAll(/```(?:jsx?|ts)\n\/\/ (\S+)\n([\s\S]*?)```/g);
  return Object.fromEntries(
    Array.from(blocks, ([, name, code]) => [
      name!,
      code!.replaceAll(/(connectionInfo: '[^']+')/g, "$1, ui: { shadowRoot: 'open' }"),
    ]),
  );
}
