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
            for (const picture of ['following', 'behind'] as const)
              for (const [away, ifGone] of [[null, null], [{ why: 'loading' }, null], [null, { why: 'loading' }], [null, { why: 'ended' }]] as const)
                yield { connection, recorder, admission, sharing, ended, picture, away, ifGone, tab: 1, pausedBy: null, masked: null };
}

const EVENTS: FactEvent[] = [
  ...CONNECTIONS.map((state) => ({ type: 'connection', state }) as const),
  { type: 'connection', state: 'disconnected', error: new CobrowseError('connection/room-closed', 'Closed.') },
  { type: 'recorder', is: 'present' },
  { type: 'recorder', is: 'absent' },
  ...(['asked', 'admitted', 'denied'] as const).map((status) => ({ type: 'admission', status }) as const),
  ...(['pending', 'authorizing', 'active', 'paused', 'ended'] as const).map((state) => ({ type: 'state', state }) as const),
  { type: 'state', state: 'ended', reason: 'host' },
  { type: 'state', state: 'active', away: { why: 'loading' } },
  { type: 'state', state: 'active', ifGone: { why: 'loading' } },
  { type: 'state', state: 'active', ifGone: { why: 'ended' } },
  { type: 'state', state: 'active', tab: 2 },
  { type: 'state', state: 'paused', pausedBy: 'rule' },
  { type: 'state', state: 'active', masked: 'everything' },
  { type: 'caught-up' },
  { type: 'gone' },
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
              : facts.recorder === 'absent' || (facts.picture === 'behind' && facts.sharing === 'on')
                ? 'reconnecting'
                : facts.sharing === 'paused'
                  ? 'paused'
                  : 'live';
      assert.equal(replayerState(facts), expected, JSON.stringify(facts));
      seen.add(expected);
    }
    assert.deepEqual([...seen].sort(), [...REPLAYER_STATES].sort());
  });

  it('is live only with an admission, a recorder, a connection, a picture that follows and nobody pausing', () => {
    for (const facts of combinations())
      if (replayerState(facts) === 'live')
        assert.deepEqual(
          { ...facts, away: null, ifGone: null },
          {
            connection: 'connected',
            recorder: 'present',
            admission: 'admitted',
            sharing: 'on',
            ended: null,
            picture: 'following',
            away: null,
            ifGone: null,
            tab: 1,
            pausedBy: null,
            masked: null,
          },
        );
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
    const leaving: FactEvent = { type: 'state', state: 'active', away: { why: 'loading' } };
    const between = play(...live, leaving, { type: 'recorder', is: 'absent' });
    assert.equal(replayerState(between), 'reconnecting');
    assert.equal(stateReason(between), 'page-loading');
    const back = fold(between, { type: 'recorder', is: 'present' });
    assert.equal(replayerState(back), 'reconnecting', 'the picture is still the old page’s');
    assert.equal(stateReason(back), 'catching-up');
    assert.equal(replayerState(fold(back, { type: 'caught-up' })), 'live');
  });

  it('knows where the customer said to be, until they are back', () => {
    const away = { why: 'expected', message: 'at the bank', returnWithinMs: 60_000 } as const;
    const gone = play(...live, { type: 'state', state: 'active', away });
    assert.deepEqual(gone.away, away);
    assert.equal(stateReason(gone), 'expected-absence');
    assert.equal(fold(gone, { type: 'recorder', is: 'present' }).away, null);
    const other = play(...live, { type: 'state', state: 'active', away: { why: 'other-tab' } });
    assert.equal(stateReason(other), 'other-tab');
  });

  it('knows what the customer said before they went without a word', () => {
    const gone: FactEvent = { type: 'recorder', is: 'absent' };
    const expected = { why: 'expected', message: 'at the bank', returnWithinMs: 60_000 } as const;
    const told = play(...live, { type: 'state', state: 'active', ifGone: expected });
    assert.equal(replayerState(told), 'live', 'they are still here');
    assert.deepEqual(fold(told, gone).away, expected);
    assert.equal(stateReason(fold(told, gone)), 'expected-absence');
    assert.equal(stateReason(play(...live, { type: 'state', state: 'active', ifGone: { why: 'loading' } }, gone)), 'page-loading');
    assert.equal(stateReason(play(...live, { type: 'state', state: 'active', ifGone: { why: 'ended' } }, gone)), 'page-left');
    const stayed = fold(told, { type: 'state', state: 'active' });
    assert.equal(stateReason(fold(stayed, gone)), 'customer-away', 'they stayed, and went later for another reason');
    const cut = fold(fold(told, { type: 'connection', state: 'reconnecting' }), gone);
    assert.equal(cut.away, null, 'our own connection broke');
  });

  it('is over when the customer stays away for too long, and only then', () => {
    const gone = play(...live, { type: 'recorder', is: 'absent' }, { type: 'gone' });
    assert.equal(stateReason(gone), 'customer-left');
    assert.equal(replayerState(play(...live, { type: 'gone' })), 'live');
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
