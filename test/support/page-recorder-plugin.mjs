import { resolve } from 'node:path';
import { build } from 'esbuild';

const PATH = '/test/support/page-recorder.js';

/** Serves `page-recorder.ts` with all that it imports as one module, built once: as some sixty, they are most of a test's time. */
export function pageRecorder() {
  let building;

  async function bundle() {
    const { outputFiles } = await build({
      entryPoints: ['test/support/page-recorder.ts'],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      write: false,
      sourcemap: 'inline',
      // The recorder that ships, not rrweb as published.
      alias: { rrweb: resolve('.build/rrweb-record.js') },
    });
    return outputFiles[0].text;
  }

  return {
    name: 'page-recorder',
    async serve({ path }) {
      if (path !== PATH) return undefined;
      return { body: await (building ??= bundle()), type: 'js' };
    },
  };
}
