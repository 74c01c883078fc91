import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Clock } from '../../../src/core/clock.ts';
import { createLiveness } from '../../../src/room/liveness.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const BEAT_MS = 5_000;

/** `shift` sets the clock without any time passing, as a network time server or a customer does. */
function setUp({ beatMs = BEAT_MS as number | null, isAccompanied = true } = {}) {
  const clock = createFakeClock();
  const told = { probes: 0, deaths: 0 };
  let shiftMs = 0;
  const shown: Clock = { ...clock, now: () => clock.now() + shiftMs };
  const liveness = createLiveness({
    clock: shown,
    probe: () => (told.probes += 1),
    isAccompanied: () => isAccompanied,
    onDead: () => (told.deaths += 1),
  });
  liveness.begin(beatMs ?? undefined);
  return { clock, liveness, told, shift: (ms: number) => (shiftMs += ms) };
}

describe('a connection with a relay that beats', () => {
  it('holds as long as it is heard of, and asks nothing', async () => {
    const { clock, liveness, told } = setUp();
    for (let beat = 0; beat < 100; beat += 1) {
      await clock.advance(BEAT_MS);
      liveness.hear();
    }
    assert.deepEqual(told, { probes: 0, deaths: 0 });
  });

  it('is found dead within twelve seconds of silence, after a question', async () => {
    const { clock, told } = setUp();
    await clock.advance(7_499);
    assert.equal(told.probes, 0);
    await clock.advance(1);
    assert.equal(told.probes, 1);
    await clock.advance(3_999);
    assert.equal(told.deaths, 0);
    await clock.advance(1);
    assert.equal(told.deaths, 1);
  });

  it('holds where the question is answered', async () => {
    const { clock, liveness, told } = setUp();
    for (let round = 0; round < 5; round += 1) {
      await clock.advance(8_000);
      liveness.hear();
    }
    assert.deepEqual(told, { probes: 5, deaths: 0 });
  });

  it('is asked about at once where it may have died, and found dead four seconds later', async () => {
    const { clock, liveness, told } = setUp();
    liveness.check();
    liveness.check();
    assert.equal(told.probes, 1);
    await clock.advance(4_000);
    assert.equal(told.deaths, 1);
  });

  it('is asked every ten seconds where the relay beats less often than that', async () => {
    const { clock, told } = setUp({ beatMs: 60_000 });
    await clock.advance(10_000);
    assert.equal(told.probes, 1);
  });

  it('waits for a large frame that was announced, and no longer once that is here', async () => {
    const { clock, liveness, told } = setUp();
    liveness.expect(160_000);
    await clock.advance(27_000);
    assert.deepEqual(told, { probes: 0, deaths: 0 });
    liveness.hear();
    await clock.advance(11_500);
    assert.equal(told.deaths, 1);
  });

  it('is only asked about where the clock was set, by however much and whichever way', async () => {
    for (const ms of [-3 * 3_600_000, 3 * 3_600_000]) {
      const { clock, liveness, told, shift } = setUp();
      shift(ms);
      await clock.advance(7_500);
      assert.deepEqual(told, { probes: 1, deaths: 0 });
      liveness.hear();
      await clock.advance(11_499);
      assert.equal(told.deaths, 0);
      await clock.advance(1);
      assert.equal(told.deaths, 1);
    }
  });

  it('gets another second after a sleep, for what has come meanwhile to be read', async () => {
    const { clock, liveness, told, shift } = setUp();
    liveness.check();
    shift(3_600_000);
    await clock.advance(4_000);
    assert.equal(told.deaths, 0);
    liveness.hear();
    await clock.advance(2_000);
    assert.equal(told.deaths, 0);
  });

  it('leaves no timer behind, and asks nothing after the end', async () => {
    const { clock, liveness, told } = setUp();
    liveness.end();
    liveness.check();
    assert.equal(clock.pending, 0);
    await clock.advance(60_000);
    assert.deepEqual(told, { probes: 0, deaths: 0 });
  });
});

describe('a connection with a relay that says nothing itself', () => {
  it('is dead after a minute and a half without a word, and nothing is asked', async () => {
    const { clock, liveness, told } = setUp({ beatMs: null });
    liveness.check();
    await clock.advance(90_000);
    assert.deepEqual(told, { probes: 0, deaths: 0 });
    await clock.advance(10_000);
    assert.deepEqual(told, { probes: 0, deaths: 1 });
  });

  it('may be silent for ever while nobody is there who would say something', async () => {
    const { clock, told } = setUp({ beatMs: null, isAccompanied: false });
    await clock.advance(3_600_000);
    assert.equal(told.deaths, 0);
  });
});
