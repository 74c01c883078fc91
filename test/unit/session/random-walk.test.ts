import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { authorize } from '../../../src/session/authorize.ts';
import { REQUIREMENTS } from '../../../src/session/capabilities.ts';
import { mayRecord, recipients, sessionState, watchers } from '../../../src/session/derive.ts';
import { type FactEvent, type Facts, fold, INITIAL_FACTS } from '../../../src/session/facts.ts';
import { createStream } from '../../../src/session/stream.ts';
import { KINDS } from '../../../src/wire/header.ts';
import { createLog } from '../../../src/wire/log.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createFakeTasks } from '../../support/fake-tasks.ts';

const IDENTITIES = ['anna', 'ben', 'cleo'];
const MEMBERS = ['m1', 'm2', 'm3', 'm4', 'm5'];

const identity = fc.constantFrom(...IDENTITIES);
const member = fc.constantFrom(...MEMBERS);
const pause = fc.constantFrom('customer' as const, 'host' as const, 'rule' as const);

const granting = fc.record({
  type: fc.constant('grant' as const),
  identityId: identity,
  capability: fc.constantFrom('annotate' as const, 'control' as const),
  status: fc.constantFrom('requested' as const, 'requested' as const, 'on' as const, 'on' as const, 'rejected' as const, 'off' as const),
});

/** Whatever can happen to a session but its end, which would leave most of a walk with nothing to do. */
const happening: fc.Arbitrary<FactEvent> = fc.oneof(
  fc.record({ type: fc.constant('connection' as const), state: fc.constantFrom('connecting', 'connected', 'connected', 'reconnecting') }) as fc.Arbitrary<FactEvent>,
  fc.record({ type: fc.constant('joined' as const), memberId: member, identityId: identity }),
  fc.record({ type: fc.constant('left' as const), memberId: member }),
  fc.record({ type: fc.constantFrom('asked' as const, 'admitted' as const, 'denied' as const, 'lapsed' as const), identityId: identity }),
  granting,
  fc.record({ type: fc.constantFrom('paused' as const, 'unpaused' as const, 'unpaused' as const), reason: pause }),
);
/** Among pauses, which end every grant, and agents that come and go there would be few of them. */
const generous = fc.array(
  fc.oneof({ weight: 8, arbitrary: granting }, { weight: 2, arbitrary: happening }, { weight: 2, arbitrary: fc.record({ type: fc.constant('unpaused' as const), reason: pause }) }),
  { minLength: 1_000, maxLength: 1_000 },
);
const walk = fc.array(happening, { minLength: 1_000, maxLength: 1_000 });

/** 100 walks of 1,000 events. */
const RUNS = { numRuns: 100 };

/** Who has said yes to whom, kept apart from the facts: by the customer's answers alone. */
function createWitness() {
  const asked = new Set<string>();
  const admitted = new Set<string>();
  return {
    admitted,
    see(event: FactEvent, before: Facts): void {
      if (event.type === 'asked') {
        asked.add(event.identityId);
        admitted.delete(event.identityId);
      } else if (event.type === 'admitted' && asked.has(event.identityId)) {
        asked.delete(event.identityId);
        admitted.add(event.identityId);
      } else if (event.type === 'denied') {
        asked.delete(event.identityId);
        admitted.delete(event.identityId);
      } else if (event.type === 'lapsed' && ![...before.present.values()].includes(event.identityId)) {
        admitted.delete(event.identityId);
      } else if (event.type === 'left') {
        const id = before.present.get(event.memberId);
        const others = [...before.present].some(([other, of]) => other !== event.memberId && of === id);
        if (id !== undefined && !others) asked.delete(id);
      }
    },
  };
}

