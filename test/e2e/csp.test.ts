import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import { type Agent, openStage, type Stage } from '../support/e2e.ts';
import { ENGINES, nameOf } from '../support/engine/engine.ts';
import { bootScript, type Embedding, guestPage, NONCE, openGuest, plainPage, type ScriptDoor, start, violations } from '../support/guest-page.ts';
import { openPageServer, type PageServer } from '../support/page-server.ts';

interface Policy {
  readonly name: string;
  readonly door?: ScriptDoor;
  /** `cdn` and `relay` are origins; `boot` is the inline script that adds ours. */
  readonly directives: (origins: { cdn: string; relay: string }, boot: string) => string[];
}

const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What `docs/csp.md` says is enough, row by row. */
const POLICIES: readonly Policy[] = [
  {
    name: 'script-src by origin, no unsafe-inline and no unsafe-eval, style-src self',
    directives: ({ cdn, relay }) => [`script-src ${cdn}`, `style-src 'self'`, `connect-src 'self' ${relay}`],
  },
  {
    name: 'script-src with a nonce and strict-dynamic',
    door: 'nonce',
    directives: ({ relay }) => [
      `script-src 'nonce-${NONCE}' 'strict-dynamic'`,
      `style-src 'nonce-${NONCE}'`,
      `connect-src 'self' ${relay}`,
    ],
  },
  {
    name: 'script-src with a hash and strict-dynamic',
    door: 'hash',
    directives: ({ relay }, boot) => [
      `script-src ${sha256(boot)} 'strict-dynamic'`,
      `style-src 'none'`,
      `connect-src 'self' ${relay}`,
    ],
  },
  {
    name: 'default-src none and the least that is needed',
    directives: ({ cdn, relay }) => [`default-src 'none'`, `script-src ${cdn}`, `connect-src 'self' ${relay}`],
  },
  {
    name: 'Trusted Types required, and none allowed',
    directives: ({ cdn, relay }) => [
      `require-trusted-types-for 'script'`,
      `trusted-types 'none'`,
      `script-src ${cdn}`,
      `style-src 'self'`,
      `connect-src 'self' ${relay}`,
    ],
  },
  {
    name: 'a sandbox with scripts and its own origin alone',
    directives: ({ cdn, relay }) => [
      'sandbox allow-scripts allow-same-origin',
      `script-src ${cdn}`,
      `style-src 'self'`,
      `connect-src 'self' ${relay}`,
    ],
  },
];

for (const engine of ENGINES)
  describe(`on a page with a Content-Security-Policy, in ${nameOf(engine)}`, () => {
    let stage: Stage;
    let server: PageServer;
    let relay: string;
    let agent: Agent | undefined;

    before(async () => {
      stage = await openStage({ engine });
      server = await openPageServer(stage.demo.url);
      relay = stage.demo.url.replace('http:', 'ws:');
    });
    after(async () => {
      await server.close();
      await stage.close();
    });
    afterEach(async () => {
      await agent?.close();
      agent = undefined;
      server.clear();
      server.reports.length = 0;
    });

    const header = (directives: string[]): Record<string, string> => ({
      'content-security-policy': [...directives, 'report-uri /csp-report'].join('; '),
    });

    for (const { name, door, directives } of POLICIES)
      for (const how of ['tag', 'module'] as Embedding[])
        it(`${name}: a session by ${how} streams and ends, and nothing is reported`, async () => {
          const { cdn } = server;
          const headers = header(directives({ cdn, relay }, bootScript(cdn, how)));
          // What the browser says of this policy on any page, such as of a sandbox that it thinks is of no use.
          const without = await openGuest(stage, server, server.put('/plain.html', plainPage(), headers));
          await without.close();
          const customer = await openGuest(stage, server, server.put('/guest.html', guestPage(cdn, how, door), headers));

          assert.equal(await start(customer), null);
          agent = await stage.openAgent();
          await agent.join();
          await agent.waitForState('asked');
          await customer.allow();
          await agent.waitForState('live');
          const shows = (replay: Document, text: string): boolean => replay.querySelector('h1')?.textContent === text;
          await agent.waitForReplay(shows, 'Kettle of the year');
          await customer.tab.run(`void (document.querySelector('h1').textContent = 'Changed')`);
          await agent.waitForReplay(shows, 'Changed');
          await customer.press('stop');
          await agent.waitForState('ended');

          assert.deepEqual(await violations(customer, server), []);
          assert.deepEqual(customer.console.filter((line) => !without.console.includes(line)), []);
          await customer.close();
        });

    const lacking: [string, (origins: { site: string; relay: string }) => { given: string; missing: string }][] = [
      ['the relay', ({ relay: missing }) => ({ given: `'self'`, missing })],
      ['the merchant backend', ({ site: missing, relay: given }) => ({ given, missing })],
    ];
    for (const [what, which] of lacking)
      it(`whose connect-src lacks ${what}: start() says at once what to add`, async () => {
        const { given, missing } = which({ site: server.url, relay });
        const headers = header([`connect-src ${given}`]);
        const customer = await openGuest(stage, server, server.put('/guest.html', guestPage(server.cdn, 'tag'), headers));
        const error = await start(customer);
        assert.equal(error?.code, 'connection/blocked-by-csp');
        assert.ok(error.message.endsWith(`connect-src ${missing}`), error.message);
        // The policy's own report, once: what it refuses is not tried again.
        assert.equal((await violations(customer, server)).length, 1);
        await customer.close();
      });
  });
