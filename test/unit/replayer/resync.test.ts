import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createResync } from '../../../src/replayer/resync.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

function setUp() {
  const clock = createFakeClock();
  let asked = 0;
  const resync = createResync(clock, () => (asked += 1));
  return { clock, resync, asked: () => asked };
}

describe('asking for a snapshot', () => {
  it('asks at once, and once for many broken frames', () => {
    const { resync, asked } = setUp();
    for (let frame = 0; frame < 50; frame++) resync.request();
    assert.equal(asked(), 1);
  });

  it('asks again while none comes, ever more rarely', async () => {
    const { clock, resync, asked } = setUp();
    resync.request();
    await clock.advance(3_000);
    assert.equal(asked(), 3);
    await clock.advance(600_000);
    assert.ok(asked() < 30, `asked ${asked()} times in ten minutes`);
  });

  it('is content with a snapshot', async () => {
    const { clock, resync, asked } = setUp();
    resync.request();
    resync.settle('began');
    await clock.advance(60_000);
    assert.equal(asked(), 1);
  });

  it('asks a customer whose every snapshot breaks ever more rarely, and forgets that once a stream holds', async () => {
    const { clock, resync, asked } = setUp();
    for (let second = 0; second < 120; second++) {
      resync.settle('began');
      resync.request();
      await clock.advance(1_000);
    }
    assert.ok(asked() < 12, `asked ${asked()} times in two minutes`);
    resync.settle('holds');
    await clock.advance(60_000);
    const before = asked();
    resync.request();
    assert.equal(asked(), before + 1);
  });

  it('leaves no timer', async () => {
    const { clock, resync } = setUp();
    resync.request();
    resync.stop();
    assert.equal(clock.pending, 0);
  });
});
