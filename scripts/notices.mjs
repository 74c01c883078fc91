// THIRD-PARTY-NOTICES.md: whose code is in dist/, in which file, under which licence.
//   node scripts/notices.mjs   brings it up to date with the last build (npm run notices)
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE = 'THIRD-PARTY-NOTICES.md';
/** Ours, made of rrweb alone (scripts/rrweb-record.mjs). */
const RRWEB_RECORD = '.build/rrweb-record.js';
/**
 * rrweb is published as one file that has these inside, where rollup cannot see them apart. Their texts were copied from
 * their own packages; of those of its own project rrweb's text speaks. postcss's nanoid is the nanoid of the list, and
 * its source-map-js is left out of browsers' files.
 */
const INSIDE_RRWEB = ['postcss', 'picocolors', '@xstate/fsm', 'mitt', 'base64-arraybuffer'];
const INSIDE = ' (inside rrweb)';

/**
 * The bundles that hold code of each package.
 *
 * @param {Record<string, { modules: Record<string, number> }>} lists what the build wrote
 * @returns {Map<string, string[]>}
 */
export function bundledPackages(lists) {
  const packages = new Map();
  for (const [bundle, { modules }] of Object.entries(lists))
    for (const module of Object.keys(modules)) {
      const name = module === RRWEB_RECORD ? 'rrweb' : /^package:(.*)/.exec(module)?.[1];
      if (name) packages.set(name, [...(packages.get(name) ?? []), bundle]);
    }
  return packages;
}

/**
 * Sections of the page: the package, the files that it is said to be in, and its licence.
 *
 * @param {string} page
 * @returns {{ title: string, name: string, inside: boolean, files: string[], text: string }[]}
 */
export function readNotices(page) {
  return page.split(/^## /m).slice(1).map((section) => {
    const [title = '', ...rest] = section.split('\n');
    const files = /^In (.*)\.$/m.exec(rest.join('\n'))?.[1]?.split(', ') ?? [];
    const [, text = ''] = /^```text\n(.*?)^```/ms.exec(rest.join('\n')) ?? [];
    return { title, name: title.split(' ')[0] ?? '', inside: title.endsWith(INSIDE), files, text };
  });
}

/**
 * A sentence for each thing that the page has wrong.
 *
 * @param {Record<string, { modules: Record<string, number> }>} lists
 * @param {string} [page]
 * @returns {string[]}
 */
export function checkNotices(lists, page = readFileSync(PAGE, 'utf8')) {
  const packages = bundledPackages(lists);
  const notices = readNotices(page);
  const problems = [];
  for (const [name, bundles] of packages) {
    const notice = notices.find((one) => one.name === name && !one.inside);
    if (!notice) problems.push(`${name} is in ${bundles.join(', ')}.`);
    else if ([...notice.files].sort().join() !== [...bundles].sort().join())
      problems.push(`${name} is in ${bundles.join(', ')}, not in ${notice.files.join(', ')}.`);
  }
  for (const { name, text } of notices) {
    const licence = licenceOf(name);
    if (licence !== undefined && plain(text) !== plain(licence))
      problems.push(`The text for ${name} is not that of the installed package.`);
  }
  for (const name of packages.has('rrweb') ? INSIDE_RRWEB : [])
    if (!notices.some((one) => one.name === name && one.inside && one.text)) problems.push(`${name}, inside rrweb, is missing.`);
  for (const { name, inside } of notices)
    if (!inside && !packages.has(name)) problems.push(`${name} is not in any file any more.`);
  return problems.map((problem) => `${PAGE}: ${problem} \`npm run notices\` mends what it can.`);
}

/** The page with its lists of files, and the sections of packages that came or went, brought up to date. */
export function updateNotices(lists, page) {
  const packages = bundledPackages(lists);
  const [head = '', ...sections] = page.split(/^(?=## )/m);
  const kept = sections.filter((section) => {
    const [notice] = readNotices(section);
    return notice.inside || packages.has(notice.name);
  });
  const updated = kept.map((section) => {
    const [{ name, inside }] = readNotices(section);
    return inside ? section : section.replace(/^In .*\.$/m, `In ${[...packages.get(name)].sort().join(', ')}.`);
  });
  const known = new Set(kept.flatMap((section) => readNotices(section)).map(({ name }) => name));
  for (const [name, bundles] of packages) {
    if (known.has(name)) continue;
    const text = licenceOf(name);
    if (text === undefined) throw new Error(`${name} has no licence file: add its section to ${PAGE} by hand.`);
    updated.push(`\n## ${name}\n\nIn ${[...bundles].sort().join(', ')}.\n\n\`\`\`text\n${text.trim()}\n\`\`\`\n`);
  }
  return head + updated.join('');
}

/** The licence file of an installed package; some, such as rrweb, are published without one. */
function licenceOf(name) {
  const folder = join('node_modules', name);
  const file = existsSync(folder) && readdirSync(folder).find((one) => /^licen[cs]e(\.\w+)?$/i.test(one));
  return file ? readFileSync(join(folder, file), 'utf8') : undefined;
}

const plain = (text) => text.replaceAll(/\s+/g, ' ').trim();

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lists = JSON.parse(readFileSync('.build/modules.json', 'utf8'));
  writeFileSync(PAGE, updateNotices(lists, readFileSync(PAGE, 'utf8')));
  const problems = checkNotices(lists);
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
