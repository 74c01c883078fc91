import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CobrowseError } from '../../../src/core/errors.ts';
import {
  type FactEvent,
  type Facts,
  fold,
  INITIAL_FACTS,
  REPLAYER_STATES,
  replayerState,
  stateReason,
} from '../../../src/replayer/facts.ts';

const CONNECTIONS = ['connecting', 'connected', 'reconnecting', 'disconnected'] as const;
const ADMISSIONS = ['none', 'asked', 'admitted', 'denied'] as const;

function* combinations(): Generator<Facts> {
  for (const connection of CONNECTIONS)
    for (const recorder of ['absent', 'present'] as const)
      for (const admission of ADMISSIONS)
        for (const sharing of ['on', 'paused'] as const)
          for (const ended of [null, 'customer'])
            yield { connection, recorder, admission, sharing, ended };
}

const EVENTS: FactEvent[] = [
  ...CONNECTIONS.map((state) => ({ type: 'connection', state }) as const),
  { type: 'connection', state: 'disconnected', error: new CobrowseError('connection/room-closed', 'Closed.') },
  { type: 'recorder', is: 'present' },
  { type: 'recorder', is: 'absent' },
  ...(['asked', 'admitted', 'denied'] as const).map((status) => ({ type: 'admission', status }) as const),
  ...(['pending', 'authorizing', 'active', 'paused', 'ended'] as const).map((state) => ({ type: 'state', state }) as const),
  { type: 'state', state: 'ended', reason: 'host' },
  { type: 'state', state: 'ended', reason: 'page-hidden' },
];

describe('what an agent sees, over every combination of facts', () => {
  it('follows the documented table', () => {
    const seen = new Set<string>();
    for (const facts of combinations()) {
      const isOver = facts.ended !== null || facts.connection === 'disconnected' || facts.admission === 'denied';
      const expected = isOver
        ? 'ended'
        : facts.connection === 'reconnecting'
          ? 'reconnecting'
          : facts.connection === 'connecting' || facts.admission === 'none'
            ? 'waiting'
            : facts.admission === 'asked'
              ? 'asked'
              : facts.recorder === 'absent'
                ? 'reconnecting'
                : facts.sharing === 'paused'
                  ? 'paused'
                  : 'live';
      assert.equal(replayerState(facts), expected, JSON.stringify(facts));
      seen.add(expected);
    }
    assert.deepEqual([...seen].sort(), [...REPLAYER_STATES].sort());
  });

  it('is live only with an admission, a recorder, a connection and nobody pausing', () => {
    for (const facts of combinations())
      if (replayerState(facts) === 'live')
        assert.deepEqual(facts, {
          connection: 'connected',
          recorder: 'present',
          admission: 'admitted',
          sharing: 'on',
          ended: null,
        });
  });

  it('gives a reason exactly where a state has several', () => {
    for (const facts of combinations()) {
      const state = replayerState(facts);
      assert.equal(stateReason(facts) !== undefined, state === 'ended' || state === 'reconnecting', JSON.stringify(facts));
    }
  });

  it('never changes the facts it was given, and never leaves ended', () => {
    for (const facts of combinations()) {
      const before = JSON.stringify(facts);
      for (const event of EVENTS) {
        const after = fold(facts, event);
        if (facts.ended !== null) assert.equal(after, facts);
      }
      assert.equal(JSON.stringify(facts), before);
    }
  });

  it('becomes admitted through the customer’s yes alone', () => {
    for (const facts of combinations())
      for (const event of EVENTS)
        if (facts.admission !== 'admitted' && fold(facts, event).admission === 'admitted')
          assert.deepEqual(event, { type: 'admission', status: 'admitted' });
  });
});

describe('a sitting as the agent lives through it', () => {
  const play = (...events: FactEvent[]): Facts => events.reduce(fold, INITIAL_FACTS);
  const live: FactEvent[] = [
    { type: 'connection', state: 'connected' },
    { type: 'recorder', is: 'present' },
    { type: 'admission', status: 'asked' },
    { type: 'admission', status: 'admitted' },
  ];

  it('survives the customer’s next page, and asks nothing of the agent', () => {
    const between = play(...live, { type: 'state', state: 'ended', reason: 'page-hidden' }, { type: 'recorder', is: 'absent' });
    assert.equal(replayerState(between), 'reconnecting');
    assert.equal(stateReason(between), 'customer-away');
    assert.equal(replayerState(fold(between, { type: 'recorder', is: 'present' })), 'live');
  });

  it('tells the agent’s own broken connection from the customer’s', () => {
    const own = play(...live, { type: 'connection', state: 'reconnecting' });
    assert.equal(stateReason(own), 'connection');
    assert.equal(stateReason(play(...live, { type: 'recorder', is: 'absent' })), 'customer-away');
  });

  it('ends with the word of who ended it', () => {
    assert.equal(stateReason(play(...live, { type: 'state', state: 'ended', reason: 'host' })), 'host');
    assert.equal(stateReason(play(...live, { type: 'state', state: 'ended' })), 'customer');
    assert.equal(stateReason(play(...live.slice(0, 3), { type: 'admission', status: 'denied' })), 'denied');
    const error = new CobrowseError('connection/room-closed', 'Closed.');
    assert.equal(stateReason(play(...live, { type: 'connection', state: 'disconnected', error })), 'connection/room-closed');
  });

  it('waits again when the customer leaves with the question unanswered', () => {
    assert.equal(replayerState(play(...live.slice(0, 3), { type: 'recorder', is: 'absent' })), 'waiting');
  });
});
