import { transform } from 'esbuild';

/** Takes the types out. Types are checked by tsc; this only has to be fast and to keep the lines. */
export function typescript() {
  return {
    name: 'typescript',
    async transform(source, id) {
      if (!id.endsWith('.ts')) return null;
      // A command's `#!` line goes to the top of the output by way of the banner.
      const { code, map } = await transform(source.replace(/^#!.*/, ''), {
        loader: 'ts',
        target: 'es2022',
        sourcemap: true,
        sourcefile: id,
        // Without it esbuild drops imports that look unused, and with them their side effects.
        tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      });
      return { code, map };
    },
  };
}
