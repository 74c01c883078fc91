import { relative, sep } from 'node:path';

/**
 * Notes in `lists` what each bundle is made of: the built file is what counts, not what the sources mean to import.
 *
 * @param {Record<string, { modules: Record<string, number>, imports: string[] }>} lists by name of the output;
 *   `modules` has the bytes before minifying of every source file and package
 */
export function moduleList(lists) {
  return {
    name: 'module-list',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const modules = {};
        for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
          if (renderedLength === 0) continue;
          const name = moduleName(id);
          modules[name] = (modules[name] ?? 0) + renderedLength;
        }
        lists[chunk.fileName] = { modules, imports: [...chunk.imports, ...chunk.dynamicImports] };
      }
    },
  };
}

/** `src/core/ids.ts` for a file of ours, `package:nanoid` for a file of a package. */
function moduleName(id) {
  const [, name] = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id) ?? [];
  return name ? `package:${name.replaceAll('\\', '/')}` : relative(process.cwd(), id).split(sep).join('/');
}
