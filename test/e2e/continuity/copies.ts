import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { bundle, documentedModules } from '../../support/guest-bundle.ts';
import { assertSilent } from './left.ts';
import { type OwnPage, ownPage } from './own-pages.ts';
import { GUEST, NEXT, type Scene } from './scene.ts';

interface Copies extends OwnPage {
  Cobrowse: { start(): Promise<void>; end(): Promise<void>; resume(): Promise<boolean> };
  bundled: Copies['Cobrowse'];
}

/** Two copies of the script on one page: by tag and in a bundle, of one version or of two. */
export function copyRows(scene: Scene): void {
  const start = (which: 'Cobrowse' | 'bundled'): Promise<string> =>
    scene.customer.evaluate(
      (name) => (window as unknown as Copies)[name].start().then(() => 'started', (error: { code: string }) => error.code),
      which,
    );
  const end = (which: 'Cobrowse' | 'bundled'): Promise<void> =>
    scene.customer.evaluate((name) => (window as unknown as Copies)[name].end(), which);
  const errors = (): Promise<string[]> => scene.customer.evaluate(() => (window as unknown as Copies).errors);
  const interfaces = (): Promise<number> => scene.customer.evaluate(() => document.querySelectorAll('cobrowse-ui').length);

  /** Two pages alike with a script tag of that version, and this version's ES module in a bundle. */
  async function put(session: string): Promise<void> {
    const { site } = scene;
    const main = `import { cobrowse } from './cobrowse.js'; window.bundled = cobrowse;`;
    for (const { path, text } of await bundle('/copies/', { ...documentedModules(), 'main.js': main }, 'main.js')) site.put(path, text);
    site.put('/dist/session.js', session);
    const after = '<script type="module" src="/copies/main.js"></script>';
    site.put('/one.html', ownPage({ after }));
    site.put('/two.html', ownPage({ words: NEXT, after }));
  }
  const open = async (): Promise<void> => {
    await scene.open('/one.html');
    await scene.customer.waitFor(() => 'bundled' in window);
  };
  const session = readFileSync('dist/session.js', 'utf8');

  it('tag and bundle: whichever starts first has the page; after its end the other may', async () => {
    await put(session);
    await open();
    for (const [first, second] of [['Cobrowse', 'bundled'], ['bundled', 'Cobrowse']] as const) {
      const from = scene.stage.wire.sockets();
      assert.equal(await start(first), 'started');
      assert.equal(await start(second), 'session/busy');
      await scene.join();
      await scene.agree(from, GUEST);
      assert.equal(await interfaces(), 1);
      await end(first);
      await scene.agent.waitForState('ended');
      assert.equal(await scene.customer.status(), null);
    }
    assert.deepEqual(await errors(), []);
  });

  it('tag and bundle: one of them goes on with the session on the next page', async () => {
    await put(session);
    await open();
    let from = scene.stage.wire.sockets();
    assert.equal(await start('bundled'), 'started');
    await scene.join();
    await scene.agree(from, GUEST);
    from = await scene.mark();
    await scene.follow('/two.html');
    await scene.wentOn(from, NEXT);
    assert.equal(await interfaces(), 1);
    assert.deepEqual(await errors(), []);
  });

  it('two versions: a loader that meets another one’s session bundle starts nothing of it, and leaves the page to the other', async () => {
    const other = session.replace(/export\s*\{([^}]*?)([\w$]+) as CONTRACT/, 'const another = 999; export {$1another as CONTRACT');
    assert.notEqual(other, session);
    await put(other);
    await open();
    let from = scene.stage.wire.sockets();
    // By its hash; WebKit does not compare it (docs/csp.md), and runs no session of another contract all the same.
    assert.equal(await start('Cobrowse'), scene.engine === 'webkit' ? 'load/contract-mismatch' : 'load/failed');
    assertSilent(scene.stage.wire, from);
    assert.equal(await start('bundled'), 'started');
    await scene.join();
    await scene.agree(from, GUEST);
    from = await scene.mark();
    await scene.follow('/two.html');
    await scene.wentOn(from, NEXT);
    assert.equal(await interfaces(), 1);
    assert.deepEqual(await errors(), []);
  });
}
