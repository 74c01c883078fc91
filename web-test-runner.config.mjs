import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { chromiumArgs, ensureChromium } from './scripts/browsers.mjs';
import { wtrCounts } from './scripts/wtr-counts.mjs';
import { relayPlugin } from './test/support/relay-plugin.mjs';

/** The tests record with the recorder that ships, not with rrweb as published. */
const rrwebDoor = {
  name: 'rrweb-door',
  resolveImport: ({ source, context }) =>
    source === 'rrweb' && context.path === '/src/capture/recorder.ts' ? '/.build/rrweb-record.js' : undefined,
};

export default {
  files: process.env.COBROWSE_TEST_FILES?.split('\n') ?? ['test/browser/**/*.test.ts'],
  nodeResolve: { browser: true, exportConditions: ['browser'] },
  // One at a time: several files in hidden tabs would be throttled, and tests would fail for it.
  concurrency: 1,
  plugins: [rrwebDoor, esbuildPlugin({ ts: true, target: 'es2022', tsconfig: 'tsconfig.json' }), relayPlugin()],
  browsers: [chromeLauncher({ launchOptions: { executablePath: ensureChromium(), args: chromiumArgs() } })],
  reporters: [defaultReporter({ reportTestProgress: false }), wtrCounts('.build/browser-counts.json')],
  // Mocha's own 2 s are short for a browser on a busy machine; only a test that hangs ever meets this bound.
  testFramework: { config: { timeout: '20000' } },
  testsFinishTimeout: 180_000,
};
