import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { build as viteBuild, createServer, type InlineConfig } from 'vite';
import webpack from 'webpack';
import { documentedModules } from '../../support/guest-bundle.ts';
import { SIGNED_IN } from '../../support/guest-server.ts';
import { assertQuiet, type Guest, type GuestStage, openGuestStage, showsText } from '../../support/guest.ts';
import { createMerchantProject, type MerchantProject } from '../../support/guest-project.ts';

const DOCUMENTED = documentedModules();
/** A word of the recorder that no minifier changes, and that nothing else of ours has. */
const RRWEB = 'rr-block';

// In Chromium alone: what a bundler makes of the package does not depend on the engine.
describe('the published package in a bundler', () => {
  let stage: GuestStage;
  let project: MerchantProject;
  let customer: Guest;

  before(async () => {
    stage = await openGuestStage();
    project = createMerchantProject();
    project.write('src/cobrowse.js', DOCUMENTED['cobrowse.js']!);
    project.write(
      'src/main.js',
      `import { cobrowse } from './cobrowse.js';
      document.querySelector('a').onclick = () => cobrowse.start();`,
    );
    project.write('index.html', PAGE);
  });
  after(async () => {
    project.remove();
    await stage.close();
  });
  afterEach(() => customer.close());

  const PAGE = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><body><a>Get help</a><p>bundled page</p><script type="module" src="/src/main.js"></script></body></html>';
  const input = (): string => join(project.folder, 'src/main.js');

  const BUNDLERS: Record<string, (out: string) => Promise<void>> = {
    async 'Vite'(out) {
      await viteBuild({ ...quietVite(project.folder), base: `/${out}/`, build: { outDir: out, modulePreload: false } });
    },
    async 'webpack 5'(out) {
      const compiler = webpack({
        mode: 'production',
        context: project.folder,
        entry: input(),
        output: { path: join(project.folder, out), publicPath: `/${out}/`, filename: 'main.js' },
      });
      await new Promise<void>((resolve, reject) =>
        compiler.run((error, stats) => (error || stats?.hasErrors() ? reject(error ?? new Error(String(stats))) : resolve())),
      );
    },
    async 'Rollup'(out) {
      const built = await rollup({ input: input(), plugins: [nodeResolve({ browser: true })] });
      await built.write({ dir: join(project.folder, out), format: 'es' });
      await built.close();
    },
  };

  for (const [name, build] of Object.entries(BUNDLERS))
    it(`${name}: the session bundle is a chunk of its own, which loads when a session starts`, async () => {
      const out = `out-${name.split(' ')[0]!.toLowerCase()}`;
      await build(out);
      const scripts = project.read(out).filter((file) => file.name.endsWith('.js'));
      const session = scripts.filter(({ text }) => text.includes(RRWEB));
      const main = scripts.find((file) => /^(main|index)/.test(file.name))!;
      assert.equal(session.length, 1, scripts.map((file) => file.name).join());
      assert.notEqual(session[0]!.name, main.name);

      for (const { name: file, text } of scripts) for (const folder of ['', 'assets/']) stage.guest.put(`/${out}/${folder}${file}`, text);
      const path = name === 'Vite' ? `/${out}/assets/${main.name}` : `/${out}/${main.name}`;
      stage.guest.putPage(`/${out}/page.html`, { body: `<a>Get help</a><p>by ${name}</p><script type="module" src="${path}"></script>` });
      customer = await stage.openGuest(`/${out}/page.html`);
      const loads = (): boolean => stage.guest.heard.some((heard) => heard.endsWith(session[0]!.name));
      assert.equal(loads(), false);
      await customer.pressText('Get help');
      const agent = await customer.share();
      assert.equal(loads(), true);
      await showsText(agent, `by ${name}`);
      await customer.press('stop');
      await agent.waitForState('ended');
      await assertQuiet(customer);
    });

  for (const module of ['cobrowse-handed-on.js', 'cobrowse-kept.js'])
    it(`Vite’s hot reload replaces ${module}, and the session goes on`, async () => {
      project.write(
        'src/main.js',
        `import { cobrowse } from './client.js';
        document.querySelector('a').onclick = () => window.cobrowse.start();
        window.cobrowse = cobrowse;
        import.meta.hot?.accept('./client.js', (replaced) => {
          window.cobrowse = replaced.cobrowse;
          document.querySelector('p').textContent = replaced.version;
        });`,
      );
      const code = (version: string): string => `${DOCUMENTED[module]!}\nexport const version = '${version}';`;
      project.write('src/client.js', code('version 1'));
      const server = await createServer({
        ...quietVite(project.folder),
        server: { host: '127.0.0.1', port: 0, headers: { 'set-cookie': SIGNED_IN }, proxy: { '/cobrowse': { target: stage.guest.origin, changeOrigin: false } } },
      });
      try {
        await server.listen();
        const { port } = server.httpServer!.address() as { port: number };
        customer = await stage.openGuest(`http://127.0.0.1:${port}/`);
        await customer.pressText('Get help');
        const agent = await customer.share();
        project.write('src/client.js', code('version 2'));
        await customer.waitFor(() => document.querySelector('p')!.textContent === 'version 2');
        // Handed on, it is as after a page load, and whether the customer is asked again is not this test's matter.
        void customer.press('allow').catch(() => {});
        await showsText(agent, 'version 2');
        assert.equal(await customer.evaluate(() => (window as unknown as { cobrowse: { state: string } }).cobrowse.state), 'active');
        await customer.press('stop');
        await agent.waitForState('ended');
        await assertQuiet(customer);
      } finally {
        await server.close();
      }
    });
});

function quietVite(root: string): InlineConfig {
  return { root, configFile: false, logLevel: 'silent', cacheDir: join(root, '.vite') };
}
