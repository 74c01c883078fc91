import { readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { FEATURES, OLDEST, SYNTAX } from './support-matrix.mjs';

/** Files that browsers load. */
export const BROWSER_FILES = ['dist/cobrowse.js', 'dist/index.js', 'dist/session.js', 'dist/capture.js', 'dist/replayer.js'];

/** Syntax that came with `import()` in 2020, so that acorn takes all of it or none. */
const OF_2020 = {
  ChainExpression: '?.',
  MetaProperty: 'import.meta',
  LogicalExpression: ({ operator }) => (operator === '??' ? '??' : undefined),
  Literal: ({ bigint }) => (bigint ? `${bigint}n` : undefined),
};

/**
 * Compares what the built files use with the support matrix; returns a sentence for each thing that some browser of it
 * has not. Words count where they stand as a name, called or read; so a property of ours of such a name counts, too,
 * and should get another.
 *
 * @param {readonly string[]} [files]
 * @returns {string[]}
 */
export function checkSupport(files = BROWSER_FILES) {
  return files.flatMap((file) => {
    const code = readFileSync(file, 'utf8');
    return [...checkSyntax(file, code), ...checkFeatures(file, code)];
  });
}

export function checkSyntax(file, code, year = SYNTAX[file] ?? SYNTAX.other) {
  // Only the loader is older than `import()`, and may have that.
  const isOlder = year < 2020;
  let tree;
  try {
    tree = parse(code, { ecmaVersion: isOlder ? 2020 : year, sourceType: isOlder ? 'script' : 'module' });
  } catch (error) {
    return [`${file} is not ECMAScript ${year}: ${error.message}.`];
  }
  if (!isOlder) return [];
  const found = new Set();
  visit(tree, (node) => {
    const what = OF_2020[node.type];
    const name = typeof what === 'function' ? what(node) : what;
    if (name) found.add(name);
    if (node.type === 'CatchClause' && !node.param) found.add('catch without a parameter');
  });
  return [...found].map((name) => `${file} has ${name}, which is newer than ECMAScript ${year}.`);
}

export function checkFeatures(file, code, features = FEATURES, oldest = OLDEST) {
  return features.flatMap(({ word, first, without }) => {
    const isUsed = new RegExp(`(?<![\\w$'"-])${word.replace('.', '\\.')}(?![\\w$'"-])`).test(code);
    const missing = Object.entries(oldest).filter(([browser, version]) => version < first[browser]);
    if (!isUsed || without[file] || missing.length === 0) return [];
    const where = missing.map(([browser, version]) => `${browser} ${version}`).join(', ');
    return [`${file} uses ${word}, which ${where} has not (scripts/support-matrix.mjs).`];
  });
}

/** Calls `see` for every node of the tree. */
function visit(node, see) {
  if (typeof node?.type === 'string') see(node);
  for (const child of Object.values(node ?? {})) if (typeof child === 'object' && child !== null) visit(child, see);
}
