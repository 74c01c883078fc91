import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMentions } from '../../../src/capture/mentions.ts';
import type { Policy } from '../../../src/capture/policy.ts';

/** With marks alone, as without any rule. */
const MARKED = { block: '.rr-block', mask: '.rr-mask', unmask: '[data-cobrowse-unmask]', ignore: '.rr-ignore', decide: null } as Policy;
const mayMatch = (mask: string, tagName: string, attributes: Record<string, unknown>): boolean =>
  createMentions({ ...MARKED, mask: `${MARKED.mask},${mask}` }).mayMatch(tagName, attributes, Object.keys(attributes));

describe('what a policy speaks of', () => {
  it('may be an element of which rrweb leaves the attribute out that a selector names', () => {
    assert.equal(mayMatch('[checked]', 'input', { type: 'checkbox' }), true);
    assert.equal(mayMatch('option[selected]', 'option', {}), true);
    assert.equal(mayMatch('link[rel=preload]', 'link', { _cssText: 'a {}' }), true);
    assert.equal(mayMatch('iframe[src]', 'iframe', {}), true);
  });

  it('is no field where no selector names such an attribute, and none of what it has', () => {
    assert.equal(mayMatch('.secret', 'input', { type: 'text', class: 'public', value: '***' }), false);
    assert.equal(mayMatch('.secret', 'input', { type: 'text', class: 'a secret b', value: '***' }), true);
    assert.equal(mayMatch('input', 'input', { type: 'text' }), true);
  });
});
