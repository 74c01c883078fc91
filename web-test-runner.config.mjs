import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome';
import { chromiumArgs } from './scripts/browsers.mjs';
import { ENGINE_NAMES, pathOf, testedEngines } from './scripts/engines.mjs';
import { wtrCounts } from './scripts/wtr-counts.mjs';
import { heldKeyPlugin } from './test/support/held-key-plugin.mjs';
import { pageRecorder } from './test/support/page-recorder-plugin.mjs';
import { relayPlugin } from './test/support/relay-plugin.mjs';
import { slowPages } from './test/support/slow-page-plugin.mjs';
import { webkitLauncher } from './test/support/engine/webkit-launcher.mjs';

/** The tests record with the recorder that ships, not with rrweb as published. */
const rrwebDoor = {
  name: 'rrweb-door',
  resolveImport: ({ source, context }) =>
    source === 'rrweb' && context.path === '/src/capture/recorder.ts' ? '/.build/rrweb-record.js' : undefined,
};

const slow = slowPages();

const launchers = {
  chromium: () => chromeLauncher({ launchOptions: { executablePath: pathOf('chromium'), args: chromiumArgs() } }),
  // Puppeteer drives the Firefox that is installed, by WebDriver BiDi.
  firefox: () =>
    chromeLauncher({ puppeteer: puppeteerCore, launchOptions: { browser: 'firefox', executablePath: pathOf('firefox') } }),
  webkit: webkitLauncher,
};

export default {
  files: process.env.COBROWSE_TEST_FILES?.split('\n') ?? ['test/browser/**/*.test.ts'],
  nodeResolve: { browser: true, exportConditions: ['browser'] },
  // One file at a time: several in hidden tabs would be throttled, and tests would fail for it.
  concurrency: 1,
  concurrentBrowsers: 3,
  plugins: [rrwebDoor, esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }), relayPlugin(), pageRecorder(), heldKeyPlugin(), slow.plugin],
  middleware: [slow.middleware],
  browsers: testedEngines().map((engine) => Object.assign(launchers[engine](), { name: ENGINE_NAMES[engine] })),
  reporters: [defaultReporter({ reportTestProgress: false }), wtrCounts('.build/browser-counts.json')],
  // Mocha's own 2 s are short for a browser on a busy machine; only a test that hangs ever meets this bound.
  testFramework: { config: { timeout: '20000' } },
  // Pages of a hundred thousand elements in three browsers that share two cores took one of them more than three minutes.
  testsFinishTimeout: 600_000,
};
