import { readFileSync } from 'node:fs';

/** `src/core/**` stands for all below src/core/, `node:**` for all of node's own; anything else for itself. */
const matches = (pattern, name) => (pattern.endsWith('**') ? name.startsWith(pattern.slice(0, -2)) : name === pattern);

/**
 * Compares what rollup put into each bundle with what may be there; returns a sentence for each thing too many. It is how
 * the layers hold in what ships: no replayer in a customer's browser, nothing of the wire in the loader.
 *
 * @param {Record<string, { modules: Record<string, number>, imports: string[] }>} lists what the build wrote
 * @param {Record<string, { modules: string[], imports: string[] }>} allowed
 * @returns {string[]}
 */
export function checkModules(lists, allowed) {
  const problems = [];
  for (const bundle of new Set([...Object.keys(lists), ...Object.keys(allowed)])) {
    if (!allowed[bundle]) problems.push(`${bundle} is built, but scripts/bundle-modules.json does not name it.`);
    if (!lists[bundle]) problems.push(`${bundle} is in scripts/bundle-modules.json, but was not built.`);
    if (!allowed[bundle] || !lists[bundle]) continue;
    for (const name of Object.keys(lists[bundle].modules))
      if (!allowed[bundle].modules.some((pattern) => matches(pattern, name)))
        problems.push(`${bundle} holds ${name}, which scripts/bundle-modules.json does not allow there.`);
    for (const name of lists[bundle].imports)
      if (!allowed[bundle].imports.some((pattern) => matches(pattern, name)))
        problems.push(`${bundle} imports ${name}, which scripts/bundle-modules.json does not allow there.`);
  }
  return problems;
}

const IMPORT = /\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g;

/**
 * What a declaration file imports must be there for whoever installs the package: node's own types alone. A type of
 * rrweb or valibot would turn into `any` without a word.
 *
 * @param {readonly string[]} files
 * @returns {string[]}
 */
export function checkDeclarations(files) {
  return files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(IMPORT)]
      .map(([, name]) => name)
      .filter((name) => !name.startsWith('node:'))
      .map((name) => `${file} needs the types of ${name}, which the package does not bring along.`),
  );
}
