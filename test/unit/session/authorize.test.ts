import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authorize } from '../../../src/session/authorize.ts';
import { REQUIREMENTS } from '../../../src/session/capabilities.ts';
import { type AdmissionStatus, type Facts, INITIAL_FACTS } from '../../../src/session/facts.ts';
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

  it('needs nothing for hello and ping alone', () => {
    const free = KINDS.replayer.filter((kind) => REQUIREMENTS[kind] === 'nothing');
    assert.deepEqual(free, ['hello', 'ping']);
  });
});
