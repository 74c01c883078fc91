import { assert } from 'chai';
import { watchLeaving } from '../../../src/session/page-lifecycle.ts';
import { createManualClock } from '../../support/manual-clock.ts';

describe('a page that is about to go', () => {
  const leave = (): boolean => window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

  it('says so, takes it back where it stays, and asks the customer nothing', () => {
    const clock = createManualClock();
    const said: string[] = [];
    const stop = watchLeaving(clock, () => said.push('leaving'), () => said.push('staying'));
    try {
      assert.isTrue(leave(), 'nobody is asked whether to stay');
      clock.advance(9_000);
      leave();
      clock.advance(9_000);
      assert.deepEqual(said, ['leaving', 'leaving']);
      clock.advance(1_000);
      assert.deepEqual(said, ['leaving', 'leaving', 'staying']);
      leave();
    } finally {
      stop();
    }
    leave();
    assert.equal(clock.pending, 0);
    assert.deepEqual(said, ['leaving', 'leaving', 'staying', 'leaving']);
  });
});
