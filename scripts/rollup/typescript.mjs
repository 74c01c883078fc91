import { transform } from 'esbuild';

/**
 * Takes the types out. Types are checked by tsc; this only has to be fast and to keep the lines.
 *
 * @param {string} target the newest syntax that is left in
 */
export function typescript(target) {
  return {
    name: 'typescript',
    async transform(source, id) {
      if (!id.endsWith('.ts')) return null;
      // A command's `#!` line goes to the top of the output by way of the banner.
      const { code, map } = await transform(source.replace(/^#!.*/, ''), {
        loader: 'ts',
        target,
        // How the loader gets the session bundle; there is no older word for it that a page's CSP lets pass.
        supported: { 'dynamic-import': true },
        sourcemap: true,
        sourcefile: id,
        tsconfigRaw: {
          compilerOptions: {
            // Without it esbuild drops imports that look unused, and with them their side effects.
            verbatimModuleSyntax: true,
            // Before 2022 a field is set like any property: to define it as classes do today would take a helper.
            useDefineForClassFields: target >= 'es2022',
          },
        },
      });
      return { code, map };
    },
  };
}
