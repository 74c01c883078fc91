import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authorize } from '../../../src/session/authorize.ts';
import { REQUIREMENTS } from '../../../src/session/capabilities.ts';
import { type AdmissionStatus, type Capability, type Facts, fold, grantKey, INITIAL_FACTS } from '../../../src/session/facts.ts';
import { KINDS } from '../../../src/wire/header.ts';

const factsWith = (status: AdmissionStatus | undefined): Facts => ({
  ...INITIAL_FACTS,
  present: new Map([['m1', 'anna']]),
  admissions: status ? new Map([['anna', status]]) : new Map(),
});

describe('authorizing what an agent sends', () => {
  for (const kind of KINDS.replayer)
    it(`${kind}: decided by admission, for a member that is present`, () => {
      for (const status of [undefined, 'asked', 'admitted', 'denied'] as const) {
        const requirement = REQUIREMENTS[kind];
        const expected =
          requirement === 'nothing'
            ? 'allowed'
            : status !== 'admitted'
              ? 'not-admitted'
              : requirement === 'admission'
                ? 'allowed'
                : 'not-granted';
        assert.equal(authorize(kind, 'm1', factsWith(status)), expected);
        if (requirement !== 'nothing') assert.equal(authorize(kind, 'm2', factsWith(status)), 'not-admitted');
      }
    });

  for (const [kind, capability] of [['pointer', 'annotate'], ['stroke', 'annotate'], ['highlight', 'annotate'], ['control-action', 'control']] as const)
    it(`${kind}: allowed with the grant that it needs, and no other`, () => {
      const granted = (which: Capability, status: 'requested' | 'on' | 'rejected'): Facts => ({
        ...factsWith('admitted'),
        grants: new Map([[grantKey(which, 'anna'), status]]),
      });
      const other = capability === 'control' ? 'annotate' : 'control';
      assert.equal(authorize(kind, 'm1', granted(capability, 'on')), 'allowed');
      assert.equal(authorize(kind, 'm1', granted(other, 'on')), 'not-granted');
      for (const status of ['requested', 'rejected'] as const)
        assert.equal(authorize(kind, 'm1', granted(capability, status)), 'not-granted');
    });

  it('grants nothing that was not asked for, and takes control from one when another has it', () => {
    const both: Facts = {
      ...INITIAL_FACTS,
      present: new Map([['m1', 'anna'], ['m2', 'ben']]),
      admissions: new Map([['anna', 'admitted'], ['ben', 'admitted']]),
    };
    const grant = (identityId: string, status: 'requested' | 'on') => ({ type: 'grant', capability: 'control', identityId, status }) as const;
    assert.equal(fold(both, grant('anna', 'on')), both);
    const anna = fold(fold(both, grant('anna', 'requested')), grant('anna', 'on'));
    assert.equal(authorize('control-action', 'm1', anna), 'allowed');
    const ben = fold(fold(anna, grant('ben', 'requested')), grant('ben', 'on'));
    assert.equal(authorize('control-action', 'm2', ben), 'allowed');
    assert.equal(authorize('control-action', 'm1', ben), 'not-granted');
    for (const lost of [{ type: 'paused', reason: 'customer' }, { type: 'left', memberId: 'm2' }, { type: 'ended', reason: 'host' }] as const)
      assert.equal(fold(ben, lost).grants.size, 0);
  });

  it('needs nothing for hello, ping and what is the relay’s alone', () => {
    const free = KINDS.replayer.filter((kind) => REQUIREMENTS[kind] === 'nothing');
    assert.deepEqual(free, ['hello', 'ping', 'probe']);
  });
});
