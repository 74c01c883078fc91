import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { openStage, type Stage } from '../support/e2e.ts';
import { guestPage, openGuest, start } from '../support/guest-page.ts';
import { openPageServer, type PageServer } from '../support/page-server.ts';

/** Before any script of the page: a browser as they were before Trusted Types. */
const WITHOUT_TRUSTED_TYPES = '<head><script>delete window.trustedTypes;</script>';

describe('the session bundle that the loader was built with', () => {
  let stage: Stage;
  let server: PageServer;

  before(async () => {
    stage = await openStage();
    server = await openPageServer(stage.demo.url);
  });
  after(async () => {
    await server.close();
    await stage.close();
  });
  afterEach(() => server.clear());

  const pages: [string, (html: string) => string][] = [
    ['this browser', (html) => html],
    ['a browser without Trusted Types', (html) => html.replace('<head>', WITHOUT_TRUSTED_TYPES)],
  ];
  for (const [name, page] of pages) {
    it(`is fetched once, and runs, in ${name}`, async () => {
      const customer = await openGuest(stage, server, server.put('/guest.html', page(guestPage(server.cdn, 'tag'))));
      server.requests.length = 0;
      assert.equal(await start(customer), null);
      assert.deepEqual(server.requests, ['/dist/session.js', '/cobrowse/connection-info']);
      assert.equal(await customer.page.evaluate(`document.querySelectorAll('link, script[type=module]').length`), 0);
      await customer.close();
    });

    it(`is the only one that runs in ${name}: with one character changed it is refused`, async () => {
      const built = readFileSync('dist/session.js', 'utf8');
      server.put('/dist/session.js', `window.tampered = true;\n${built}`);
      const customer = await openGuest(stage, server, server.put('/guest.html', page(guestPage(server.cdn, 'tag'))));
      const error = await start(customer);
      assert.equal(error?.code, 'load/failed');
      assert.equal(await customer.page.evaluate('window.tampered'), undefined);
      await customer.close();
    });
  }
});
