import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { filesUnder } from '../../../scripts/build-inputs.mjs';

const PAGES = [...filesUnder('docs'), ...['README', 'CONTRIBUTING', 'CONTEXT', 'CHANGELOG', 'SECURITY'].map((name) => `${name}.md`)].filter(
  (file) => file.endsWith('.md'),
);
const textOf = (page: string): string => readFileSync(page, 'utf8').replaceAll(/^```.*?^```/gms, '');

/** Anchors as GitHub makes them of headings. */
function anchorsOf(page: string): Set<string> {
  const headings = [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => heading);
  return new Set(headings.map((heading) => heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-')));
}

describe('the pages', () => {
  for (const page of PAGES)
    it(`${page} leads nowhere but to what exists`, () => {
      for (const [, target = ''] of textOf(page).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [path = '', anchor] = target.split('#');
        const file = path === '' ? page : join(dirname(page), path);
        assert.ok(existsSync(file), `${target} in ${page}`);
        if (anchor !== undefined && statSync(file).isFile()) assert.ok(anchorsOf(file).has(anchor), `${target} in ${page}`);
      }
    });
});
