import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mayRecord, recipients, sessionState, watchers } from '../../../src/session/derive.ts';
import {
  type AdmissionStatus,
  END_REASONS,
  type FactEvent,
  type Facts,
  fold,
  INITIAL_FACTS,
} from '../../../src/session/facts.ts';

const CONNECTIONS = ['disconnected', 'connecting', 'connected', 'reconnecting'] as const;
const STANDINGS = ['absent', 'unasked', 'asked', 'admitted', 'denied', 'admitted-but-gone'] as const;
const PAUSES = [[], ['customer'], ['host'], ['customer', 'host']] as const;

/** Every combination for two agents: 4 connections × 6 × 6 standings × 4 pauses × ended or not. */
function* combinations(): Generator<{ facts: Facts; first: string; second: string }> {
  for (const connection of CONNECTIONS)
    for (const first of STANDINGS)
      for (const second of STANDINGS)
        for (const pauses of PAUSES)
          for (const ended of [null, 'customer'] as const) {
            const present = new Map<string, string>();
            const admissions = new Map<string, AdmissionStatus>();
            for (const [agent, standing] of [['a', first], ['b', second]] as const) {
              if (standing !== 'absent' && standing !== 'admitted-but-gone') present.set(`m-${agent}`, agent);
              if (standing === 'admitted-but-gone') admissions.set(agent, 'admitted');
              else if (standing !== 'absent' && standing !== 'unasked') admissions.set(agent, standing);
            }
            yield { facts: { connection, present, admissions, pauses: new Set(pauses), grants: new Map(), hidden: [], ended }, first, second };
          }
}

const EVENTS: FactEvent[] = [
  ...CONNECTIONS.map((state) => ({ type: 'connection', state }) as const),
  ...['a', 'b', 'c'].flatMap((id): FactEvent[] => [
    { type: 'joined', memberId: `m-${id}`, identityId: id },
    { type: 'left', memberId: `m-${id}` },
    { type: 'asked', identityId: id },
    { type: 'admitted', identityId: id },
    { type: 'denied', identityId: id },
  ]),
  ...(['customer', 'host', 'rule'] as const).flatMap((reason): FactEvent[] => [
    { type: 'paused', reason },
    { type: 'unpaused', reason },
  ]),
  ...(['annotate', 'control'] as const).flatMap((capability) =>
    (['requested', 'on', 'rejected', 'off'] as const).map((status) => ({ type: 'grant', identityId: 'a', capability, status }) as const),
  ),
  { type: 'hidden', selector: '#balance' },
  { type: 'unhidden', selector: '#balance' },
  { type: 'ended', reason: 'host' },
];

describe('what follows from the facts, over every combination', () => {
  it('records exactly when an admitted agent is here, nobody paused and it is not over', () => {
    let recording = 0;
    for (const { facts, first, second } of combinations()) {
      const standings = [first, second];
      const isJoined = facts.connection === 'connected' || facts.connection === 'reconnecting';
      const isWatched =
        standings.includes('admitted') ||
        (facts.connection === 'reconnecting' && standings.includes('admitted-but-gone'));
      const expected = !facts.ended && isJoined && isWatched && facts.pauses.size === 0;
      assert.equal(mayRecord(facts), expected, JSON.stringify({ ...facts, first, second }));
      if (expected) recording += 1;
    }
    assert.ok(recording > 0);
  });

  it('sends to admitted members alone, and to nobody beside a stranger on a relay that broadcasts', () => {
    for (const { facts, first, second } of combinations()) {
      const expected = [first === 'admitted' && 'm-a', second === 'admitted' && 'm-b'].filter(Boolean);
      const sends = mayRecord(facts) && facts.connection === 'connected';
      assert.deepEqual(recipients(facts, 'addresses'), sends ? expected : []);
      const strangers = [first, second].some((s) => s === 'unasked' || s === 'asked' || s === 'denied');
      assert.deepEqual(recipients(facts, 'broadcasts'), sends && !strangers ? expected : []);
    }
  });

  it('names the state as documented', () => {
    for (const { facts, first, second } of combinations()) {
      const here = [first, second];
      const gone = facts.connection === 'reconnecting' ? ['admitted-but-gone'] : [];
      const admitted = here.some((s) => s === 'admitted' || gone.includes(s));
      const expected = facts.ended
        ? 'ended'
        : facts.connection === 'connecting' || facts.connection === 'disconnected'
          ? 'connecting'
          : admitted
            ? facts.pauses.size > 0
              ? 'paused'
              : 'active'
            : here.includes('asked')
              ? 'authorizing'
              : 'pending';
      assert.equal(sessionState(facts), expected);
      if (expected === 'active' || expected === 'paused') assert.ok(watchers(facts).length > 0);
    }
  });
});

describe('folding an event into the facts, over every combination', () => {
  it('never changes the facts it was given, and never leaves ended', () => {
    for (const { facts } of combinations()) {
      const before = JSON.stringify([facts, [...facts.present], [...facts.admissions], [...facts.pauses]]);
      for (const event of EVENTS) {
        const after = fold(facts, event);
        if (facts.ended) assert.equal(after, facts);
      }
      assert.equal(JSON.stringify([facts, [...facts.present], [...facts.admissions], [...facts.pauses]]), before);
    }
  });

  it('begins to record for an agent only through that agent’s own admission', () => {
    for (const { facts } of combinations())
      for (const event of EVENTS) {
        const after = fold(facts, event);
        for (const [id, status] of after.admissions) {
          if (status !== 'admitted' || facts.admissions.get(id) === 'admitted') continue;
          assert.deepEqual(event, { type: 'admitted', identityId: id });
          assert.equal(facts.admissions.get(id), 'asked', 'a yes counts only where the customer was asked');
        }
      }
  });

  it('lifts a pause only by whoever set it', () => {
    for (const { facts } of combinations())
      for (const event of EVENTS) {
        const after = fold(facts, event);
        for (const reason of facts.pauses)
          if (!after.pauses.has(reason)) assert.deepEqual(event, { type: 'unpaused', reason });
      }
  });

  it('withdraws the question about an agent who leaves unanswered, and keeps an answer that was given', () => {
    const joined = fold(INITIAL_FACTS, { type: 'joined', memberId: 'm1', identityId: 'anna' });
    const asked = fold(joined, { type: 'asked', identityId: 'anna' });
    assert.equal(fold(asked, { type: 'left', memberId: 'm1' }).admissions.has('anna'), false);
    const admitted = fold(asked, { type: 'admitted', identityId: 'anna' });
    const left = fold(admitted, { type: 'left', memberId: 'm1' });
    assert.equal(left.admissions.get('anna'), 'admitted');
    const second = fold(asked, { type: 'joined', memberId: 'm2', identityId: 'anna' });
    assert.equal(fold(second, { type: 'left', memberId: 'm1' }).admissions.get('anna'), 'asked');
  });

  it('ends for every reason with nobody present and nothing connected', () => {
    for (const reason of END_REASONS) {
      const ended = fold(INITIAL_FACTS, { type: 'ended', reason });
      assert.equal(ended.ended, reason);
      assert.equal(sessionState(ended), 'ended');
      assert.equal(ended.present.size, 0);
    }
  });
});
