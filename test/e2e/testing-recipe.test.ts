import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { findChromium } from '../../scripts/browsers.mjs';
import { type MerchantProject, openMerchantProject, readSamples } from '../support/merchant-project.ts';

describe('docs/testing.md', () => {
  const samples = readSamples('docs/testing.md');
  let project: MerchantProject;
  before(async () => {
    project = await openMerchantProject(samples, ['puppeteer-core']);
    const made = await project.finish('npm init -y');
    assert.equal(made.code, 0, made.output);
    await project.finish('npm pkg set type=module');
  });
  after(() => project.close());

  it('has a recipe that passes as it stands', async () => {
    const command = [...samples].reverse().find(({ language }) => language === 'sh')!.code.trim();
    const { code, output } = await project.finish(command, { CHROME_PATH: findChromium()!, CI: '1' });
    assert.equal(code, 0, output);
    assert.match(output, /pass 2\n/);
  });
});
