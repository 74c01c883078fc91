import { readFile, stat } from 'node:fs/promises';
import { stop, transform } from 'esbuild';

interface Entry {
  readonly stamp: string;
  readonly code: string;
}

const cache = new Map<string, Entry>();

/**
 * The demo's own browser code as JavaScript: one module in, one module out, imports left as they are, so that the
 * browser loads them by the same `.ts` addresses. Kept until the file changes.
 */
export async function transformBrowserCode(file: string): Promise<string> {
  const { mtimeMs, size } = await stat(file);
  const stamp = `${mtimeMs}:${size}`;
  const known = cache.get(file);
  if (known?.stamp === stamp) return known.code;
  const { code } = await transform(await readFile(file, 'utf8'), {
    loader: 'ts',
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    sourcefile: file.slice(file.lastIndexOf('/demo/') + 1),
  });
  cache.set(file, { stamp, code });
  return code;
}

/** Ends the compiler's child process; the next call to {@link transformBrowserCode} starts another. */
export async function stopBrowserCode(): Promise<void> {
  await stop();
}
