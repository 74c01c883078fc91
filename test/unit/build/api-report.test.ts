import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { acceptApi, checkApi } from '../../../scripts/api-report.mjs';

describe('the report of the package’s types', () => {
  let folder: string;
  let built: string;
  let accepted: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'api-'));
    [built, accepted] = [join(folder, 'dist'), join(folder, 'api')];
    mkdirSync(built);
    writeFileSync(join(built, 'index.d.ts'), 'interface A {\n  one: 1;\n}\nexport type { A };\n');
    writeFileSync(join(built, 'index.js'), 'export {};\n');
    acceptApi(built, accepted);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('says nothing while nothing changes', () => {
    assert.deepEqual(checkApi(built, accepted), []);
  });

  it('shows what was taken away and what came, and how to accept it', () => {
    writeFileSync(join(built, 'index.d.ts'), 'interface A {\n  two: 2;\n}\nexport type { A };\n');
    const [problem = '', how = '', ...more] = checkApi(built, accepted);
    assert.match(problem, /index\.d\.ts:\n {2}- {3}one: 1;\n {2}\+ {3}two: 2;$/);
    assert.match(how, /npm run api:accept/);
    assert.deepEqual(more, []);
    acceptApi(built, accepted);
    assert.deepEqual(checkApi(built, accepted), []);
  });

  it('notices an entry that came, and one that went', () => {
    writeFileSync(join(built, 'more.d.ts'), 'export {};\n');
    rmSync(join(built, 'index.d.ts'));
    const problems = checkApi(built, accepted);
    assert.ok(problems.some((problem) => /index\.d\.ts is of an entry that is not built/.test(problem)));
    assert.ok(problems.some((problem) => /more\.d\.ts is of a new entry/.test(problem)));
  });
});
