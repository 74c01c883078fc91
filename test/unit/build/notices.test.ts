import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bundledPackages, checkNotices, readNotices, updateNotices } from '../../../scripts/notices.mjs';
import { shippedOnly } from '../../../scripts/sbom.mjs';

const lists = {
  'a.js': { modules: { 'src/a.ts': 1, 'package:nanoid': 1 }, imports: [] },
  'b.js': { modules: { 'package:nanoid': 1, 'package:valibot': 1 }, imports: [] },
};
const HEAD = '# Third-party notices\n\nThe built files.\n';

describe('the third-party notices', () => {
  it('know which file holds what, and rrweb’s recorder for rrweb', () => {
    const recorder = { 'c.js': { modules: { '.build/rrweb-record.js': 1 }, imports: [] } };
    assert.deepEqual(Object.fromEntries(bundledPackages({ ...lists, ...recorder })), {
      nanoid: ['a.js', 'b.js'],
      valibot: ['b.js'],
      rrweb: ['c.js'],
    });
  });

  it('are made from the licences of what is installed, and are then right', () => {
    const page = updateNotices(lists, HEAD);
    assert.deepEqual(readNotices(page).map(({ name, files }) => [name, files]), [['nanoid', ['a.js', 'b.js']], ['valibot', ['b.js']]]);
    assert.match(page, /Permission is hereby granted/);
    assert.deepEqual(checkNotices(lists, page), []);
    assert.equal(updateNotices(lists, page), page);
  });

  it('say what is missing, too many, in other files, or has another text', () => {
    const page = updateNotices(lists, HEAD);
    const wrong: [string, object, RegExp][] = [
      [HEAD, lists, /nanoid is in a\.js, b\.js\./],
      [page, { 'a.js': lists['a.js'] }, /valibot is not in any file/],
      [page.replace('In a.js, b.js.', 'In a.js.'), lists, /nanoid is in a\.js, b\.js, not in a\.js\./],
      [page.replace('Fabian Hiller', 'Somebody'), lists, /text for valibot is not that/],
    ];
    for (const [text, built, sentence] of wrong)
      assert.ok(checkNotices(built as typeof lists, text).some((problem) => sentence.test(problem)), String(sentence));
  });

  it('ask for what is inside rrweb where rrweb is', () => {
    const problems = checkNotices({ 'r.js': { modules: { 'package:rrweb': 1 } } }, HEAD);
    for (const name of ['postcss', 'picocolors', 'mitt']) assert.ok(problems.some((problem) => problem.includes(`${name}, inside rrweb`)), name);
  });
});

describe('the list of what ships', () => {
  const component = (ref: string): object => ({
    'bom-ref': ref,
    name: ref.slice(0, ref.lastIndexOf('@')),
    scope: 'optional',
    properties: [{ name: 'cdx:npm:package:development', value: 'true' }],
  });
  const all = {
    metadata: { component: { 'bom-ref': 'me@1' } },
    components: ['@a/b@1', 'c@1', 'c@2', 'd@1', 'peer@1'].map(component),
    dependencies: [
      { ref: 'me@1', dependsOn: ['@a/b@1', 'd@1', 'c@2'] },
      { ref: '@a/b@1', dependsOn: ['c@1', 'peer@1'] },
      { ref: 'c@1', dependsOn: [] },
    ],
  };

  it('has what is bundled with all that it brings along, and no tool nor peer', () => {
    const { components, dependencies } = shippedOnly(all, ['@a/b'], (ref: string) => (ref === '@a/b@1' ? ['peer'] : [])) as typeof all;
    assert.deepEqual(components.map((one) => [(one as { name: string }).name, (one as { scope: string }).scope]), [['@a/b', 'required'], ['c', 'required']]);
    assert.deepEqual(dependencies, [
      { ref: 'me@1', dependsOn: ['@a/b@1'] },
      { ref: '@a/b@1', dependsOn: ['c@1'] },
      { ref: 'c@1', dependsOn: [] },
    ]);
  });

  it('does not pass over something that the lock file does not know', () => {
    assert.throws(() => shippedOnly(all, ['@a/b', 'gone']), /not in the lock file as a direct dependency: gone/);
  });
});
