import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'node:test';
import { bundle, documentedModules } from '../../support/guest-bundle.ts';
import { assertQuiet, type Guest, type GuestStage, openGuestStage, showsText } from '../../support/guest.ts';

interface Copies {
  Cobrowse: { start(): Promise<void>; end(): Promise<void>; state: string | null };
  bundled: Copies['Cobrowse'];
}

describe('two copies on one page', () => {
  let stage: GuestStage;
  let customer: Guest;
  before(async () => {
    stage = await openGuestStage();
  });
  after(() => stage.close());
  afterEach(() => customer.close());

  const start = (which: 'Cobrowse' | 'bundled'): Promise<string> =>
    customer.page.evaluate(async (name) => {
      try {
        await (window as unknown as Copies)[name].start();
        return 'started';
      } catch (error) {
        return (error as { code: string }).code;
      }
    }, which);
  const end = (which: 'Cobrowse' | 'bundled'): Promise<void> =>
    customer.page.evaluate((name) => (window as unknown as Copies)[name].end(), which);

  /** A page with a script tag of that version, and this version's ES module in a bundle. */
  async function open(session: string): Promise<void> {
    const main = `import { cobrowse } from './cobrowse.js'; window.bundled = cobrowse;`;
    for (const { path, text } of await bundle('/copies/', { ...documentedModules(), 'main.js': main }, 'main.js'))
      stage.guest.put(path, text);
    stage.guest.put('/tag/cobrowse.js', readFileSync('dist/cobrowse.js'));
    stage.guest.put('/tag/session.js', session);
    stage.guest.putPage('/copies/page.html', {
      body: `<p>one page</p>
        <script src="/tag/cobrowse.js" data-connection-info="/cobrowse/connection-info" data-shadow-root="open"></script>
        <script type="module" src="/copies/main.js"></script>`,
    });
    customer = await stage.openGuest('/copies/page.html');
  }
  const session = readFileSync('dist/session.js', 'utf8');

  it('tag and bundle: whichever starts first has the page; after its end the other may', async () => {
    await open(session);
    for (const [first, second] of [['Cobrowse', 'bundled'], ['bundled', 'Cobrowse']] as const) {
      assert.equal(await start(first), 'started');
      assert.equal(await start(second), 'session/busy');
      const agent = await customer.share();
      await showsText(agent, 'one page');
      assert.equal(await customer.page.$$eval('cobrowse-ui', (all) => all.length), 1);
      await end(first);
      await agent.waitForState('ended');
    }
    assertQuiet(customer);
  });

  it('two versions: a loader that meets another one’s session bundle loads nothing of it, and leaves the page to the other', async () => {
    const other = session.replace(/export\s*\{([^}]*?)(\w+) as CONTRACT/, 'const another = 999; export {$1another as CONTRACT');
    assert.notEqual(other, session);
    await open(other);
    // By its hash, before the contract number is even read.
    assert.equal(await start('Cobrowse'), 'load/failed');
    assert.equal(await start('bundled'), 'started');
    await end('bundled');
    // The browser says for itself what it refused.
    assert.deepEqual(customer.errors.filter((text) => !/integrity/.test(text)), []);
  });
});
