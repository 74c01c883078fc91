import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isCobrowseError } from '../../../src/core/errors.ts';
import { createSignatures } from '../../../src/relay/signatures.ts';

const SECRET = 'of this test alone, and with more than 32 bytes';
const CLAIMS = { roomId: 'room 7 / ü', role: 'recorder', id: 'c-7', name: 'Zoë 🙂 "Z"' } as const;
const at = (now: number) => ({ now: () => now });

describe('signatures', () => {
  it('come back as the claims that were signed', () => {
    const signatures = createSignatures({ secret: SECRET });
    assert.deepEqual(signatures.verify(signatures.issue(CLAIMS)), CLAIMS);
  });

  it('are text that a URL takes as it is', () => {
    assert.match(createSignatures({ secret: SECRET }).issue(CLAIMS), /^[\w-]+\.[\w-]+$/);
  });

  it('may be issued on another machine that has the secret, as text or as bytes', () => {
    const connectParam = createSignatures({ secret: Buffer.from(SECRET) }).issue(CLAIMS);
    assert.deepEqual(createSignatures({ secret: SECRET }).verify(connectParam), CLAIMS);
  });

  it('are good for one use', () => {
    const signatures = createSignatures({ secret: SECRET });
    const [one, other] = [signatures.issue(CLAIMS), signatures.issue(CLAIMS)];
    signatures.verify(one);
    assert.deepEqual(signatures.verify(one), { refusal: 'signature-used' });
    assert.deepEqual(signatures.verify(other), CLAIMS);
  });

  it('are good for so long and no longer', () => {
    let now = 1_000;
    const signatures = createSignatures({ secret: SECRET, ttlMs: 500, clock: { now: () => now } });
    const [one, other] = [signatures.issue(CLAIMS), signatures.issue(CLAIMS)];
    now = 1_499;
    assert.deepEqual(signatures.verify(one), CLAIMS);
    now = 1_500;
    assert.deepEqual(signatures.verify(other), { refusal: 'signature-expired' });
    // Also after it has been forgotten.
    assert.deepEqual(signatures.verify(one), { refusal: 'signature-expired' });
  });

  it('are not good with any part of them changed', () => {
    const signatures = createSignatures({ secret: SECRET });
    const connectParam = signatures.issue(CLAIMS);
    for (let index = 0; index < connectParam.length; index++) {
      const changed = connectParam[index] === 'A' ? 'B' : 'A';
      const forged = connectParam.slice(0, index) + changed + connectParam.slice(index + 1);
      assert.deepEqual(signatures.verify(forged), { refusal: 'signature-invalid' }, `character ${index}`);
    }
    for (const forged of ['', '.', '..', 'a', `${connectParam}.`, `${connectParam}.x`, `${connectParam}A`, ` ${connectParam}`])
      assert.deepEqual(signatures.verify(forged), { refusal: 'signature-invalid' }, forged);
    assert.deepEqual(signatures.verify(connectParam), CLAIMS);
  });

  it('are not good under another secret', () => {
    const connectParam = createSignatures({ secret: `${SECRET}!` }).issue(CLAIMS);
    assert.deepEqual(createSignatures({ secret: SECRET }).verify(connectParam), { refusal: 'signature-invalid' });
  });

  it('that are forged are called so, also when they are old', () => {
    const connectParam = createSignatures({ secret: `${SECRET}!`, clock: at(0) }).issue(CLAIMS);
    assert.deepEqual(createSignatures({ secret: SECRET }).verify(connectParam), { refusal: 'signature-invalid' });
  });

  const options: readonly [string, Parameters<typeof createSignatures>[0]][] = [
    ['a secret of 31 bytes', { secret: 'x'.repeat(31) }],
    ['no secret', { secret: undefined as never }],
    ['no time at all', { secret: SECRET, ttlMs: 0 }],
  ];
  for (const [what, faulty] of options)
    it(`refuse ${what}`, () => {
      assert.throws(
        () => createSignatures(faulty),
        (error) => isCobrowseError(error) && error.code === 'relay/invalid-option',
      );
    });

  const claims: readonly [string, object][] = [
    ['an unknown role', { role: 'admin' }],
    ['no room', { roomId: '' }],
    ['a name of two lines', { name: 'a\nb' }],
    ['half a character', { name: '\ud83d' }],
    ['an endless id', { id: 'x'.repeat(201) }],
    ['a missing id', { id: undefined }],
  ];
  for (const [what, faulty] of claims)
    it(`are not issued for ${what}`, () => {
      assert.throws(
        () => createSignatures({ secret: SECRET }).issue({ ...CLAIMS, ...faulty }),
        (error) => isCobrowseError(error) && error.code === 'relay/invalid-signature',
      );
    });

  it('refuse with a message that does not tell the secret', () => {
    try {
      createSignatures({ secret: 'too short' });
    } catch (error) {
      assert.doesNotMatch(String(error), /too short/);
    }
  });
});
