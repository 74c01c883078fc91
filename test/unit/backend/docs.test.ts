import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ACCOUNT } from '../../support/contact-centre.ts';
import { pageRequest } from '../../support/page-request.ts';

const PAGE = readFileSync(fileURLToPath(new URL('../../../docs/backend.md', import.meta.url)), 'utf8');
const SAMPLES = [...PAGE.matchAll(/^```js\n(.*?)^```/gms)].map(([, code = '']) => code);
const ENTRY = new URL('../../../src/backend/backend.ts', import.meta.url).href;

const folder = mkdtempSync(join(tmpdir(), 'cobrowse-docs-'));
after(() => rmSync(folder, { recursive: true }));

/** Writes a sample as a module, with the package's name pointing at its source. */
function write(name: string, code: string): string {
  const file = join(folder, name);
  writeFileSync(file, code.replaceAll("'cobrowse-widget/backend'", `'${ENTRY}'`));
  return pathToFileURL(file).href;
}
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');

const environment = {
  CEC_DOMAIN: 'cec.example',
  CEC_APP_KEY: ACCOUNT.appKey,
  CEC_APP_SECRET: ACCOUNT.appSecret,
  CEC_TENANT_SPACE_ID: ACCOUNT.tenantSpaceId,
};

test('the first sample, as pasted: it does not start without its settings, and then denies everybody', async () => {
  const sample = SAMPLES[0] ?? '';
  await assert.rejects(import(write('unset.js', sample)), { code: 'backend/invalid-option' });
  Object.assign(process.env, environment);
  const { handle } = (await import(write('cobrowse.js', sample))) as { handle: (request: Request) => Promise<Response> };
  for (const headers of [{}, { cookie: 'sid=admin' }])
    assert.equal((await handle(pageRequest({ headers, body: { roomId: 'r', role: 'replayer' } }))).status, 401);
});

test('the sample for Node’s own server serves it, and nothing else', async () => {
  // The sample's port is a reader's; the test takes a free one.
  const code = (SAMPLES[1] ?? '').replace('createServer(', 'export const server = createServer(').replace('3000', '0');
  const { server } = (await import(write('server.js', code))) as { server: ReturnType<typeof createServer> };
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const headers = { origin, 'content-type': 'application/json' };
  const path = '/cobrowse/connection-info';
  assert.equal((await fetch(origin + path, { method: 'POST', headers, body: '{}' })).status, 401);
  assert.equal((await fetch(origin + path)).status, 405);
  assert.equal((await fetch(`${origin}/other`)).status, 404);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('the samples of standard functions deny, too', async () => {
  const edge = write('edge.js', `import { handle } from './cobrowse.js';\n${SAMPLES[5]}`);
  const { default: module } = (await import(edge)) as { default: { fetch: (request: Request) => Promise<Response> } };
  assert.equal((await module.fetch(pageRequest())).status, 401);
  assert.equal((await module.fetch(new Request('https://www.shop.example/other'))).status, 404);
  const next = write('route.js', (SAMPLES[4] ?? '').replace('../../../cobrowse.js', './cobrowse.js'));
  const route = (await import(next)) as Record<'POST' | 'OPTIONS', (request: Request) => Promise<Response>>;
  assert.equal((await route.POST(pageRequest())).status, 401);
  assert.equal((await route.OPTIONS(pageRequest({ method: 'OPTIONS' }))).status, 403);
});

test('every option and every code of the merchant’s half is on the page', async () => {
  const { CONTACT_CENTRE_OPTIONS } = await import('../../../src/backend/options.ts');
  const { ERROR_CODES } = await import('../../../src/core/error-codes.ts');
  const handlerOptions = ['authorize', 'origins', 'rateLimit', 'exposeInternalUrl', 'onError'];
  for (const name of [...Object.keys(CONTACT_CENTRE_OPTIONS), ...handlerOptions]) assert(PAGE.includes(`\`${name}\``), name);
  const unseen = new Set(['backend/aborted']); // the page that would see it has gone
  for (const code of ERROR_CODES.filter((one) => one.startsWith('backend/') && !unseen.has(one)))
    assert(PAGE.includes(`\`${code}\``), code);
});
