import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { checkDeclarations, checkModules } from '../../../scripts/check-modules.mjs';

const list = (modules: string[], imports: string[] = []) => ({
  modules: Object.fromEntries(modules.map((name) => [name, 1])),
  imports,
});

describe('what a bundle may be made of', () => {
  const allowed = { 'a.js': { modules: ['src/core/**', 'src/a.ts', 'package:nanoid'], imports: ['node:**'] } };

  it('takes files of an allowed folder, named files, packages and imports', () => {
    const built = list(['src/core/deep/x.ts', 'src/a.ts', 'package:nanoid'], ['node:crypto']);
    assert.deepEqual(checkModules({ 'a.js': built }, allowed), []);
  });

  it('names each file, package and import that is too many', () => {
    const built = list(['src/corex.ts', 'package:nanoid-evil'], ['ws']);
    const problems = checkModules({ 'a.js': built }, allowed);
    assert.equal(problems.length, 3);
    for (const name of ['src/corex.ts', 'package:nanoid-evil', 'ws'])
      assert.ok(problems.some((problem) => problem.startsWith('a.js') && problem.includes(` ${name},`)), name);
  });

  it('notices a bundle that nobody listed, and one that was not built', () => {
    const problems = checkModules({ 'b.js': list([]) }, allowed);
    assert.deepEqual(problems.map((problem) => problem.split(' ')[0]).sort(), ['a.js', 'b.js']);
  });

  it('lets declarations import the types of node alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'declarations-'));
    const file = join(folder, 'index.d.ts');
    await writeFile(file, "import { Server } from 'node:http';\nexport type E = import('@rrweb/types').eventWithTime;\n");
    const problems = checkDeclarations([file]);
    await rm(folder, { recursive: true });
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', /needs the types of @rrweb\/types/);
  });
});
