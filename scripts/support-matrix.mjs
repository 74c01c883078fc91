// What browsers the package promises to run in, as data: docs/support.md says it in words, and
// scripts/check-support.mjs compares the built files with it.

/** The oldest browsers that a customer can share a page from; for agents, too. Versions of Safari hold for iOS. */
export const OLDEST = { chrome: 93, edge: 93, firefox: 101, safari: 16.4 };

/**
 * The newest syntax in each file, as a year of ECMAScript. The loader is on every page, and what a browser cannot parse
 * ends up as an error in the page's console; so it keeps to 2018, and to `import()`, of 2020, which is how it gets the
 * rest. All else is loaded where `src/supported.ts` has let it.
 */
export const SYNTAX = { 'dist/cobrowse.js': 2018, other: 2022 };

/** The oldest browsers that can parse the loader: those with `import()`. In those between, it says so when started. */
export const OLDEST_FOR_LOADER = { chrome: 63, edge: 79, firefox: 67, safari: 11.1 };

/**
 * What browsers have come to know within ten years, by the word that a built file has where it uses it, with the first
 * version of each (MDN's browser-compat-data 8.1.9). Not complete, and cannot be: it holds what the files use and what
 * they are likely to use next. `without` says, by file, how it does without.
 *
 * @type {readonly { word: string, first: Record<keyof typeof OLDEST, number>, without: Record<string, string> }[]}
 */
export const FEATURES = [
  feature('hasOwn', 93, 93, 92, 15.4),
  feature('at', 92, 92, 90, 15.4),
  feature('replaceAll', 85, 85, 77, 13.1),
  feature('matchAll', 73, 79, 67, 13),
  feature('flat', 69, 79, 62, 12),
  feature('flatMap', 69, 79, 62, 12),
  feature('fromEntries', 73, 79, 63, 12.1),
  feature('findLast', 97, 97, 104, 15.4),
  feature('findLastIndex', 97, 97, 104, 15.4),
  feature('toSorted', 110, 110, 115, 16),
  feature('toReversed', 110, 110, 115, 16),
  feature('toSpliced', 110, 110, 115, 16),
  feature('groupBy', 117, 117, 119, 17.4),
  feature('fromAsync', 121, 121, 115, 16.4),
  feature('allSettled', 76, 79, 71, 13),
  feature('withResolvers', 119, 119, 121, 17.4),
  feature('isWellFormed', 111, 111, 119, 16.4),
  feature('WeakRef', 84, 84, 79, 14.1),
  feature('FinalizationRegistry', 84, 84, 79, 14.1),
  feature('globalThis', 71, 79, 65, 12.1),
  feature('queueMicrotask', 71, 79, 69, 12.1),
  feature('structuredClone', 98, 98, 94, 15.4),
  feature('AbortController', 66, 79, 57, 12.1),
  feature('throwIfAborted', 100, 100, 97, 15.4),
  feature('AbortSignal.any', 116, 116, 124, 17.4),
  feature('AbortSignal.timeout', 124, 124, 100, 16),
  feature('randomUUID', 92, 92, 95, 15.4),
  feature('getRandomValues', 37, 79, 26, 10),
  feature('digest', 41, 79, 34, 10),
  feature('attachShadow', 53, 79, 63, 10),
  feature('adoptedStyleSheets', 73, 79, 101, 16.4),
  feature('replaceSync', 73, 79, 101, 16.4),
  feature('showModal', 37, 79, 98, 15.4),
  feature('replaceChildren', 86, 86, 78, 14),
  feature('checkVisibility', 105, 105, 106, 17.4),
  feature('getHTML', 125, 125, 128, 18),
  feature('inert', 102, 102, 112, 15.5, {
    'dist/replayer.js': 'the replay’s frame has tabindex -1 and takes no pointer events, and focus.ts gives focus back',
    'dist/capture.js': 'the name of an attribute, looked up in a list',
  }),
  feature('showPopover', 114, 114, 125, 17, {
    'dist/replayer.js': 'popovers.ts looks for it, and what is a popover stays hidden as it was',
  }),
  feature('BroadcastChannel', 54, 79, 38, 15.4),
  feature('locks', 69, 79, 96, 15.4),
  feature('CompressionStream', 80, 80, 113, 16.4, {
    'dist/session.js': 'compress.ts tries it, and frames above 16,384 bytes are stored',
  }),
  feature('ResizeObserver', 64, 79, 69, 13.1),
  feature('canParse', 120, 120, 115, 17),
  feature('requestIdleCallback', 47, 79, 55, Infinity),
  feature('trustedTypes', 83, 83, 148, 26),
];

function feature(word, chrome, edge, firefox, safari, without = {}) {
  return { word, first: { chrome, edge, firefox, safari }, without };
}
