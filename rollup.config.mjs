import { readFileSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { moduleList } from './scripts/rollup/module-list.mjs';
import { rrwebDoor } from './scripts/rollup/rrweb-door.mjs';
import { lazyImports } from './scripts/rollup/lazy-imports.mjs';
import { bundleIntegrity } from './scripts/rollup/bundle-integrity.mjs';
import { typescript } from './scripts/rollup/typescript.mjs';
import { SYNTAX } from './scripts/support-matrix.mjs';

const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
const BANNER = `/*! ${name} ${version} | ${license} */`;
/** Has Chromium compile all functions in the background: docs/decisions/2026-11-29-compile-ahead.md. To be the first line. */
const AHEAD = { banner: `//# allFunctionsCalledOnLoad\n${BANNER}` };
const COMMAND = { runtime: 'node', banner: `#!/usr/bin/env node\n${BANNER}` };

/** What each bundle is made of, filled while the configs below are built. */
export const lists = {};

/** For a page: browser entries of packages, and small. */
const minify = (module, ecma) =>
  terser({
    module,
    ecma,
    // A second pass gets the constants that the first one inlined. Properties keep their names: no mangling of them.
    compress: { passes: 2 },
    format: { comments: /^!|^# allFunctionsCalledOnLoad$/ },
  });

function config(input, file, { format = 'es', runtime = 'browser', banner = BANNER, hashes = [] } = {}) {
  const browser = runtime === 'browser';
  const syntax = SYNTAX[file] ?? SYNTAX.other;
  return {
    input,
    // Servers read stack traces and save no bytes; ws is an ordinary dependency there, puppeteer-core the check's alone.
    external: runtime === 'node' ? [/^node:/, 'ws', 'puppeteer-core'] : [],
    plugins: [
      lazyImports(),
      bundleIntegrity(hashes),
      rrwebDoor(),
      // The backend too takes the browser's entries: they need Web APIs alone, which every JavaScript server has.
      nodeResolve(runtime === 'node' ? { exportConditions: ['node'], preferBuiltins: true } : { browser: true }),
      typescript(`es${syntax}`),
      ...(browser ? [minify(format === 'es', syntax)] : []),
      moduleList(lists),
    ],
    // An import that cannot be resolved is otherwise left in the file, to fail on somebody's page.
    onwarn(warning) {
      throw Object.assign(new Error(`${file}: ${warning.message}`), { code: warning.code });
    },
    output: { file, format, banner, sourcemap: true },
  };
}

/** Written one after the other, before all others: each holds the hash of the one before, and the loader the last one's. */
export const first = [
  config('src/capture/capture.ts', 'dist/capture.js', AHEAD),
  config('src/session/session.ts', 'dist/session.js', { ...AHEAD, hashes: ['CAPTURE_INTEGRITY'] }),
];

export const others = [
  config('src/loader.ts', 'dist/cobrowse.js', { format: 'iife', hashes: ['SESSION_INTEGRITY'] }),
  config('src/index.ts', 'dist/index.js'),
  config('src/diagnose/diagnose.ts', 'dist/diagnose.js'),
  config('src/replayer/replayer.ts', 'dist/replayer.js'),
  config('src/backend/backend.ts', 'dist/backend.js', { runtime: 'server' }),
  config('src/relay/relay.ts', 'dist/relay.js', { runtime: 'node' }),
  config('src/testing/testing.ts', 'dist/testing.js', { runtime: 'node' }),
  config('src/relay/command.ts', 'dist/cobrowse-relay.js', COMMAND),
  config('src/check/command.ts', 'dist/cobrowse-check.js', COMMAND),
  config('src/decode/command.ts', 'dist/cobrowse-decode.js', COMMAND),
];
