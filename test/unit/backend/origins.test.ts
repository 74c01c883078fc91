import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createConnectionInfoHandler } from '../../../src/backend/backend.ts';
import { ACCOUNT } from '../../support/contact-centre.ts';
import { ENDPOINT, pageRequest, SHOP } from '../../support/page-request.ts';

const PARTNER = 'https://partner.example';
let authorized = 0;
// 401 means that the origin was let in, 403 that it was not.
const handle = createConnectionInfoHandler({
  ...ACCOUNT,
  domain: 'cec.example',
  origins: [PARTNER],
  authorize: () => {
    authorized += 1;
    return null;
  },
});

const CASES: [what: string, origin: string | null, site: string | null, status: 401 | 403][] = [
  ['the shop’s own page', SHOP, 'same-origin', 401],
  ['the shop’s own page in a browser without Sec-Fetch-Site', SHOP, null, 401],
  ['a listed origin of another site', PARTNER, 'cross-site', 401],
  ['a listed origin of the same site', PARTNER, 'same-site', 401],
  ['a listed origin in a browser without Sec-Fetch-Site', PARTNER, null, 401],
  ['a stranger', 'https://evil.example', 'cross-site', 403],
  ['a stranger in a browser without Sec-Fetch-Site', 'https://evil.example', null, 403],
  ['a sibling that is not listed', 'https://other.shop.example', 'same-site', 403],
  ['a stranger that says same-origin', 'https://evil.example', 'same-origin', 403],
  ['the shop’s name in a request from elsewhere', SHOP, 'cross-site', 403],
  ['a name that begins alike', `${SHOP}.evil.example`, null, 403],
  ['another port', `${SHOP}:8443`, null, 403],
  ['another scheme', SHOP.replace('https', 'http'), null, 403],
  ['no origin', null, 'same-origin', 403],
  ['no origin, no site', null, null, 403],
  ['an opaque origin', 'null', 'cross-site', 403],
  ['what was opened by hand', SHOP, 'none', 403],
  ['what was opened by hand, listed', PARTNER, 'none', 403],
  ['a word that no standard has yet', PARTNER, 'same-galaxy', 403],
];
for (const [what, origin, site, status] of CASES) {
  test(`${what}: ${status}`, async () => {
    const before = authorized;
    const response = await handle(pageRequest({ headers: { origin, 'sec-fetch-site': site } }));
    assert.equal(response.status, status);
    assert.equal(authorized - before, status === 401 ? 1 : 0, 'authorize is asked only for those let in');
    const allowed = response.headers.get('access-control-allow-origin');
    assert.equal(allowed, origin === PARTNER ? PARTNER : null);
    assert.equal(response.headers.get('vary'), 'Origin');
  });
}

test('a listed page can read answer, cookie-bound and with its Retry-After', async () => {
  const { headers } = await handle(pageRequest({ headers: { origin: PARTNER, 'sec-fetch-site': 'cross-site' } }));
  assert.equal(headers.get('access-control-allow-credentials'), 'true');
  assert.equal(headers.get('access-control-expose-headers'), 'Retry-After');
});

test('a preflight of a listed origin is answered', async () => {
  const headers = { origin: PARTNER, 'access-control-request-method': 'POST', 'sec-fetch-site': 'cross-site' };
  const response = await handle(pageRequest({ method: 'OPTIONS', headers }));
  assert.equal(response.status, 204);
  assert.equal(response.headers.get('access-control-allow-origin'), PARTNER);
  assert.equal(response.headers.get('access-control-allow-credentials'), 'true');
  assert.equal(response.headers.get('access-control-allow-methods'), 'POST');
  assert.equal(response.headers.get('access-control-allow-headers'), 'content-type');
  assert.equal(response.headers.get('access-control-max-age'), '600');
});

test('a preflight of any other origin gets nothing', async () => {
  for (const origin of ['https://evil.example', 'null', null]) {
    const response = await handle(pageRequest({ method: 'OPTIONS', headers: { origin } }));
    assert.equal(response.status, 403);
    assert.deepEqual([...response.headers], [['vary', 'Origin']]);
    assert.equal(await response.text(), '');
  }
});

test('behind a proxy that ends TLS, the public origin is listed', async () => {
  const options = { ...ACCOUNT, domain: 'cec.example', authorize: () => null };
  const asSeen = (): Request => new Request(ENDPOINT.replace('https', 'http'), pageRequest());
  assert.equal((await createConnectionInfoHandler(options)(asSeen())).status, 403);
  assert.equal((await createConnectionInfoHandler({ ...options, origins: [SHOP] })(asSeen())).status, 401);
});
