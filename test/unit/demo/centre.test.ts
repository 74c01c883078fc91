import assert from 'node:assert/strict';
import { it } from 'node:test';
import { chooseCentre } from '../../../demo/centre.ts';

const REAL = {
  COBROWSE_DOMAIN: 'service.example.com',
  COBROWSE_APP_KEY: 'key',
  COBROWSE_APP_SECRET: 'secret',
  COBROWSE_TENANT_SPACE_ID: 'tenant',
};

it('without variables the demo is its own contact centre', () => {
  const { kind, domain } = chooseCentre({}, 'http://127.0.0.1:4600');
  assert.equal(kind, 'emulator');
  assert.equal(domain, 'http://127.0.0.1:4600');
});

it('with all four it speaks with the real one', () => {
  assert.deepEqual(chooseCentre(REAL, 'http://127.0.0.1:4600'), {
    kind: 'real',
    domain: 'service.example.com',
    appKey: 'key',
    appSecret: 'secret',
    tenantSpaceId: 'tenant',
  });
});

for (const name of Object.keys(REAL))
  it(`without ${name} it says what is missing, and no value`, () => {
    assert.throws(() => chooseCentre({ ...REAL, [name]: ' ' }, 'http://x'), (error: Error) => {
      assert.match(error.message, new RegExp(`missing: ${name}\\.$`));
      assert.doesNotMatch(error.message, /service\.example|"?secret"?$/);
      return true;
    });
  });
