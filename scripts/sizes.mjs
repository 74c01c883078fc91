import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/**
 * The most bytes that a page may have to load, gzip -9.
 * - The loader is on every page of the shop, also for customers who never co-browse: 3,000 B are two packets, and a
 *   loader that needs more does the session's work.
 * - The session bundle is all that starting loads. It may have 45,000 B by promise; since the capture bundle is apart, it
 *   is four fifths of that, 7,900 B of them the codec, which saves as much in the first second of an agent's looking on; a
 *   third of a session's bytes was worth the 1,900 B of its last step.
 * - The capture bundle comes when an agent asks: rrweb's recorder, 17,000 B of it, and the two rings of privacy with what
 *   they cost to be fast; 900 B leave out what rrweb asks the browser for nothing, which halves a snapshot, and 600 B have
 *   the filter ask about a third less of what is added, of links and of pointers.
 * - Some tens of bytes of either have it compiled in the background.
 */
export const BUDGETS = { 'cobrowse.js': 3_000, 'session.js': 36_500, 'capture.js': 35_300 };

/**
 * @param {readonly string[]} files
 * @returns {{ name: string, raw: number, gzip: number, brotli: number, budget: number | undefined }[]}
 */
export function measure(files) {
  return files.map((file) => {
    const bytes = readFileSync(file);
    const name = file.replace(/^dist\//, '');
    return {
      name,
      raw: bytes.length,
      gzip: gzipSync(bytes, { level: 9 }).length,
      brotli: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length,
      budget: BUDGETS[name],
    };
  });
}

/** The table as text, one line a file. */
export function sizeTable(rows) {
  const cells = rows.map(({ name, raw, gzip, brotli, budget }) => [name, raw, gzip, brotli, budget ?? '']);
  return [['bytes', 'raw', 'gzip', 'brotli', 'gzip budget'], ...cells]
    .map(([name, ...numbers]) => {
      const columns = numbers.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell));
      return name.padEnd(20) + columns.map((cell) => cell.padStart(12)).join('');
    })
    .join('\n');
}

/** A sentence for each file over its budget. */
export function checkSizes(rows) {
  return rows
    .filter(({ gzip, budget }) => budget !== undefined && gzip > budget)
    .map(({ name, gzip, budget }) => `${name} is ${gzip} B gzip; its budget is ${budget} B (scripts/sizes.mjs).`);
}
