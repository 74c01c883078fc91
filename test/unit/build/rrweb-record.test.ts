import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { applyTransforms, buildRrwebRecord, checkRecorder } from '../../../scripts/rrweb-record.mjs';
import { FORBIDDEN_IN_RECORDER, RRWEB_TRANSFORMS } from '../../../scripts/rrweb-transforms.mjs';

const rrweb = join(dirname(createRequire(import.meta.url).resolve('rrweb')), 'rrweb.js');

describe('the recorder cut out of rrweb', () => {
  let source: string;
  let folder: string;
  before(async () => {
    source = await readFile(rrweb, 'utf8');
    folder = await mkdtemp(join(tmpdir(), 'rrweb-record-'));
  });
  after(() => rm(folder, { recursive: true }));

  for (const { name, pattern, count } of RRWEB_TRANSFORMS)
    it(`finds ${name} ${count} times in the installed rrweb, and no more once it is applied`, () => {
      assert.equal([...source.matchAll(pattern)].length, count);
      const { code, map } = applyTransforms(source);
      assert.equal([...code.matchAll(pattern)].length, 0);
      assert.ok(map.mappings.length > 0);
    });

  it('refuses an rrweb in which one of the places is gone, and says which', () => {
    for (const { name, pattern } of RRWEB_TRANSFORMS) {
      const [first] = source.matchAll(pattern);
      assert.ok(first);
      const changed = `${source.slice(0, first.index)}somethingElse(${source.slice(first.index + first[0].length)}`;
      assert.throws(() => applyTransforms(changed), new RegExp(`"${name}" expects its pattern \\d+ times and found it`));
    }
  });

  it('refuses an rrweb in which there is one place more', () => {
    assert.throws(() => applyTransforms(`${source}\nvar more = { ShadowRoot: ["getSelection"] };`), /found it 4 times/);
  });

  it('refuses a bundle that still holds what the recorder does not need', () => {
    assert.throws(() => checkRecorder('class CssSyntaxError {}'), /must not hold CssSyntaxError/);
  });

  it('fails the build, not the page, if a transform is left out', async () => {
    const transforms = RRWEB_TRANSFORMS.filter(({ name }) => name !== 'postcss-is-pure');
    await assert.rejects(buildRrwebRecord({ file: join(folder, 'bad.js'), transforms }), /must not hold postcss/);
  });

  it('builds a module that exports record, holds no forbidden word and maps back to rrweb', async () => {
    const file = join(folder, 'rrweb-record.js');
    await buildRrwebRecord({ file });
    const code = await readFile(file, 'utf8');
    assert.match(code, /export \{ record \};/);
    for (const word of FORBIDDEN_IN_RECORDER) assert.ok(!code.includes(word), word);
    const { sources } = JSON.parse(await readFile(`${file}.map`, 'utf8')) as { sources: string[] };
    assert.ok(sources.some((path) => path.endsWith('rrweb/dist/rrweb.js')));
  });
});
