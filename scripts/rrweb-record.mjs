// Bundles rrweb's recorder alone into .build/rrweb-record.js, an ES module that exports `record`.
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { MagicString } from 'magic-string';
import { rollup } from 'rollup';
import { FORBIDDEN_IN_RECORDER, RRWEB_TRANSFORMS } from './rrweb-transforms.mjs';

const RRWEB = /[\\/]rrweb[\\/]dist[\\/]rrweb\.js$/;
const ENTRY = '\0rrweb-record-entry';

/**
 * Applies every transform to rrweb's source. Throws, naming the transform, where a pattern is not found exactly as often
 * as it says.
 *
 * @param {string} source
 * @param {readonly import('./rrweb-transforms.mjs').RrwebTransform[]} transforms
 */
export function applyTransforms(source, transforms = RRWEB_TRANSFORMS) {
  const text = new MagicString(source);
  for (const { name, pattern, count, replace } of transforms) {
    const matches = [...source.matchAll(pattern)];
    if (matches.length !== count)
      throw new Error(
        `rrweb has changed: the transform "${name}" expects its pattern ${count} times and found it ${matches.length} ` +
          'times. Read what rrweb does there now, then adapt scripts/rrweb-transforms.mjs.',
      );
    for (const match of matches) text.overwrite(match.index, match.index + match[0].length, replace(match));
  }
  return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
}

/** Throws, naming them, if the recorder's bundle holds words of what must not be in it. */
export function checkRecorder(code, forbidden = FORBIDDEN_IN_RECORDER) {
  const found = forbidden.filter((word) => code.includes(word));
  if (found.length > 0)
    throw new Error(
      `The recorder's bundle must not hold ${found.join(', ')}: the transforms of scripts/rrweb-transforms.mjs no ` +
        'longer take out what the recorder does not need.',
    );
}

function transformRrweb(transforms) {
  let ran = 0;
  return {
    name: 'transform-rrweb',
    resolveId: (id) => (id === ENTRY ? id : null),
    load: (id) => (id === ENTRY ? "export { record } from 'rrweb';" : null),
    transform(code, id) {
      if (!RRWEB.test(id)) return null;
      ran += 1;
      return applyTransforms(code, transforms);
    },
    generateBundle(_options, bundle) {
      // If rrweb's file ever moves, transform never runs; silence must not pass for success.
      if (ran !== 1) throw new Error(`rrweb/dist/rrweb.js was bundled ${ran} times, not once: has its path changed?`);
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') checkRecorder(chunk.code);
    },
  };
}

/**
 * Builds the recorder's bundle. `propertyReadSideEffects: false` is global to a rollup build and wrong for code that
 * reads getters on purpose; 49 bare property reads keep postcss alive without it. Hence a build of its own.
 */
export async function buildRrwebRecord({ file = '.build/rrweb-record.js', transforms = RRWEB_TRANSFORMS } = {}) {
  const bundle = await rollup({
    input: ENTRY,
    plugins: [transformRrweb(transforms), nodeResolve({ browser: true })],
    treeshake: { propertyReadSideEffects: false },
  });
  const { output } = await bundle.write({ file, format: 'es', sourcemap: true });
  await bundle.close();
  return output[0].code;
}
