// Checks what would be published: the tarball, its types, its sizes, and what each bundle is made of.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { checkApi } from './api-report.mjs';
import { filesUnder } from './build-inputs.mjs';
import { checkDeclarations, checkModules } from './check-modules.mjs';
import { run } from './child.mjs';
import { checkSupport } from './check-support.mjs';
import { checkNotices } from './notices.mjs';
import { checkSizes, measure, sizeTable } from './sizes.mjs';

const PACK = '.build/pack';
const json = async (file) => JSON.parse(await readFile(file, 'utf8'));

const problems = [];
const manifest = await json('package.json');
const files = filesUnder('dist');

const rows = measure(files.filter((file) => file.endsWith('.js')));
console.log(`${sizeTable(rows)}\n`);
problems.push(...checkSizes(rows));
const lists = await json('.build/modules.json');
problems.push(...checkModules(lists, await json('scripts/bundle-modules.json')), ...checkNotices(lists), ...checkApi());
problems.push(...checkSupport());
problems.push(...checkDeclarations(files.filter((file) => file.endsWith('.d.ts'))));

await rm(PACK, { recursive: true, force: true });
await mkdir(PACK, { recursive: true });
const packed = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', PACK], { quiet: true });
if (packed.code !== 0) throw new Error(`npm pack failed:\n${packed.output}`);
const [tarball] = filesUnder(PACK);

// A copy of the bytes: a Buffer's own `.buffer` may be a larger pool.
const bytes = Uint8Array.from(await readFile(tarball)).buffer;
const { messages } = await publint({ strict: true, pack: { tarball: bytes } });
problems.push(...messages.map((message) => `publint: ${formatMessage(message, manifest, { color: false })}`));

// The plain scripts and their hashes have no types to resolve: a page loads them by URL.
const attw = await run(
  process.execPath,
  [
    'node_modules/@arethetypeswrong/cli/dist/index.js',
    tarball,
    '--profile',
    'esm-only',
    '--exclude-entrypoints',
    './cobrowse.js',
    './session.js',
    './capture.js',
    './diagnose.js',
    './sri.json',
    '--no-color',
    '--no-emoji',
  ],
  { quiet: true },
);
if (attw.code !== 0) problems.push(`attw:\n${attw.output}`);

for (const problem of problems) console.error(problem);
console.log(problems.length === 0 ? 'The package is as it should be.' : `${problems.length} problems with the package.`);
process.exitCode = problems.length === 0 ? 0 : 1;
