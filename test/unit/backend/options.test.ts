import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConnectionInfoHandler, createContactCentre } from '../../../src/backend/backend.ts';
import { resolveContactCentre } from '../../../src/backend/options.ts';

const centre = {
  domain: 'service.besclouds.com',
  appKey: 'key',
  appSecret: 'a secret of enough characters',
  tenantSpaceId: 'tenant',
};
const handler = { ...centre, authorize: () => null };

const refuses = (create: () => unknown, option: string): void =>
  assert.throws(create, (error: Error & { code?: string }) => {
    assert.equal(error.code, 'backend/invalid-option');
    assert(error.message.includes(`\`${option}\``), `${error.message} names ${option}`);
    return true;
  });

test('the addresses are the published ones, over https', () => {
  const { infoUrl, tokenUrl } = resolveContactCentre(centre);
  assert.equal(infoUrl, 'https://service.besclouds.com/apiaccess/api/cobrowse/getConnectionInfo');
  assert.equal(tokenUrl, 'https://service.besclouds.com/apigovernance/api/oauth/tokenByAkSk');
});

test('the token may be had from another port, as some of the vendor’s pages have it', () => {
  const { infoUrl, tokenUrl } = resolveContactCentre({ ...centre, tokenDomain: 'service.besclouds.com:28070' });
  assert(tokenUrl.startsWith('https://service.besclouds.com:28070/apigovernance/'));
  assert(infoUrl.startsWith('https://service.besclouds.com/apiaccess/'));
});

test('a domain may be an origin; unencrypted on loopback alone', () => {
  for (const domain of ['https://cec.example', 'https://cec.example:8443', 'http://127.0.0.1:9', 'http://localhost:9'])
    assert(resolveContactCentre({ ...centre, domain }).infoUrl.startsWith(`${domain}/apiaccess/`));
  for (const domain of ['http://service.besclouds.com', 'http://10.0.0.1:80', 'ftp://x', 'a b', '', 'cec.example/path'])
    refuses(() => createContactCentre({ ...centre, domain }), 'domain');
  for (const domain of ['user:pass@cec.example', 'cec.example?x', 'cec.example#x', undefined, 7])
    refuses(() => createContactCentre({ ...centre, domain: domain as string }), 'domain');
});

const WRONG: [option: string, value: unknown][] = [
  ['tokenDomain', 'http://cec.example'],
  ['appKey', undefined],
  ['appKey', ''],
  ['appKey', 'two\nlines'],
  ['appSecret', undefined],
  ['appSecret', ''],
  ['tenantSpaceId', undefined],
  ['tenantSpaceId', 'schön'],
  ['tokenExpirySeconds', 59],
  ['tokenExpirySeconds', 3_601],
  ['tokenExpirySeconds', 600.5],
  ['tokenExpirySeconds', '600'],
  ['timeoutMs', 0],
  ['timeoutMs', Number.NaN],
  ['fetch', 'fetch'],
];
for (const [option, value] of WRONG) {
  test(`${option}: ${String(value)} is refused by name`, () => {
    refuses(() => createContactCentre({ ...centre, [option]: value }), option);
    refuses(() => createConnectionInfoHandler({ ...handler, [option]: value }), option);
  });
}

const WRONG_FOR_HANDLER: [option: string, value: unknown][] = [
  ['authorize', undefined],
  ['authorize', true],
  ['appSecret', 'short'],
  ['origins', 'https://shop.example'],
  ['origins', ['https://shop.example/']],
  ['origins', ['shop.example']],
  ['origins', ['*']],
  ['origins', ['null']],
  ['origins', ['https://SHOP.example']],
  ['rateLimit', { requests: 0, windowMs: 1 }],
  ['rateLimit', { requests: 1 }],
  ['rateLimit', null],
  ['exposeInternalUrl', 'no'],
  ['onError', 'log'],
];
for (const [option, value] of WRONG_FOR_HANDLER) {
  test(`handler, ${option}: ${JSON.stringify(value)} is refused by name`, () => {
    refuses(() => createConnectionInfoHandler({ ...handler, [option]: value } as never), option);
  });
}

test('an option that nobody reads is refused: misspelt, it would quietly be its default', () => {
  refuses(() => createContactCentre({ ...centre, authorize: () => null } as never), 'authorize');
  refuses(() => createConnectionInfoHandler({ ...handler, origin: ['https://a.example'] } as never), 'origin');
});

test('no error quotes the secret', () => {
  for (const appSecret of ['short-MARKER', ['MARKER']])
    assert.throws(
      () => createConnectionInfoHandler({ ...handler, appSecret: appSecret as string }),
      (error: Error) => !error.message.includes('MARKER'),
    );
});
