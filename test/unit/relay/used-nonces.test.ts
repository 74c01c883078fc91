import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createUsedNonces } from '../../../src/relay/used-nonces.ts';

describe('used signatures', () => {
  it('are known until they expire', () => {
    let now = 0;
    const used = createUsedNonces({ now: () => now });
    assert.equal(used.add('a', 100), true);
    now = 99;
    assert.equal(used.add('a', 100), false);
    assert.equal(used.add('b', 200), true);
  });

  it('are remembered up to a bound; beyond it nobody enters rather than somebody twice', () => {
    const used = createUsedNonces({ now: () => 0 }, 2);
    used.add('a', 100);
    used.add('b', 100);
    assert.equal(used.add('c', 100), false);
    assert.equal(used.add('a', 100), false);
  });

  it('make space when they expire, also where a longer-lived one came first', () => {
    let now = 0;
    const used = createUsedNonces({ now: () => now }, 2);
    used.add('long', 1_000);
    used.add('short', 100);
    now = 100;
    assert.equal(used.add('c', 200), true);
    assert.equal(used.add('long', 1_000), false);
  });
});
