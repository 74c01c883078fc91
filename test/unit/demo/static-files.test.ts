import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { stopBrowserCode } from '../../../demo/browser-code.ts';
import { createStaticFiles } from '../../../demo/static-files.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let folder: string;
let server: Server;

/** `fetch` tidies paths up before it sends them; an attacker does not. */
function get(path: string): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cobrowse-static-'));
  const site = join(folder, 'site');
  await mkdir(join(site, 'pieces'), { recursive: true });
  await mkdir(join(site, 'spa'));
  await writeFile(join(folder, 'secret.html'), 'secret');
  await writeFile(join(site, 'index.html'), '<body><!-- piece: header --></body>');
  await writeFile(join(site, 'pieces', 'header.html'), '<h1>costs $& and $1</h1>\n');
  await writeFile(join(site, 'spa', 'index.html'), 'the section');
  await writeFile(join(site, 'code.ts'), 'export const answer: number = 42;\n');
  await writeFile(join(site, 'notes.txt'), 'not for the browser');
  await writeFile(join(site, '.hidden.html'), 'hidden');
  await symlink(join(folder, 'secret.html'), join(site, 'link.html'));

  const serve = createStaticFiles([
    { prefix: '/site/', folder: site, fallback: { prefix: '/site/spa/', file: 'spa/index.html' } },
    { prefix: '/strict/', folder: site, policy: () => "default-src 'none'" },
  ]);
  const answer = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    if (!(await serve(req.url!.split('?', 1)[0]!, res))) res.writeHead(404).end();
  };
  server = createServer((req, res) => void answer(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

after(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
  await stopBrowserCode();
});

describe('static files', () => {
  it('serve a page with its pieces, uncached', async () => {
    const { status, headers, body } = await get('/site/');
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(body, '<body><h1>costs $& and $1</h1></body>');
  });

  it('serve TypeScript as JavaScript', async () => {
    const { headers, body } = await get('/site/code.ts');
    assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
    assert.match(body, /const answer = 42/);
  });

  it('serve one page for every path of a section that routes in the browser, but not for its missing files', async () => {
    assert.equal((await get('/site/spa/a/b')).body, 'the section');
    assert.equal((await get('/site/spa/a.js')).status, 404);
  });

  it('put the policy of a site on its pages', async () => {
    assert.equal((await get('/strict/')).headers['content-security-policy'], "default-src 'none'");
    assert.equal((await get('/site/')).headers['content-security-policy'], undefined);
  });

  for (const path of [
    '/site/../secret.html',
    '/site/%2e%2e/secret.html',
    '/site/..%2fsecret.html',
    '/site/..%5csecret.html',
    '/site/spa/../../secret.html',
    '/site//etc/passwd',
    '/site/%00.html',
    '/site/%zz',
    '/site/.hidden.html',
    '/site/link.html',
    '/site/notes.txt',
    '/site/spa',
    '/other/index.html',
  ])
    it(`have nothing at ${path}`, async () => {
      const { status, body } = await get(path);
      assert.equal(status, 404);
      assert.equal(body, '');
    });
});