describe('a session in a random walk of 100,000 events', () => {
  it('records, and sends, only what an admission of the very agent allows', () => {
    fc.assert(
      fc.property(walk, (events) => {
        const witness = createWitness();
        let facts = INITIAL_FACTS;
        for (const event of events) {
          witness.see(event, facts);
          facts = fold(facts, event);
          const isPaused = facts.pauses.size > 0;
          if (mayRecord(facts)) {
            assert.ok(witness.admitted.size > 0 && !isPaused && facts.connection !== 'connecting');
          }
          for (const relay of ['addresses', 'broadcasts'] as const)
            for (const id of recipients(facts, relay)) {
              assert.ok(witness.admitted.has(facts.present.get(id)!), `${id} was never admitted`);
              assert.ok(!isPaused && facts.connection === 'connected');
            }
          if (recipients(facts, 'broadcasts').length > 0)
            assert.equal(recipients(facts, 'broadcasts').length, facts.present.size);
          for (const id of watchers(facts)) assert.ok(witness.admitted.has(id));
          for (const kind of KINDS.replayer)
            for (const id of MEMBERS)
              if (authorize(kind, id, facts) === 'allowed' && REQUIREMENTS[kind] !== 'nothing')
                assert.ok(witness.admitted.has(facts.present.get(id)!), `${kind} of ${id}`);
        }
      }),
      RUNS,
    );
  });

  it('grants only admitted agents that are here anything, nobody during a pause, and control to one', () => {
    let grants = 0;
    fc.assert(
      fc.property(generous, (events) => {
        const witness = createWitness();
        let facts = INITIAL_FACTS;
        for (const event of events) {
          witness.see(event, facts);
          facts = fold(facts, event);
          const granted = [...facts.grants].filter(([, status]) => status === 'on').map(([key]) => key.split(' ') as [string, string]);
          for (const [, id] of granted) {
            assert.ok(witness.admitted.has(id), `${id} has a grant and no admission`);
            assert.ok([...facts.present.values()].includes(id), `${id} has a grant and is not here`);
            assert.equal(facts.pauses.size, 0);
          }
          assert.ok(granted.filter(([capability]) => capability === 'control').length <= 1, 'two have control');
          for (const id of MEMBERS)
            if (authorize('control-action', id, facts) === 'allowed')
              assert.ok(granted.some(([capability, of]) => capability === 'control' && of === facts.present.get(id)));
          grants += granted.length;
        }
      }),
      RUNS,
    );
    // A walk that never grants anything would have shown nothing.
    assert.ok(grants > 1_000, `${grants} grants stood after an event`);
  });

  it('is over for good once it has ended, whatever comes', () => {
    fc.assert(
      fc.property(walk, fc.constantFrom('customer' as const, 'replaced' as const), (events, reason) => {
        const half = events.length / 2;
        const before = events.slice(0, half).reduce(fold, INITIAL_FACTS);
        const ended = fold(before, { type: 'ended', reason });
        const later = events.slice(half).reduce(fold, ended);
        assert.equal(later, ended);
        assert.equal(sessionState(later), 'ended');
        assert.deepEqual(recipients(later, 'addresses'), []);
      }),
      RUNS,
    );
  });

  it('sends no member an event that it was not admitted for, nor one member a stream with a hole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(happening, fc.constantFrom('change' as const, 'tick' as const, 'drop' as const)), { minLength: 300, maxLength: 300 }), async (steps) => {
        const clock = createFakeClock();
        const places = new Map<string, { epoch: string; next: number }>();
        // Noted, not thrown: what is thrown from a task of the stream's own would fail no step, and no example be found.
        const wrongs: string[] = [];
        let facts = INITIAL_FACTS;
        let emit: ((event: { type: number; timestamp: number; data: object }) => void) | undefined;
        let isUp = true;
        const stream = createStream({
          log: createLog(clock.now, { maxHeldEvents: 50, maxKeptBytes: 1_000, maxKeptMs: 5_000 }),
          tasks: createFakeTasks(clock),
          encodingFor: () => 'text',
          onError: ({ message }) => wrongs.push(message),
          clock,
          bufferedBytes: () => 0,
          send({ epoch, sequence }, payload, to) {
            if (!isUp) return false;
            const count = (JSON.parse(payload as string) as unknown[]).length;
            for (const id of to) {
              if (!recipients(facts, 'addresses').includes(id)) wrongs.push(`${id} is no recipient`);
              const place = places.get(id);
              const isSame = place?.epoch === epoch;
              // A new epoch from its beginning, the next event, or events that it has already.
              if (isSame ? sequence > place.next : sequence !== 0) wrongs.push(`${id}: a hole before ${sequence}`);
              places.set(id, { epoch, next: isSame ? Math.max(place.next, sequence + count) : count });
            }
            return true;
          },
          startRecorder(next) {
            emit = next as typeof emit;
            const takeSnapshot = (): void => {
              next({ type: 4, timestamp: 0, data: {} });
              next({ type: 2, timestamp: 0, data: {} });
            };
            takeSnapshot();
            return { takeSnapshot, stop: () => (emit = undefined) };
          },
        });
        for (const step of steps) {
          if (step === 'change') emit?.({ type: 3, timestamp: 0, data: {} });
          else if (step === 'tick') await clock.advance(20);
          else if (step === 'drop') {
            isUp = false;
            emit?.({ type: 3, timestamp: 0, data: {} });
            await clock.advance(20);
            isUp = true;
          } else if (step.type !== 'joined' || !facts.present.has(step.memberId)) {
            // A member that is here does not join: each connection is another member.
            facts = fold(facts, step);
            if (step.type === 'left') places.delete(step.memberId);
            if (step.type === 'joined') {
              places.delete(step.memberId);
              stream.recall(step.memberId, null);
            }
            stream.setRecipients(recipients(facts, 'addresses'));
            stream.setRecording(mayRecord(facts) ? 'on' : 'off');
          }
        }
        stream.stop();
        assert.deepEqual(wrongs, []);
        assert.equal(clock.pending, 0);
      }),
      { numRuns: 60 },
    );
  });
});
